"""One folder for each engine, with the same file names in each: supports, build_model, search, read_routes.

No solver is imported anywhere else. Read ``engine.py`` first (what every engine can be asked), then ``registry.py``.
"""
