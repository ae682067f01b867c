"""Repositories of demand: orders, customers, and the places that people or geocoders found for addresses.

May import ``store.database`` and ``model``; no other repository.

Read ``orders`` first, then ``order_rules`` (the rules of an order as JSON).
"""
