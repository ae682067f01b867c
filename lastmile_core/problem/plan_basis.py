"""Marks of everything that a plan is made from, aspect by aspect: what tells later which of it has changed.

A sibling of ``input_hash``, which only says *whether* anything changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from lastmile_core.model import (
    Availability,
    Depot,
    Dock,
    Driver,
    Location,
    Order,
    Pickup,
    PlanBasis,
    PlanningRules,
    TimeWindow,
    Vehicle,
)

_Aspects = Mapping[str, Callable[[Any], tuple[object, ...]]]

ORDER_ASPECTS: _Aspects = {
    "place": lambda o: (_place(o.location), _pickup(o.pickup)),
    "window": lambda o: (
        *(_window(window) for window in o.windows),
        _window(o.preferred),
        _moment(o.release_at),
        o.early_price,
        o.late_price,
    ),
    "load": lambda o: o.load.amounts,
    "service time": lambda o: (o.service_s, o.set_up_s, o.dock_s),
    "priority or rules": lambda o: (
        o.kind.value,
        int(o.priority),
        sorted(o.skills),
        sorted(o.same_route),
        sorted(o.different_routes),
        sorted(o.allowed_vehicles),
        sorted(o.forbidden_vehicles),
        o.chances,
        # Only where somebody set it, so that the plans of older versions stay true.
        *((sorted(o.preferred_vehicles),) if o.preferred_vehicles else ()),
        *((f"kerb {o.kerb_side}",) if o.kerb_side is not None else ()),
    ),
}
VEHICLE_ASPECTS: _Aspects = {
    "shift": lambda pair: (pair[1].shift_start.isoformat(), pair[1].shift_end.isoformat()),
    "capacity": lambda pair: pair[0].capacity.amounts,
    "skills": lambda pair: tuple(sorted(pair[0].skills)),
    "limits": lambda pair: (
        pair[0].max_stops,
        pair[0].max_distance_m,
        pair[0].max_duration_s,
        pair[0].max_trips,
        pair[0].loading_s,
        pair[0].reload_s,
    ),
    "costs": lambda pair: (
        pair[0].fixed_cost,
        pair[0].cost_per_km,
        pair[0].cost_per_hour,
        pair[0].regular_s,
        pair[0].overtime_price,
    ),
    "start, end or class": lambda pair: (
        pair[0].vehicle_class.value,
        _place(pair[0].start),
        _place(pair[0].end),
        pair[0].open_start,
        pair[0].open_end,
    ),
}
DRIVER_ASPECTS: _Aspects = {
    "break": lambda d: (d.break_s, d.break_earliest.isoformat(), d.break_latest.isoformat(), d.break_after_s),
    "skills": lambda d: tuple(sorted(d.skills)),
    "districts": lambda d: tuple(sorted(d.districts)),
}
RULE_ASPECTS: _Aspects = {
    "planning rules": lambda day: tuple(
        (f.name, getattr(day[1], f.name))
        for f in fields(PlanningRules)
        # Plans made before there was this rule stay fresh where nobody sets it.
        if not f.name.endswith("_kerb") or getattr(day[1], f.name) != f.default
    ),
    "depot": lambda day: (_place(day[0].location), day[0].opens, day[0].closes, day[0].loading_s, day[0].timezone),
    "loading bays": lambda day: day[2],
}


def plan_basis(
    orders: Iterable[Order],
    vehicles: Iterable[Vehicle],
    drivers: Mapping[str, Driver],
    availability: Iterable[Availability],
    depot: Depot,
    *,
    rules: PlanningRules | None = None,
    docks: Iterable[Dock] = (),
    roads: str = "",
) -> PlanBasis:
    """Return the marks of a day; names, telephone numbers and notes do not count.

    Parameters
    ----------
    drivers
        All that may drive, by id; those that nobody sends out do not count.
    availability
        The roster; vehicles that stay in do not count.
    docks
        The depot's docks; they count when the rules use them.
    roads
        See :class:`~lastmile_core.model.PlanBasis`.
    """
    rules = rules or PlanningRules()
    out = {row.vehicle_id: row for row in availability if row.is_available}
    hours = sorted((dock.dock_id, str(dock.opens), str(dock.closes)) for dock in docks) if rules.use_docks else []
    return PlanBasis(
        orders={order.order_id: _mark(ORDER_ASPECTS, order) for order in orders},
        vehicles={
            vehicle.vehicle_id: _mark(VEHICLE_ASPECTS, (vehicle, out[vehicle.vehicle_id]))
            for vehicle in vehicles
            if vehicle.vehicle_id in out and vehicle.is_active
        },
        drivers={
            row.driver_id: _mark(DRIVER_ASPECTS, drivers[row.driver_id])
            for row in out.values()
            if row.driver_id is not None and row.driver_id in drivers
        },
        rules=_mark(RULE_ASPECTS, (depot, rules, tuple(hours))),
        roads=roads,
    )


def changed_aspects(aspects: _Aspects, before: str, after: str) -> tuple[str, ...]:
    """Return the names of the aspects in which two marks differ."""
    pairs = zip(aspects, before.split("."), after.split("."), strict=False)
    return tuple(name for name, old, new in pairs if old != new)


def _mark(aspects: _Aspects, thing: Any) -> str:
    # A checksum is enough: two values of one aspect of one order collide once in four thousand million times.
    return ".".join(f"{zlib.crc32(repr(_even(values(thing))).encode()):x}" for values in aspects.values())


def _even(value: Any) -> Any:
    """Return the value with whole numbers as floats: 5 and 5.0 are the same load."""
    if isinstance(value, tuple | list):
        return [_even(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _place(place: Location | None) -> tuple[float, float] | None:
    return None if place is None else (float(place.lat), float(place.lon))


def _pickup(pickup: Pickup | None) -> tuple[object, ...] | None:
    if pickup is None:
        return None
    windows = tuple(_window(window) for window in pickup.windows)
    return (_place(pickup.location), windows, pickup.service_s, pickup.set_up_s)


def _window(window: TimeWindow | None) -> tuple[float, float] | None:
    return None if window is None else (window.earliest.timestamp(), window.latest.timestamp())


def _moment(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
