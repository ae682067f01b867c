"""The day on the road: record what happens, tell where the day stands, re-plan what is left.

It reads and writes the store around the pure steps of ``lastmile_core.replanning``.
It may import ``workflows/plan``, ``workflows/day`` and all rooms below.
Read ``day_state.py`` first, then ``replan_day.py``; ``replan_job.py`` is the same in a worker.
"""
