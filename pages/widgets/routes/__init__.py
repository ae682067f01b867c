"""The Routes page.

It holds changes of a route by hand, the stops as a list and as tables, what happened at a stop,
and the files for drivers.
It may import ``shared`` and ``today`` (what has changed since the plan).
Read ``route_edit`` first.
"""
