"""Driving times and distances: the matrix, its cache, and those who fill it (region, road server, estimate).

May import ``road_engine`` and ``region_files``. Which source answers is chosen above, in ``travel/provider.py``.
Read first: ``travel_matrix.py``, then ``region_provider.py``.
"""
