"""Stored orders changed by hand, one or many at once, the change undone, and a day's orders as a file.

It may import ``workflows/company`` and all rooms below.
Read ``change_orders.py`` first.
"""
