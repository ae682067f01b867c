"""Rows of an order file to orders: every row becomes an order, joins one, is blank, or is refused with a reason.

A row is first an `OrderDraft`; checks that need other rows come next; drafts become orders at the end.
May import ``headings``, ``cells``, ``tables``, ``columns`` and ``raw_table``; not ``fleet``, ``events`` or ``writers``.
Read first: ``read_orders.py``, ``order_draft.py``, then ``order_row.py``.
"""
