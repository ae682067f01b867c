"""Days with thousands of visits: cut into regions that overlap from round to round, searched side by side.

May import ``planning.base``, ``planning.repair`` and the engines. Read ``big_day`` first (the door).
"""
