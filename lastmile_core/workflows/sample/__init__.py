"""The invented city of Port Alder: its fleet, customers, eight weeks of history, and today's orders.

It fills an empty database through the same workflows as a person would.
It may import ``workflows/imports``, ``workflows/places``, ``workflows/reports`` and all rooms below.
Read ``load_sample.py`` first.
"""
