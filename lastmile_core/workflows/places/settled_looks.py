"""A look that was settled once holds for the building: its other flats, and its orders of later days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lastmile_core.model import Location, Order, OrderStatus
from lastmile_core.places.answer import AddressQuery
from lastmile_core.places.keys import full_key
from lastmile_core.problem.building.day_places import metres_apart
from lastmile_core.problem.building.same_door import SAME_DOOR_M
from lastmile_core.store.store import Store


def building_key(order: Order) -> str:
    """Return the key of an order's street address without its flat; "" when it has none."""
    key = full_key(AddressQuery(text=order.address, postcode=order.postcode, town=order.city))
    return key if key.split("|")[0] else ""


def buildings_of(orders: Iterable[Order]) -> list[tuple[str, Location]]:
    """Return each building with its place, once, as it is remembered."""
    found = {(building_key(order), order.location): None for order in orders if order.location is not None}
    return [(key, place) for key, place in found if key and place is not None]


def with_settled(store: Store, orders: Sequence[Order]) -> list[Order]:
    """Return the orders; those whose doubtful place somebody found right before are ready."""
    doubtful = {building_key(order) for order in orders if order.status is OrderStatus.NEEDS_LOOK} - {""}
    if not doubtful:
        return list(orders)
    settled = store.settled_looks.of(doubtful)
    return [replace(order, status=OrderStatus.READY) if _is_settled(order, settled) else order for order in orders]


def _is_settled(order: Order, settled: dict[str, list[Location]]) -> bool:
    if order.status is not OrderStatus.NEEDS_LOOK or order.location is None:
        return False
    places = settled.get(building_key(order), ())
    return any(metres_apart(place, order.location) <= SAME_DOOR_M for place in places)
