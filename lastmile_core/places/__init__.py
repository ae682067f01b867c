"""Addresses become places: an index made from the map, a forgiving search, an honest confidence.

On top: ``answer.py`` (question and answer), ``chain.py`` (who is asked in turn) and ``keys.py`` (one key for each front
door). Below: ``text`` (words of an address), ``index`` (the region's addresses), ``search`` (find and score) and
``elsewhere`` (geocoders by URL, off unless switched on).
Read first: ``answer.py``, then ``search/find.py``.
"""

from lastmile_core.places.answer import CONFIDENT, AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind, PlaceSource
from lastmile_core.places.index.address_index import AddressIndex
from lastmile_core.places.search.find import PlaceFinder

__all__ = [
    "CONFIDENT",
    "AddressIndex",
    "AddressQuery",
    "PlaceAnswer",
    "PlaceFinder",
    "PlaceGuess",
    "PlaceKind",
    "PlaceSource",
]
