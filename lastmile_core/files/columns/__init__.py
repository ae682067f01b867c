"""Which column holds which field: known systems, headings, stems of words, and what stands in the cells.

The answer is a `ColumnMapping`; a column that nobody is sure of becomes a question, never a silent guess.
May import ``headings``, ``cells`` and ``raw_table``; knows no orders, vehicles or events.
Read first: ``column_mapping.py``, then ``map_columns.py``.
"""
