"""Addresses become places."""

from lastmile_core.places.address_index import AddressIndex
from lastmile_core.places.answer import CONFIDENT, AddressQuery, PlaceAnswer, PlaceGuess, PlaceKind, PlaceSource
from lastmile_core.places.find import PlaceFinder

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
