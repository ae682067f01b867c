"""What somebody said once and what must not be forgotten: breakdowns, orders left out, names of loads and customers.

A fact is appended and never changed; a newer one about the same thing counts instead of it. ``said_by`` and
``said_at`` tell who said it and when; they are empty for facts of earlier versions that did not write it down.

May import ``basics``.
Read first: ``breakdown.py``, then ``import_memory.py``.
"""
