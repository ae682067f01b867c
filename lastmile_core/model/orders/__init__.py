"""What has to be delivered or collected, and the names of the visits that an order asks for.

May import ``basics``.
Read first: ``order.py``, then ``visit_id.py``.
"""
