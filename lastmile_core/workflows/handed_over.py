"""Goods of a vehicle that is out of order: somebody fetches them where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Depot, Load, Location, Order, OrderKind, Pickup, Priority, Vehicle
from lastmile_core.store import Store
from lastmile_core.workflows.vehicle_now import Standing, VehicleNow

GOODS = "goods-"
"""Begin of the number of the order that brings back what a broken vehicle had collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrder:
    """A vehicle that goes no further today.

    Attributes
    ----------
    location
        Where it stands; None for where it was last, as far as events tell.
    """

    vehicle_id: str
    since: datetime
    location: Location | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """How long it takes to fetch goods from a vehicle, in seconds: once, and more for every order."""

    once_s: int = 300
    each_s: int = 20


def _key(service_date: date, depot_id: str) -> str:
    return f"out_of_order:{service_date.isoformat()}/{depot_id}"


def out_of_order(store: Store, service_date: date, depot_id: str) -> dict[str, OutOfOrder]:
    """Return the vehicles that broke down on a day, by vehicle id."""
    stored: dict[str, dict[str, Any]] = store.settings.get(_key(service_date, depot_id), {})
    return {vehicle_id: _read(vehicle_id, row) for vehicle_id, row in stored.items()}


def mark_out_of_order(store: Store, service_date: date, depot_id: str, mark: OutOfOrder, *, by: str) -> None:
    """Remember that a vehicle goes no further on this day.

    Raises
    ------
    NotFoundError
        If there is no such vehicle.
    LastmileError
        If the moment has no time zone.
    """
    vehicle = store.vehicles.get(mark.vehicle_id)
    if vehicle is None or vehicle.depot_id != depot_id:
        raise NotFoundError(f"There is no vehicle {mark.vehicle_id} here.", "Choose one from the fleet list.")
    if mark.since.tzinfo is None:
        raise LastmileError("The time has no time zone.", "Give it in the depot's time zone.")
    place = mark.location
    row = {"since": mark.since.isoformat(), "place": [place.lat, place.lon] if place else None, "note": mark.note}
    _save(store, service_date, depot_id, mark.vehicle_id, row, by, mark.note)


def back_in_order(store: Store, service_date: date, depot_id: str, vehicle_id: str, *, by: str) -> None:
    """Forget that a vehicle was out of order: it goes on."""
    _save(store, service_date, depot_id, vehicle_id, None, by, "")


def _save(
    store: Store, service_date: date, depot_id: str, vehicle_id: str, row: dict[str, Any] | None, by: str, why: str
) -> None:
    key = _key(service_date, depot_id)
    with store.atomic():
        stored = {name: old for name, old in store.settings.get(key, {}).items() if name != vehicle_id}
        store.settings.set(key, stored | ({vehicle_id: row} if row else {}))
        store.audit.write(
            who=by,
            what="mark out of order" if row else "mark back in order",
            why=why,
            subject=f"{service_date.isoformat()}/{depot_id}",
            detail={"vehicle": vehicle_id, **(row or {})},
        )


def _read(vehicle_id: str, row: dict[str, Any]) -> OutOfOrder:
    place = Location(lat=row["place"][0], lon=row["place"][1]) if row.get("place") else None
    since = datetime.fromisoformat(row["since"])
    return OutOfOrder(vehicle_id=vehicle_id, since=since, location=place, note=row.get("note", ""))


def handed_over(
    marks: Iterable[OutOfOrder],
    standing: Mapping[str, VehicleNow],
    orders: Mapping[str, Order],
    vehicles: Iterable[Vehicle],
    depot: Depot,
    rules: HandOver,
) -> dict[str, Order]:
    """Return the orders that change because their goods stand in the street, by number.

    A delivery on board becomes a pickup where the vehicle stands and the delivery; all that it had collected, or
    could not hand over, becomes one collection there. A vehicle that has not left the depot changes no order.
    """
    found: dict[str, Order] = {}
    names = {vehicle.vehicle_id: vehicle.name for vehicle in vehicles}
    for mark in marks:
        now = standing.get(mark.vehicle_id)
        if now is None or now.standing is not Standing.ROAD:
            continue
        last = orders.get(now.begun if now.is_there else now.place)
        place = mark.location or (last.location if last is not None else None) or depot.location
        name = f"{names.get(mark.vehicle_id) or mark.vehicle_id} (out of order)"
        at_it = Pickup(location=place, name=name, service_s=rules.each_s, set_up_s=rules.once_s, notes=mark.note)
        found |= {
            order_id: replace(orders[order_id], pickup=at_it, release_at=mark.since)
            for order_id in sorted(now.on_board - ({now.begun} if now.is_there else set()))
        }
        if now.carried != Load() and GOODS + mark.vehicle_id not in orders:
            goods = _goods(mark, now.carried, name, place, next(iter(orders.values())).service_date, depot, rules)
            found[goods.order_id] = goods
    return found


def _goods(
    mark: OutOfOrder, carried: Load, name: str, place: Location, service_date: date, depot: Depot, rules: HandOver
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
