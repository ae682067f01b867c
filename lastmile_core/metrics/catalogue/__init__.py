"""The catalogue of KPIs: name, formula, exclusions and source of each.

It imports nothing but its own files.
Read ``definitions.py`` first; a new KPI is defined in ``order_definitions.py`` or ``route_definitions.py``.
"""
