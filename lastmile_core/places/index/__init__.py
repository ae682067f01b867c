"""The address index of a region: made from its OpenStreetMap file, kept as one SQLite file, read by the search.

The one exception to "SQL stays in the store": the file can be deleted at any time and made again. May import ``text``.
Read first: ``build_index.py`` (how it is made), then ``address_index.py`` (how it is read).
"""
