"""The base map of a region: read from the map file, written as small plain files, drawn in browsers and pictures.

May import ``region_files`` and ``road_engine`` (only to stop when asked).
Read first: ``served_files.py`` (what a browser gets), then ``build.py`` (how it is made).
"""
