"""How well a postcode fits a place."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from lastmile_core.places.index.address_index import AddressIndex, KnownDoor, KnownStreet
from lastmile_core.places.index.flat_earth import metres_between
from lastmile_core.places.search.locate_door import Located

EXACT, LIKE, NEIGHBOUR = 1.0, 0.6, 0.3
UNKNOWN, ASIDE, ELSEWHERE = -0.5, -0.3, -1.0


def postcode_agrees(
    code: str, index: AddressIndex, street: KnownStreet, doors: Sequence[KnownDoor], located: Located
) -> float:
    """Return how much a postcode speaks for a place, -1 to 1; 0 when there is none or nobody can tell."""
    if not code:
        return 0.0
    if located.door is not None and located.door.postcode == code:
        return EXACT
    if code in street.postcodes:
        return _on_its_street(code, doors, located)
    area = index.postcodes.get(code)
    if area is None and any(_is_like(code, known) for known in street.postcodes):
        return LIKE
    if area is None:
        return UNKNOWN if index.has_postcodes else 0.0
    away = metres_between(area.point, located.point) - area.radius_m
    if away <= 300:
        return NEIGHBOUR
    if not index.has_postcodes:
        return 0.0 if away < 3_000 else ASIDE
    return ASIDE if away < 2_000 else ELSEWHERE


def _on_its_street(code: str, doors: Sequence[KnownDoor], located: Located) -> float:
    """Judge by the nearest door of this postcode: a long street has several."""
    away = min((metres_between(door.point, located.point) for door in doors if door.postcode == code), default=0.0)
    if away <= 200:
        return EXACT
    if away <= 400:
        return LIKE
    return NEIGHBOUR if away <= 1_000 else ELSEWHERE


def _is_like(code: str, known: str) -> bool:
    """Whether a postcode is another one with a typing error, or its beginning."""
    if len(known) >= 7 and len(code) >= 5 and known.startswith(code):
        return True
    return len(code) >= 4 and OSA.distance(code, known, score_cutoff=1) <= 1
