"""Stored orders changed by hand, one or many at once, the change undone, and a day's orders as a file.

It may import all rooms below, and no other sub-room of ``workflows``.
Read ``change_orders.py`` first.
"""
