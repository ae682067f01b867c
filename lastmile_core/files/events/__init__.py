"""Files of what happened on the road: words of many systems, numbers made where the file has none.

``event_words.py`` is a table to add to. May import ``headings``, ``cells``, ``columns`` and ``raw_table``.
Read first: ``read_events.py``.
"""
