"""What a vehicle carried on each leg."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lastmile_core.metrics.facts.day_view import OrderFact, RouteFact
from lastmile_core.model import Order, OrderKind, order_of
from lastmile_core.tracking.stop_state import StopVisit

NOT_LOADED = "not_loaded"


def loaded_at_depot(route: RouteFact, orders: dict[str, OrderFact]) -> dict[str, Order | None]:
    """Return the deliveries that came from the depot: the published ones that this vehicle had, and added ones."""
    on_board: dict[str, Order | None] = {}
    for stop in route.planned.stops if route.planned else ():
        fact = orders.get(stop.visit_id)
        others = [v for v in (fact.attempts if fact else ()) if v.vehicle_id != route.vehicle_id]
        was_missing = fact is not None and fact.state is not None and _was_not_loaded(fact, route.vehicle_id)
        if not was_missing and not (fact and fact.is_delivered and any(v.is_delivered for v in others)):
            on_board[stop.visit_id] = fact.order if fact else None
    for fact, _ in route.visits:
        on_board.setdefault(fact.order_id, fact.order)
    return {key: order for key, order in on_board.items() if order is None or _is_from_depot(order)}


def _is_from_depot(order: Order) -> bool:
    return order.kind is OrderKind.DELIVERY and order.pickup is None


def _was_not_loaded(fact: OrderFact, vehicle_id: str) -> bool:
    visits = fact.state.visits if fact.state else ()
    return any(visit.vehicle_id == vehicle_id and visit.reason == NOT_LOADED for visit in visits)


def _change(fact: OrderFact, visit: StopVisit) -> int:
    """Return what a visit did: 1 taken on board, -1 handed over, 0 nothing."""
    if not visit.is_delivered:
        return 0
    return 1 if fact.order is not None and fact.order.kind is OrderKind.COLLECTION else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """What is on board on a leg, or on one part of a leg that leads over the depot.

    Attributes
    ----------
    orders, amounts
        Number of orders, and amounts by dimension.
    share
        Part of the leg's metres, by the published plan: 1 but for a leg over the depot.
    """

    orders: int
    amounts: dict[str, float]
    share: float = 1.0


def on_board_by_leg(route: RouteFact, orders: dict[str, OrderFact]) -> list[tuple[OnBoard, ...]]:
    """Return what is on board on each leg, depot to first stop first; the last one leads home.

    A leg over the depot has two parts: what comes back, and what the next trip takes out. The goods of a later trip
    are on board from then on; what is left of the trip before leaves there.
    """
    goods = loaded_at_depot(route, orders)
    trips = _trips(route)
    trip_of = _planned_trips(route) | {fact.order_id: trip for (fact, _), trip in zip(route.visits, trips, strict=True)}
    trip, board = 1, _LoadOnBoard()
    board.load(order for order in goods.items() if trip_of.get(order[0], 1) == trip)
    legs: list[tuple[OnBoard, ...]] = []
    for (fact, visit), next_trip in zip(route.visits, trips, strict=True):
        if next_trip > trip:
            share = _share_to_depot(route, trip, next_trip)
            before = board.now(share)
            trip, board = next_trip, _LoadOnBoard()
            board.load(order for order in goods.items() if trip_of.get(order[0], 1) == trip)
            legs.append((before, board.now(1 - share)))
        else:
            legs.append((board.now(),))
        board.change(fact, _change(fact, visit))
    return [*legs, (board.now(),)]


class _LoadOnBoard:
    """What is on board while a route is followed."""

    def __init__(self) -> None:
        self._orders: set[str] = set()
        self._amounts: dict[str, float] = {}

    def load(self, goods: Iterable[tuple[str, Order | None]]) -> None:
        for name, order in goods:
            self._orders.add(name)
            self._add(order, 1)

    def change(self, fact: OrderFact, sign: int) -> None:
        if sign > 0 and order_of(fact.order_id) not in self._orders:
            self._orders.add(order_of(fact.order_id))
            self._add(fact.order, 1)
        elif sign < 0 and fact.order_id in self._orders:
            self._orders.discard(fact.order_id)
            self._add(fact.order, -1)

    def now(self, share: float = 1.0) -> OnBoard:
        return OnBoard(orders=len(self._orders), amounts=dict(self._amounts), share=share)

    def _add(self, order: Order | None, sign: int) -> None:
        for dimension, amount in order.load.amounts if order else ():
            # Taking off what was put on may leave a rounding speck below zero.
            self._amounts[dimension] = max(0.0, self._amounts.get(dimension, 0.0) + sign * amount)


def _planned_trips(route: RouteFact) -> dict[str, int]:
    if route.planned is None:
        return {}
    return {stop.visit_id: route.planned.trip_of(index) for index, stop in enumerate(route.planned.stops)}


def _trips(route: RouteFact) -> list[int]:
    """Return the trip of each visit: the published one, never before that of the visit before."""
    planned, trip, found = _planned_trips(route), 1, []
    for fact, _ in route.visits:
        trip = max(trip, planned.get(fact.order_id, trip))
        found.append(trip)
    return found


def _share_to_depot(route: RouteFact, trip: int, next_trip: int) -> float:
    """Return the part of a leg over the depot that leads there; half when the plan does not say."""
    if route.planned is None:
        return 0.5
    reloads = route.planned.reloads[trip - 1 : next_trip - 1]
    back = sum(reload.distance_m for reload in reloads)
    whole = back - reloads[-1].distance_m + route.planned.way_m(reloads[-1].before_stop)
    return back / whole if whole else 0.5
