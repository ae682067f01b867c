"""A prepared region on disk: what is known about it, its folders, and a first look at the map file it is made from.

May import ``road_engine``. What is done with regions stands above, in ``travel/regions.py``.
Read first: ``region_info.py``.
"""
