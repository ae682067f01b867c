"""What one cell says: numbers, dates, times, ranges, coordinates, links to maps, words and statuses.

Doubt is never guessed away: a cell that can mean two things is an issue, or its whole column decides.
``safe_cells.py`` is the other direction: cells that leave the house. May import ``headings`` and ``raw_table``.
Read first: ``values.py``, then ``times.py``.
"""
