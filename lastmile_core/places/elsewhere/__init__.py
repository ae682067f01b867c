"""Geocoders elsewhere: Nominatim, Photon or Pelias by URL, off unless somebody switches one on.

Their answers are judged like our own. The only place that may import geopy. May import every sub-room of ``places``.
Read first: ``remote_settings.py`` (what is sent), then ``remote.py``.
"""
