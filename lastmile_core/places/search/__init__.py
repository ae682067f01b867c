"""Finds the place of an address in the index: town, postcode, street and door, and how sure the answer is.

May import ``text``, ``index`` and ``places/answer.py``.
Read first: ``find.py``, then ``confidence.py``.
"""
