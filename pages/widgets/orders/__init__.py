"""The orders of the day after they came in.

It holds the table of orders, changes of many orders at once, the rules of single orders,
and the list of places that a person settles with a pin.
It may import ``shared``. Bringing order files in is in ``imports``.
Read ``orders_table`` first, then ``orders_places``.
"""
