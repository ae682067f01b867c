"""What a company has and decides: depots, docks, vehicles, drivers, customers, planning rules, prices.

May import ``basics``.
Read first: ``depot.py``, then ``vehicle.py``.
"""
