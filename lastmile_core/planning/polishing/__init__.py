"""Local search, then ruin and recreate, under the judge's own objective: for rules that the engines only approximate.

May import ``planning.base`` and ``planning.evaluation``; never an engine. Read ``polish`` first (the door).
"""
