"""One fingerprint of everything a plan depends on, to tell a plan that is no longer true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from lastmile_core.model import (
    Availability,
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    Pickup,
    PlanningRules,
    TimeWindow,
    Vehicle,
)

_ORDER = ("order_id", "location", "kind", "load", "windows", "service_s", "priority", "skills", "status")
_VEHICLE = (
    *("vehicle_id", "vehicle_class", "capacity", "fixed_cost", "cost_per_km", "cost_per_hour"),
    *("max_stops", "max_distance_m", "skills", "is_active"),
)
_DRIVER = ("driver_id", "skills", "break_s", "break_earliest", "break_latest")
_AVAILABILITY = ("service_date", "vehicle_id", "driver_id", "shift_start", "shift_end", "is_available")
_DOCK = ("dock_id", "opens", "closes")
# Later fields count only where somebody set them, so that the plans of older versions stay true.
_LATER_ORDER = (
    *("pickup", "set_up_s", "dock_s", "release_at", "preferred", "early_price", "late_price", "same_route"),
    *("different_routes", "allowed_vehicles", "forbidden_vehicles", "chances", "preferred_vehicles"),
    "kerb_side",
)
_LATER_VEHICLE = (
    *("max_trips", "loading_s", "reload_s", "max_duration_s", "regular_s", "overtime_price", "open_start", "open_end"),
    *("start", "end", "break_s", "break_earliest", "break_latest", "speed_factor"),
)
_LATER_DRIVER = ("break_after_s", "districts")
_DEFAULTS: dict[type, dict[str, Any]] = {
    kind: {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    for kind in (Order, Vehicle, Driver, PlanningRules)
}
_DEPOT = ("depot_id", "location", "timezone", "opens", "closes", "loading_s")


def input_hash(
    orders: Iterable[Order],
    vehicles: Iterable[Vehicle],
    drivers: Iterable[Driver],
    availability: Iterable[Availability],
    depot: Depot,
    *,
    travel: str = "",
    rules: PlanningRules | None = None,
    docks: Iterable[Dock] = (),
) -> str:
    """Return a SHA-256 (64 hex digits) that changes when, and only when, a plan could come out differently.

    Names, telephone numbers and notes do not count; neither does the order in which things are listed,
    nor who drives on other days.

    Parameters
    ----------
    drivers
        All that may drive; those that no row of ``availability`` names do not count.
    travel
        Says where driving times came from, such as ``"osrm:harbour:2026-11-23"``.
    rules, docks
        The depot's planning rules and docks; the docks count when the rules use them.
    """
    rows = [row for row in availability if row.is_available]
    driving = {row.driver_id for row in rows}
    out = {row.vehicle_id for row in rows}
    content = {
        "orders": _sorted(orders, _ORDER, _LATER_ORDER),
        "vehicles": _sorted((vehicle for vehicle in vehicles if vehicle.vehicle_id in out), _VEHICLE, _LATER_VEHICLE),
        "drivers": _sorted((driver for driver in drivers if driver.driver_id in driving), _DRIVER, _LATER_DRIVER),
        "availability": _sorted(rows, _AVAILABILITY),
        "depot": _picked(depot, _DEPOT),
        "travel": travel,
    }
    rules = rules or PlanningRules()
    if changed := _changed(rules, [field.name for field in fields(PlanningRules)]):
        content["rules"] = changed
    if rules.use_docks:
        content["docks"] = _sorted(docks, _DOCK)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _sorted(things: Iterable[Any], names: tuple[str, ...], later: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    found = ({**_picked(thing, names), **_changed(thing, later)} for thing in things)
    return sorted(found, key=lambda picked: json.dumps(picked, sort_keys=True))


def _changed(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return only the named fields that have another value than their default."""
    defaults = _DEFAULTS.get(type(thing), {})
    return {name: _plain(value) for name in names if (value := getattr(thing, name)) != defaults[name]}


def _picked(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _plain(value: Any) -> Any:
    """Return the value as JSON knows it, the same for equal values (sets sorted, moments in UTC)."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Location | TimeWindow | Load | Pickup):
        return _picked(value, (field.name for field in fields(value)))
    return value
