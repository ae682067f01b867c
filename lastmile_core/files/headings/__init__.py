"""What a heading says: its field, its unit and its language.

``heading_meaning.py`` understands one heading; ``synonyms*.py`` are tables of words to add to, one for each group of
languages or kind of file. Imports nothing else of the files room.
Read first: ``heading_meaning.py``, then ``synonyms.py``.
"""
