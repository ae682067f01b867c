"""Files of what a company has: vehicles, drivers, depots, and which vehicle may serve which customer.

May import ``headings``, ``cells``, ``columns`` and ``raw_table``; not ``orders``, ``events`` or ``writers``.
Read first: ``read_fleet.py``, then ``read_depots.py``.
"""
