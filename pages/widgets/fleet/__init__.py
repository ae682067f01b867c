"""The Fleet page.

It holds vehicles, drivers, docks, who drives what on the day, who may serve whom, and files of all of them.
It may import ``shared`` and ``imports`` (the labels of issues).
Read ``fleet_vehicles`` first, then ``fleet_roster``.
"""
