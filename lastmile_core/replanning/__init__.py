"""Re-planning the rest of a running day, without the store: values in, values out.

``vehicle_states`` tells where every vehicle stands at a moment. ``remaining_day`` makes the problem that is left.
``combined_plan`` puts what has happened and the new routes together to one plan, and ``plan_changes`` with
``change_words`` say what differs.
It may import planning, metrics, tracking, schedule, problem, travel, model; never the store, jobs or workflows.
Read ``remaining_day.py`` first, then ``combined_plan.py``. ``workflows/running_day/replan_day.py`` uses all of it.
"""
