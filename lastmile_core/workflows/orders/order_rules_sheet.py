"""The rules of orders that few orders have: set-up, goods ready, wished times, pickups, riding together, chances."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Location, Order, Pickup, TimeWindow
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.company.sheet_field import FieldKind, SheetField
from lastmile_core.workflows.orders.chance_words import chance_words, read_chances
from lastmile_core.workflows.orders.change_orders import apply_changes

MOST_MIN = 240
_MINUTES = {"set_up": "set_up_s", "dock": "dock_s"}
_PRICES = {"early": "early_price", "late": "late_price"}
KERB_SIDE = {True: "yes", False: "no"}
_GROUPS = {"together": "same_route", "apart": "different_routes"}
_VEHICLES = {"only": "allowed_vehicles", "never": "forbidden_vehicles"}
_WHOLES = {
    "wish": ("wish_from", "wish_to"),
    "fetch": ("fetch_lat", "fetch_lon"),
    "fetch_window": ("fetch_from", "fetch_to"),
}
_PICKUP = ("fetch_at", "fetch_lat", "fetch_lon", "fetch_from", "fetch_to")


def order_rules_sheet(store: Store, service_date: date, depot: Depot) -> Sheet:
    """Return the rules of orders of a day, by number."""
    day = ServiceDay(service_date=service_date, timezone=depot.timezone)

    def read(keys: Sequence[str]) -> dict[str, Row]:
        return {one.order_id: order_rules_row(one, day) for one in store.orders.get_many(list(keys), service_date)}

    return Sheet(
        what="change orders",
        subject=service_date.isoformat(),
        read=read,
        write=lambda found: _write(store, day, depot.depot_id, found),
        wholes=_WHOLES,
        labels={"wish": "Wished time", "fetch": "Fetched at", "fetch_window": "Fetched"},
        fields=_fields(depot.currency),
    )


def _fields(money: str) -> tuple[SheetField, ...]:
    number, clock = FieldKind.NUMBER, FieldKind.CLOCK
    return (
        SheetField(name="set_up", label="Set-up (min)", kind=number, least=0, most=MOST_MIN),
        SheetField(name="dock", label="Loading (min)", kind=number, least=0, most=MOST_MIN),
        SheetField(name="ready", label="Goods ready at", kind=clock),
        SheetField(name="wish_from", label="Wished from", kind=clock),
        SheetField(name="wish_to", label="Wished to", kind=clock),
        SheetField(name="early", label=f"Too early ({money}/h)", kind=number, least=0),
        SheetField(name="late", label=f"Too late ({money}/h)", kind=number, least=0),
        SheetField(name="chance", label="Somebody there (%)"),
        SheetField(name="kerb", label="Kerb side", choices={word: word for word in KERB_SIDE.values()}),
        SheetField(name="fetch_at", label="Fetched at"),
        SheetField(name="fetch_lat", label="Fetched at, latitude (°)", kind=number, least=-90, most=90),
        SheetField(name="fetch_lon", label="Fetched at, longitude (°)", kind=number, least=-180, most=180),
        SheetField(name="fetch_from", label="Fetched from", kind=clock),
        SheetField(name="fetch_to", label="Fetched to", kind=clock),
        SheetField(name="together", label="Same route"),
        SheetField(name="apart", label="Not with"),
        SheetField(name="only", label="Only vehicles"),
        SheetField(name="never", label="Never on"),
    )


def order_rules_row(order: Order, day: ServiceDay) -> Row:
    """Return the rules of an order as its table shows them."""

    def clock(moment: datetime | None) -> time | None:
        return None if moment is None else moment.astimezone(day.midnight.tzinfo).time()

    wish, pickup = order.preferred, order.pickup
    window = pickup.windows[0] if pickup and pickup.windows else None
    place = pickup.location if pickup else None
    return {
        "set_up": order.set_up_s / 60 if order.set_up_s else None,
        "dock": order.dock_s / 60 if order.dock_s else None,
        "ready": clock(order.release_at),
        "wish_from": clock(wish.earliest) if wish else None,
        "wish_to": clock(wish.latest) if wish else None,
        "early": order.early_price,
        "late": order.late_price,
        "chance": chance_words(order.chances),
        "kerb": None if order.kerb_side is None else KERB_SIDE[order.kerb_side],
        "fetch_at": (pickup.address or pickup.name) if pickup else "",
        "fetch_lat": place.lat if place else None,
        "fetch_lon": place.lon if place else None,
        "fetch_from": clock(window.earliest) if window else None,
        "fetch_to": clock(window.latest) if window else None,
        **{name: ", ".join(sorted(getattr(order, field))) for name, field in (_GROUPS | _VEHICLES).items()},
    }


def _write(store: Store, day: ServiceDay, depot_id: str, found: Comparison) -> None:
    fleet = {vehicle.vehicle_id for vehicle in store.vehicles.of_depot(depot_id, active_only=False)}
    orders = {one.order_id: one for one in store.orders.get_many(list(found.rows), day.service_date)}
    changes: dict[str, dict[str, Any]] = {}
    for order_id, row in found.rows.items():
        if order_id not in orders:
            raise ValueError(f"order {order_id} is not there any more; discard what you typed for it")
        changes[order_id] = changed_rules(orders[order_id], row, found.fields_of(order_id), day, fleet)
    apply_changes(store, day.service_date, changes)


def changed_rules(
    order: Order, row: Mapping[str, Any], differing: set[str], day: ServiceDay, fleet: set[str]
) -> dict[str, Any]:
    """Return the fields of the order that the changed cells of its row say.

    Raises
    ------
    ValueError
        If a value cannot be meant; the sentence names the order and the mend.
    """
    who = f"order {order.order_id}"
    found: dict[str, Any] = {_MINUTES[name]: _seconds(who, row[name]) for name in differing & _MINUTES.keys()}
    for name in differing & _PRICES.keys():
        if row[name] is not None and float(row[name]) < 0:
            raise ValueError(f"a price of {who} is below zero; give zero or more")
        found[_PRICES[name]] = None if row[name] is None else float(row[name])
    found |= {_GROUPS[name]: _words(row[name]) for name in differing & _GROUPS.keys()}
    for name in differing & _VEHICLES.keys():
        found[_VEHICLES[name]] = _known(who, _words(row[name]), fleet)
    if "kerb" in differing:
        found["kerb_side"] = None if not row["kerb"] else row["kerb"] == KERB_SIDE[True]
    if "ready" in differing:
        found["release_at"] = None if row["ready"] is None else day.local(row["ready"])
    if "chance" in differing:
        try:
            found["chances"] = read_chances(row["chance"] or "")
        except ValueError as error:
            raise ValueError(f"{who}: {error}") from error
    if differing & {"wish_from", "wish_to"}:
        found["preferred"] = _span(who, "wished time", row["wish_from"], row["wish_to"], day)
    if differing & set(_PICKUP):
        found["pickup"] = _pickup(who, order.pickup, row, differing, day)
    return found


def _seconds(who: str, minutes: float | None) -> int:
    if minutes is not None and not 0 <= float(minutes) <= MOST_MIN:
        raise ValueError(f"{who} has {float(minutes):g} min; give 0 to {MOST_MIN}")
    return round(float(minutes or 0) * 60)


def _words(text: str | None) -> frozenset[str]:
    parts = (" ".join(part.split()) for part in re.split(r"[;,|\n]", text or ""))
    return frozenset(part for part in parts if part)


def _known(who: str, names: frozenset[str], fleet: set[str]) -> frozenset[str]:
    unknown = sorted(names - fleet)
    if unknown:
        raise ValueError(f"{who} names a vehicle {unknown[0]} that is not there; use the ids of the Fleet page")
    return names


def _span(who: str, what: str, earliest: time | None, latest: time | None, day: ServiceDay) -> TimeWindow | None:
    if earliest is None and latest is None:
        return None
    if earliest is None or latest is None:
        raise ValueError(f"{who} has only one end of its {what}; fill both or none")
    if latest < earliest:
        raise ValueError(f"the {what} of {who} ends ({latest:%H:%M}) before it begins ({earliest:%H:%M}); swap the two")
    return TimeWindow(earliest=day.local(earliest), latest=day.local(latest))


def _pickup(
    who: str, old: Pickup | None, row: Mapping[str, Any], differing: set[str], day: ServiceDay
) -> Pickup | None:
    """Return the pickup of a row; None when every cell of it is empty."""
    if not any(row[name] for name in _PICKUP):
        return None
    if row["fetch_lat"] is None or row["fetch_lon"] is None:
        raise ValueError(f"{who} is fetched at an unknown place; give latitude and longitude, or empty Fetched at")
    windows = old.windows if old else ()
    if differing & {"fetch_from", "fetch_to"}:
        first = _span(who, "time of fetching", row["fetch_from"], row["fetch_to"], day)
        windows = (() if first is None else (first,)) + windows[1:]
    pickup = replace(
        old or Pickup(),
        location=Location(lat=float(row["fetch_lat"]), lon=float(row["fetch_lon"])),
        windows=windows,
    )
    return replace(pickup, address=str(row["fetch_at"] or "")) if "fetch_at" in differing else pickup
