"""Local search, then ruin and recreate, under the judge's own objective: for rules that the engines only approximate.

May import ``planning.base``, ``planning.evaluation`` and ``planning.large_neighbourhood``; never an engine. Read
``polish`` first (the door).
"""
