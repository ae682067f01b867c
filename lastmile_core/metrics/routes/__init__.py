"""KPIs of whole routes: paid time and its parts, distance, load on board, waiting, money, planned order.

Each function takes a ``DayView`` and returns tallies.
It may import ``metrics/facts``, ``metrics/orders``, model, tracking and units.
Read ``paid_time.py`` first, then ``distance.py``.
"""
