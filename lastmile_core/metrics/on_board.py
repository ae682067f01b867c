"""What a vehicle carried on each leg."""

from __future__ import annotations

from lastmile_core.metrics.day_view import OrderFact, RouteFact
from lastmile_core.model import Load, Order, OrderKind

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
    return {key: order for key, order in on_board.items() if order is None or order.kind is OrderKind.DELIVERY}


def _was_not_loaded(fact: OrderFact, vehicle_id: str) -> bool:
    visits = fact.state.visits if fact.state else ()
    return any(visit.vehicle_id == vehicle_id and visit.reason == NOT_LOADED for visit in visits)


def _steps(route: RouteFact, start: dict[str, Order | None]) -> list[dict[str, Order | None]]:
    on_board = dict(start)
    steps = [dict(on_board)]
    for fact, visit in route.visits:
        if visit.is_delivered:
            if fact.order is not None and fact.order.kind is OrderKind.COLLECTION:
                on_board[fact.order_id] = fact.order
            else:
                on_board.pop(fact.order_id, None)
        steps.append(dict(on_board))
    return steps


def orders_on_board(route: RouteFact, start: dict[str, Order | None]) -> list[int]:
    """Return the number of orders on board on each leg, depot to first stop first."""
    return [len(step) for step in _steps(route, start)]


def loads_on_board(route: RouteFact, start: dict[str, Order | None]) -> list[Load]:
    """Return the load on board on each leg."""
    loads = []
    for step in _steps(route, start):
        amounts: dict[str, float] = {}
        for order in step.values():
            for dimension, amount in order.load.amounts if order else ():
                amounts[dimension] = amounts.get(dimension, 0.0) + amount
        loads.append(Load.of(amounts))
    return loads
