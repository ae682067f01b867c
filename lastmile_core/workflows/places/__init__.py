"""Where orders are: addresses are looked up, doubtful places are shown, a person's pin is remembered.

Also holds the preparation of a region: its roads and its index of addresses.
It may import ``workflows/orders`` and all rooms below.
Read ``place_orders.py`` first, then ``fix_place.py``.
"""
