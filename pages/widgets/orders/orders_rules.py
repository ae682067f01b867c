"""The rules of orders that few orders have: set-up, goods ready, wished times, pickups, riding together, chances."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import streamlit as st

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Location, Order, Pickup, TimeWindow
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.orders.change_orders import apply_changes
from pages.widgets.orders.chance_words import HOW, chance_words, read_chances
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext

_MINUTES = {"set_up": "set_up_s", "dock": "dock_s"}
_PRICES = {"early": "early_price", "late": "late_price"}
_KERB = {True: "yes", False: "no"}
_GROUPS = {"together": "same_route", "apart": "different_routes"}
_VEHICLES = {"only": "allowed_vehicles", "never": "forbidden_vehicles"}
_WHOLES = {
    "wish": ("wish_from", "wish_to"),
    "fetch": ("fetch_lat", "fetch_lon"),
    "fetch_window": ("fetch_from", "fetch_to"),
}
_PICKUP = ("fetch_at", "fetch_lat", "fetch_lon", "fetch_from", "fetch_to")


def show(page: PageContext, orders: list[Order], view: str) -> None:
    """Edit the rules of the orders that are shown; ``view`` is what the person chose to see."""
    if not orders:
        st.caption("No order passes the filters.")
        return
    st.caption(
        "All of it is optional: with an empty cell the rule does not exist. Point at a heading to read what it does."
    )
    columns = _columns(page)
    grid.edit(
        page,
        f"order_rules_{page.service_date}_{page.depot.depot_id}",
        {order.order_id: _row(order, page.day) for order in orders},
        Sheet(
            what="change orders",
            subject=page.service_date.isoformat(),
            read=lambda keys: _read(page, keys),
            write=lambda found: _write(page, found),
            wholes=_WHOLES,
            labels=grid.labels(columns) | {"wish": "Wished time", "fetch": "Fetched at", "fetch_window": "Fetched"},
        ),
        grid.Look(
            columns=columns,
            locked=["order_id", "customer"],
            view=view,
            row_words={order.order_id: f"order {order.order_id}" for order in orders},
            alt="Rules of the orders: set-up, goods ready, wished times, pickups, riding together, chances",
            save_label="Save rules",
        ),
    )


def _columns(page: PageContext) -> dict[str, Any]:
    column, money = st.column_config, page.depot.currency
    own_word = "A word of your own, several with commas."
    return {
        "order_id": column.TextColumn("Order", disabled=True, pinned=True),
        "customer": column.TextColumn("Customer", disabled=True),
        "set_up": column.NumberColumn(
            "Set-up (min)",
            min_value=0,
            max_value=240,
            format="%.3g",
            help="Park and find the door; orders at one place share it",
        ),
        "dock": column.NumberColumn(
            "Loading (min)",
            min_value=0,
            max_value=240,
            format="%.3g",
            help="At the dock, on top of the vehicle's loading time",
        ),
        "ready": column.TimeColumn(
            "Goods ready at", format="HH:mm", help="Loading (or fetching) begins no earlier. Empty: they are there"
        ),
        "wish_from": column.TimeColumn("Wished from", format="HH:mm", help="Inside the window; outside it has a price"),
        "wish_to": column.TimeColumn("Wished to", format="HH:mm", help="Inside the window; outside it has a price"),
        "early": column.NumberColumn(
            f"Too early ({money}/h)", min_value=0, help="Empty: the price of Settings, Planning rules"
        ),
        "late": column.NumberColumn(
            f"Too late ({money}/h)", min_value=0, help="Empty: the price of Settings, Planning rules"
        ),
        "chance": column.TextColumn("Somebody there (%)", max_chars=200, help=f"Chance of the first attempt: {HOW}"),
        "kerb": column.SelectboxColumn(
            "Kerb side",
            options=list(_KERB.values()),
            help="Stops on the side of the road where the door is. Empty: as Settings, Planning rules say",
        ),
        "fetch_at": column.TextColumn(
            "Fetched at", max_chars=200, help="Where the goods are fetched on the way. Empty: they come from the depot"
        ),
        "fetch_lat": column.NumberColumn("Fetched at, latitude (°)", min_value=-90, max_value=90, format="%.5f"),
        "fetch_lon": column.NumberColumn("Fetched at, longitude (°)", min_value=-180, max_value=180, format="%.5f"),
        "fetch_from": column.TimeColumn("Fetched from", format="HH:mm"),
        "fetch_to": column.TimeColumn("Fetched to", format="HH:mm"),
        "together": column.TextColumn("Same route", help=f"Orders with the same word ride on one vehicle. {own_word}"),
        "apart": column.TextColumn("Not with", help=f"Orders with the same word ride on different ones. {own_word}"),
        "only": column.TextColumn("Only vehicles", help="Ids of the vehicles that may serve it. Empty: all"),
        "never": column.TextColumn("Never on", help="Ids of the vehicles that may not serve it"),
    }


def _row(order: Order, day: ServiceDay) -> Row:
    def clock(moment: datetime | None) -> time | None:
        return None if moment is None else moment.astimezone(day.midnight.tzinfo).time()

    wish, pickup = order.preferred, order.pickup
    window = pickup.windows[0] if pickup and pickup.windows else None
    place = pickup.location if pickup else None
    return {
        "order_id": order.order_id,
        "customer": order.customer_name,
        "set_up": order.set_up_s / 60 if order.set_up_s else None,
        "dock": order.dock_s / 60 if order.dock_s else None,
        "ready": clock(order.release_at),
        "wish_from": clock(wish.earliest) if wish else None,
        "wish_to": clock(wish.latest) if wish else None,
        "early": order.early_price,
        "late": order.late_price,
        "chance": chance_words(order.chances),
        "kerb": None if order.kerb_side is None else _KERB[order.kerb_side],
        "fetch_at": (pickup.address or pickup.name) if pickup else "",
        "fetch_lat": place.lat if place else None,
        "fetch_lon": place.lon if place else None,
        "fetch_from": clock(window.earliest) if window else None,
        "fetch_to": clock(window.latest) if window else None,
        **{name: ", ".join(sorted(getattr(order, field))) for name, field in (_GROUPS | _VEHICLES).items()},
    }


def _read(page: PageContext, keys: Sequence[str]) -> dict[str, Row]:
    found = page.store.orders.get_many(list(keys), page.service_date)
    return {order.order_id: _row(order, page.day) for order in found}


def _write(page: PageContext, found: Comparison) -> None:
    fleet = {vehicle.vehicle_id for vehicle in page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)}
    orders = {one.order_id: one for one in page.store.orders.get_many(list(found.rows), page.service_date)}
    changes: dict[str, dict[str, Any]] = {}
    for order_id, row in found.rows.items():
        if order_id not in orders:
            raise ValueError(f"order {order_id} is not there any more; discard what you typed for it")
        changes[order_id] = changed_rules(orders[order_id], row, found.fields_of(order_id), page.day, fleet)
    apply_changes(page.store, page.service_date, changes)


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
        found["kerb_side"] = None if not row["kerb"] else row["kerb"] == _KERB[True]
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
    if minutes is not None and not 0 <= float(minutes) <= 240:
        raise ValueError(f"{who} has {float(minutes):g} min; give 0 to 240")
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
