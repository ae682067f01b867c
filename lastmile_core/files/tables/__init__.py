"""Bytes to a table of text: kind of file, encoding, separator, sheet, header row, rows of the wrong length.

The file is parsed in a child process with limits on memory, CPU and time (``parse_child.py``); keep this sign free of
imports, because the child loads it. May import ``headings``, ``cells`` and ``raw_table``.
Read first: ``read_table.py``, then ``build_table.py``.
"""
