"""KPIs that count orders and stops: attempts, punctuality, errors of expected arrivals, quality of stamps.

Each function takes a ``DayView`` and returns tallies.
It may import ``metrics/facts``, model, tracking and units.
Read ``attempts.py`` first.
"""
