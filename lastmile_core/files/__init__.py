"""Files come in and go out: CSV, XLSX and JSON to the model, and plans to sheets, tables and routes.

The way in: ``tables`` (bytes to a `RawTable` of text) → ``headings`` (what a heading says) → ``columns`` (which column
holds which field) → ``cells`` (what a cell says) → ``orders``, ``fleet``, ``events`` (rows to the model).
The way out: ``writers``. Imports only the model and the ground floor; knows neither the store nor travel.
Read first: ``raw_table.py``, then ``orders/read_orders.py``.
"""
