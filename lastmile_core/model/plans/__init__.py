"""A plan: routes, stops, orders left out and rules broken, and what it was made from.

May import ``basics`` and ``orders``.
Read first: ``plan.py``, then ``route.py``.
"""
