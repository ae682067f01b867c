"""Orders whose place a person should look at: why, what else it could be, and that it is right after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lastmile_core.errors import LastmileError
from lastmile_core.files.cells.coordinates import FAR_KM, SIGNS, km_between
from lastmile_core.model import Depot, Location, Order, OrderStatus
from lastmile_core.places import PlaceGuess, PlaceKind
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.orders.mend_orders import OrderMend, mend_orders
from lastmile_core.workflows.places.fix_place import query_of
from lastmile_core.workflows.places.place_orders import find_place
from lastmile_core.workflows.places.settled_looks import building_key, buildings_of

_NEAR_KM = 100.0
_FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulOrder:
    """An order that waits until somebody looked at its place; ``reason`` says in words what is odd about it."""

    order: Order
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulGroup:
    """Doubtful orders that share one point (None when they have no place), with all that is odd about it."""

    location: Location | None
    orders: tuple[Order, ...]
    reasons: tuple[str, ...]


def doubtful_orders(store: Store, service_date: date, depot_id: str) -> list[DoubtfulOrder]:
    """Return the orders of a day that need a look, with the reason as the day stands now."""
    depot = store.depots.get(depot_id)
    orders = store.orders.due_on(service_date, depot_id)
    sharing: dict[Location, set[str]] = defaultdict(set)
    for order in orders:
        if order.location is not None:
            sharing[order.location].add(building_key(order))
    return [
        DoubtfulOrder(order=order, reason=_reason(order, depot, sharing))
        for order in orders
        if order.status is OrderStatus.NEEDS_LOOK
    ]


def doubtful_groups(store: Store, service_date: date, depot_id: str) -> list[DoubtfulGroup]:
    """Return the orders of a day that need a look by the point they share, the largest group first."""
    by_point: dict[Location | None, list[DoubtfulOrder]] = defaultdict(list)
    for one in doubtful_orders(store, service_date, depot_id):
        by_point[one.order.location].append(one)
    groups = [
        DoubtfulGroup(
            location=place,
            orders=tuple(one.order for one in found),
            reasons=tuple(dict.fromkeys(one.reason for one in found)),
        )
        for place, found in by_point.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.orders), group.orders[0].order_id))


def other_places(store: Store, settings: Settings, depot: Depot, order: Order) -> list[PlaceGuess]:
    """Return where an order could belong instead: what its address says, or its coordinates swapped or with a sign."""
    guesses: list[PlaceGuess] = []
    if order.address or order.postcode or order.city:
        guesses += find_place(store, settings, depot, query_of(order)).guesses
    if order.location is not None:
        pair = (order.location.lat, order.location.lon)
        home = (depot.location.lat, depot.location.lon)
        if km_between(pair, home) > _NEAR_KM:
            turned = {"latitude and longitude swapped": (pair[1], pair[0])}
            words = {
                "lat": "other sign of the latitude",
                "lon": "other sign of the longitude",
                "both": "both signs turned",
            }
            turned |= {words[which]: (pair[0] * lat, pair[1] * lon) for which, (lat, lon) in SIGNS.items()}
            guesses += [_turned(name, place) for name, place in turned.items() if _fits(place, home)]
    return guesses


def confirm_places(store: Store, service_date: date, order_ids: Sequence[str], *, by: str) -> OrderMend:
    """Say by name that the places of some orders are right; they can be planned then. ``undo_mend`` takes it back.

    It is remembered for the building: the same address at the same place is not asked about again.

    Raises
    ------
    LastmileError
        If none of them waits for a look any more.
    """
    with store.atomic():
        known = store.orders.get_many(list(order_ids), service_date)
        looked_at = [order for order in known if order.status is OrderStatus.NEEDS_LOOK]
        waiting = [order.order_id for order in looked_at]
        if not waiting:
            raise LastmileError("None of these orders waits for a look any more.", "Reload the page.")
        fields = {"status": OrderStatus.READY}
        mend = mend_orders(store, service_date, waiting, fields, by=by, why="The places are right.")
        store.settled_looks.add(mend.mend_id, buildings_of(looked_at), by=by)
        return mend


def _reason(order: Order, depot: Depot | None, sharing: dict[Location, set[str]]) -> str:
    if order.location is None:
        return "It has no place."
    if depot is not None:
        away = km_between((order.location.lat, order.location.lon), (depot.location.lat, depot.location.lon))
        if away > FAR_KM:
            return f"It is {away:,.0f} km from {depot.name}."
    others = len(sharing[order.location])
    if others > _FEW:
        return f"{others} addresses share this one point; often it is the middle of a town."
    return "Its place looked odd in the file."


def _turned(name: str, pair: tuple[float, float]) -> PlaceGuess:
    place = Location(lat=pair[0], lon=pair[1])
    return PlaceGuess(location=place, kind=PlaceKind.HOUSE, confidence=0.5, matched=name)


def _fits(pair: tuple[float, float], home: tuple[float, float]) -> bool:
    return abs(pair[0]) <= 90 and abs(pair[1]) <= 180 and km_between(pair, home) <= _NEAR_KM
