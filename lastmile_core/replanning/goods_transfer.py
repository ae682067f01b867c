"""Goods of a vehicle that is out of order: somebody fetches them where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lastmile_core.model import Breakdown, Depot, Load, Location, Order, OrderKind, Pickup, Priority, Vehicle
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus

GOODS = "goods-"
"""Begin of the number of the order that brings back what a broken vehicle had collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTimes:
    """How long it takes to fetch goods from a vehicle, in seconds: once, and more for every order."""

    once_s: int = 300
    each_s: int = 20


def goods_transfer(
    marks: Iterable[Breakdown],
    states: Mapping[str, VehicleState],
    orders: Mapping[str, Order],
    vehicles: Iterable[Vehicle],
    depot: Depot,
    rules: TransferTimes,
) -> dict[str, Order]:
    """Return the orders that change because their goods stand in the street, by number.

    A delivery on board becomes a pickup where the vehicle stands and the delivery; all that it had collected, or
    could not hand over, becomes one collection there. A vehicle that has not left the depot changes no order.
    """
    found: dict[str, Order] = {}
    names = {vehicle.vehicle_id: vehicle.name for vehicle in vehicles}
    for mark in marks:
        state = states.get(mark.vehicle_id)
        if state is None or state.status is not VehicleStatus.ON_ROUTE:
            continue
        last = orders.get(state.begun if state.is_there else state.last_stop)
        place = mark.location or (last.location if last is not None else None) or depot.location
        name = f"{names.get(mark.vehicle_id) or mark.vehicle_id} (out of order)"
        at_it = Pickup(location=place, name=name, service_s=rules.each_s, set_up_s=rules.once_s, notes=mark.note)
        found |= {
            order_id: replace(orders[order_id], pickup=at_it, release_at=mark.since)
            for order_id in sorted(state.on_board - ({state.begun} if state.is_there else set()))
        }
        if state.carried != Load() and GOODS + mark.vehicle_id not in orders:
            goods = _goods(mark, state.carried, name, place, next(iter(orders.values())).service_date, depot, rules)
            found[goods.order_id] = goods
    return found


def _goods(
    mark: Breakdown, carried: Load, name: str, place: Location, service_date: date, depot: Depot, rules: TransferTimes
) -> Order:
    return Order(
        order_id=f"{GOODS}{mark.vehicle_id}",
        service_date=service_date,
        depot_id=depot.depot_id,
        customer_name=name,
        notes="What it had collected or could not hand over, to be brought back.",
        location=place,
        kind=OrderKind.COLLECTION,
        load=carried,
        service_s=rules.each_s,
        set_up_s=rules.once_s,
        priority=Priority.NORMAL,
    )
