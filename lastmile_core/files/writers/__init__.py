"""Files that go out: driver sheets (PDF), routes (GPX, GeoJSON, CSV, XLSX), orders, and empty files to fill in.

Every text goes through ``cells/safe_cells.py``, so that no cell becomes a formula. May import ``cells`` only.
Read first: ``sheet_day.py`` (what every file about a plan is written from), then ``route_tables.py``.
"""
