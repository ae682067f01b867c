"""The road engine OSRM: its programs, prepared profiles, the embedded engine, a server by HTTP.

The profiles of vans and cargo bikes (``*.lua``) lie beside ``osrm_tools.py``, which finds them there.
Nobody outside the travel room imports OSRM. Imports no other sub-room.
Read first: ``osrm_engine.py``, then ``osrm_prepare.py``.
"""
