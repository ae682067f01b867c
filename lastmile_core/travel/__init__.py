"""Driving times, street geometry and the base map, from a prepared region, a road server or a marked estimate.

On top: ``provider.py`` (where times come from today), ``regions.py`` (prepare, list, choose and remove regions),
``kerb_side.py`` and ``static_map.py``. Below: ``times`` (matrices), ``road_engine`` (OSRM), ``region_files`` (a region
on disk) and ``base_map``. A sub-room never imports what stands on top.
Read first: ``times/travel_matrix.py``, then ``provider.py``.
"""
