"""One route on the clock: legs, traffic, breaks, loads, departure, the queue at the docks, and the cost.

May import ``problem`` and ``model``; no other sub-room of ``schedule``.

Read ``timetable`` first: it times a visit order of one vehicle. ``route_timetable`` holds the result, ``cost``
prices it.
"""
