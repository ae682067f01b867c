"""One depot's day as it stands in the store, before anybody plans it.

Holds the inputs of a day and their travel times, the checks before planning (places that no vehicle reaches, loads
without a capacity, orders that wait), whether the day has begun, and what has changed since its plan was made.
It may import ``workflows/company`` and all rooms below; no other sub-room of ``workflows``.
Read ``prepare_day.py`` first, then ``changed_since_plan.py``.
"""
