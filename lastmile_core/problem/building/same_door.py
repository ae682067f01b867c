"""Orders at one front door: the same street address, a few metres apart at most."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from lastmile_core.model import Location, Order
from lastmile_core.places.answer import AddressQuery
from lastmile_core.places.keys import full_key
from lastmile_core.problem.building.day_places import metres_apart

SAME_DOOR_M = 15.0
"""Places of one street address that are no farther apart are one door: geocoders round, and lifts have one entrance."""

SAME_POINT_M = 1.0
"""Without an address only what differs in the last digit of the coordinates is one place."""

_DEGREE_M = 111_320


def same_doors(orders: Sequence[Order]) -> list[int]:
    """Return for each order the position of the first order at its door, its own when it is the first.

    Parameters
    ----------
    orders
        With known places.
    """
    anchors: dict[tuple[str, int, int], list[int]] = {}
    doors = []
    for idx, order in enumerate(orders):
        assert order.location is not None
        address = full_key(AddressQuery(text=order.address, postcode=order.postcode, town=order.city))
        # Nothing but a town, or nothing at all, is no street address.
        key, reach = (address, SAME_DOOR_M) if address.split("|")[0] else ("", SAME_POINT_M)
        row, column = _cell(order.location, reach)
        near = [
            other
            for step in itertools.product((-1, 0, 1), repeat=2)
            for other in anchors.get((key, row + step[0], column + step[1]), ())
        ]
        found = min((other for other in near if _apart(orders[other], order) <= reach), default=idx)
        if found == idx:
            anchors.setdefault((key, row, column), []).append(idx)
        doors.append(found)
    return doors


def _cell(place: Location, metres: float) -> tuple[int, int]:
    squeeze = max(0.01, math.cos(math.radians(round(place.lat, 1))))
    return math.floor(place.lat * _DEGREE_M / metres), math.floor(place.lon * _DEGREE_M * squeeze / metres)


def _apart(one: Order, other: Order) -> float:
    assert one.location is not None
    assert other.location is not None
    return metres_apart(one.location, other.location)
