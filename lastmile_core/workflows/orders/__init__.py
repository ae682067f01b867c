"""Stored orders changed by hand, one or many at once, and the change undone.

It may import all rooms below, and no other sub-room of ``workflows``.
Read ``change_orders.py`` first.
"""
