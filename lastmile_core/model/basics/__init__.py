"""Values that many nouns hold: a location, a load, a time window, opening hours.

Imports nothing else of the model.
Read first: ``location.py``.
"""
