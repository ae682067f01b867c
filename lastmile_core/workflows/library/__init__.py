"""For programs of your own: a day read from files, planned, judged and measured as values, without a database.

What stands here is handed on by ``lastmile_core`` itself (its ``__all__``): a change of it is a change of the public
face: docs/reference/api.md and the programs in ``examples/`` use nothing else.

It may import ``workflows/plan``, ``workflows/day`` and all rooms below. Read ``planning_day.py`` first.
"""
