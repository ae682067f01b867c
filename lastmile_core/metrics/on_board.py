"""What a vehicle carried on each leg."""

from __future__ import annotations

from lastmile_core.metrics.day_view import OrderFact, RouteFact
from lastmile_core.model import Order, OrderKind, order_of

NOT_LOADED = "not_loaded"


def loaded_at_start(route: RouteFact, orders: dict[str, OrderFact]) -> dict[str, Order | None]:
    """Return the deliveries on board at departure: the published ones that this vehicle had, and added ones."""
    on_board: dict[str, Order | None] = {}
    for stop in route.planned.stops if route.planned else ():
        fact = orders.get(stop.order_id)
        others = [v for v in (fact.attempts if fact else ()) if v.vehicle_id != route.vehicle_id]
        was_missing = fact is not None and fact.state is not None and _was_not_loaded(fact, route.vehicle_id)
        if not was_missing and not (fact and fact.is_delivered and any(v.is_delivered for v in others)):
            on_board[stop.order_id] = fact.order if fact else None
    for fact, _ in route.visits:
        on_board.setdefault(fact.order_id, fact.order)
    return {key: order for key, order in on_board.items() if order is None or _is_from_depot(order)}


def _is_from_depot(order: Order) -> bool:
    return order.kind is OrderKind.DELIVERY and order.pickup is None


def _was_not_loaded(fact: OrderFact, vehicle_id: str) -> bool:
    visits = fact.state.visits if fact.state else ()
    return any(visit.vehicle_id == vehicle_id and visit.reason == NOT_LOADED for visit in visits)


def _changes(route: RouteFact) -> list[tuple[int, OrderFact | None]]:
    """Return what each visit did: (+1 taken on board, -1 handed over, 0 nothing) and the order."""
    changes: list[tuple[int, OrderFact | None]] = []
    for fact, visit in route.visits:
        if not visit.is_delivered:
            changes.append((0, None))
        elif fact.order is not None and fact.order.kind is OrderKind.COLLECTION:
            changes.append((1, fact))
        else:
            changes.append((-1, fact))
    return changes


def orders_on_board(route: RouteFact, start: dict[str, Order | None]) -> list[int]:
    """Return the number of orders on board on each leg, depot to first stop first."""
    on_board = set(start)
    counts = [len(on_board)]
    for change, fact in _changes(route):
        if fact is not None and change > 0:
            on_board.add(order_of(fact.order_id))
        elif fact is not None:
            on_board.discard(fact.order_id)
        counts.append(len(on_board))
    return counts


def loads_on_board(route: RouteFact, start: dict[str, Order | None]) -> list[dict[str, float]]:
    """Return the amounts on board on each leg, by dimension."""
    on_board = set(start)
    amounts: dict[str, float] = {}
    for order in start.values():
        _add(amounts, order, 1)
    loads = [dict(amounts)]
    for change, fact in _changes(route):
        if fact is not None and change > 0 and order_of(fact.order_id) not in on_board:
            on_board.add(order_of(fact.order_id))
            _add(amounts, fact.order, 1)
        elif fact is not None and change < 0 and fact.order_id in on_board:
            on_board.discard(fact.order_id)
            _add(amounts, fact.order, -1)
        loads.append(dict(amounts))
    return loads


def _add(amounts: dict[str, float], order: Order | None, sign: int) -> None:
    for dimension, amount in order.load.amounts if order else ():
        # Taking off what was put on may leave a rounding speck below zero.
        amounts[dimension] = max(0.0, amounts.get(dimension, 0.0) + sign * amount)
