"""From a day to a plan: search, judge, keep, edit, compare prices, publish, export.

A search runs in a worker (``plan_day``, ``trade_off_day``); what it finds is judged (``judged_plan``) and kept as a
version (``found_plan``). A person's edit takes the same way. ``solve_file`` and ``plan_many`` need no store.
It may import ``workflows/day`` and all rooms below. This file imports nothing, so that ``solve_file`` starts at once.
Read ``plan_day.py`` first, then ``judged_plan.py``.
"""
