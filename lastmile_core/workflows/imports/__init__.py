"""Files come in: orders, events, fleet, depots, and who may serve whom.

An order file is read (``import_preparation``), compared with the store (``import_comparison``), stored in one
transaction (``import_orders``), told in numbers (``import_report``), and can be shown again or taken back as a whole.
It may import ``workflows/places``, ``workflows/orders``, ``workflows/company`` and all rooms below.
Read ``bring_in_orders.py`` first, then ``import_orders.py``.
"""
