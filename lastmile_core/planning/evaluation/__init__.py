"""The compiled evaluation of routes: times, loads, prices and broken rules, some hundred times as fast as the judge.

Its answers are used to rank changes; the judge confirms the winner. ``compiled`` says how functions are compiled and
where the result is kept; every compiled module of ``planning`` imports it from here.

May import ``planning.base``, ``schedule`` and ``problem``; never an engine, ``polishing`` or ``repair``.

Read ``quick_judge`` first (the door), then ``day_arrays`` and ``evaluate``.
"""
