"""What each field of a problem file may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lastmile_core.problem.day_rules import DayPrices, DockDay, Traffic
from lastmile_core.problem.formats.field_readers import (
    Reader,
    distinct,
    flag,
    many,
    optional,
    read_object,
    span,
    square_matrix,
    text,
    whole,
)
from lastmile_core.problem.load_scales import FINEST
from lastmile_core.problem.routing_problem import NO_LIMIT, UNREACHABLE, BreakRule, VehicleDay, Visit

MOST_LOAD = 10**12
"""A thousand million units, and what stands for "no limit"."""
MOST_MONEY = 10**13
"""Cents. A search counts in 18,000ths of a cent, and a day of them must fit 64 bits (``problem_numbers``)."""
MOST_PRICE = 10**10
"""Cents per kilometre or hour."""
MOST_FACTOR = 1_000_000
MOST_NUMBER = 1_000_000
"""Visits, vehicles, places, trips."""

_seconds, _metres, _load = whole(UNREACHABLE), whole(UNREACHABLE), whole(MOST_LOAD)
_money, _price, _number = whole(MOST_MONEY), whole(MOST_PRICE), whole(MOST_NUMBER)


def _capacity(value: Any, where: str) -> int:
    """Read a limit: null is none at all, 0 means that nothing fits."""
    return NO_LIMIT if value is None else int(whole(MOST_LOAD * 1000)(value, where))


VISIT: dict[str, Reader] = {
    "order_id": text,
    "location": _number,
    "load": many(_load),
    "is_collection": flag,
    "service": _seconds,
    "set_up": _seconds,
    "windows": lambda value, where: tuple(sorted(many(span(UNREACHABLE))(value, where))),
    "preferred": optional(span(UNREACHABLE)),
    "early_price": _price,
    "late_price": _price,
    "release": _seconds,
    "dock_time": _seconds,
    "penalty": _money,
    "skills": distinct(text),
    "allowed_vehicles": optional(distinct(_number)),
    "partner": optional(_number),
    "is_pickup": flag,
    "is_reload": flag,
    "locked_position": optional(_number),
    "chances": many(whole(1000)),
    "previous_vehicle": optional(_number),
    "previous_start": optional(_seconds),
    "familiar_vehicles": optional(distinct(_number)),
}


def _visit(*, order_id: str, **fields: Any) -> Visit:
    """Return a visit; the file calls its name ``order_id``."""
    return Visit(visit_id=order_id, **fields)


BREAK: dict[str, Reader] = {
    "duration": _seconds,
    "earliest": _seconds,
    "latest": _seconds,
    "after_work": optional(_seconds),
}


def _break(value: Any, where: str) -> BreakRule:
    return read_object(BreakRule, BREAK, value, where, "duration", "earliest", "latest")


VEHICLE: dict[str, Reader] = {
    "vehicle_id": text,
    "driver_id": optional(text),
    "profile": _number,
    "start": _number,
    "end": _number,
    "shift": span(UNREACHABLE),
    "loading": _seconds,
    "capacity": many(_capacity),
    "on_board": many(_load),
    "skills": distinct(text),
    "fixed_cost": _money,
    "cost_per_km": _price,
    "cost_per_hour": _price,
    "regular_time": optional(_seconds),
    "overtime_price": _price,
    "breaks": many(_break),
    "max_stops": optional(_number),
    "max_distance": optional(_metres),
    "max_duration": optional(_seconds),
    "max_trips": whole(MOST_NUMBER, 1),
    "locked_visits": optional(many(_number)),
    "frozen_prefix": many(_number),
}
DOCK: dict[str, Reader] = {"dock_id": text, "location": _number, "opens": _seconds, "closes": _seconds}
PRICES: dict[str, Reader] = {
    "waiting": _price,
    "failed_attempt": _money,
    "moved_stop": _money,
    "changed_time": _price,
    "unfamiliar": _money,
    "balance": _price,
}
TRAFFIC: dict[str, Reader] = {"factors": many(many(whole(MOST_FACTOR))), "district": many(_number)}

PROBLEM: dict[str, Reader] = {
    "name": text,
    "dimensions": many(text),
    "load_scales": many(whole(FINEST, 1)),
    "profiles": many(text),
    "visits": many(lambda value, where: read_object(_visit, VISIT, value, where, "order_id", "location", "load")),
    "vehicles": many(lambda value, where: read_object(VehicleDay, VEHICLE, value, where, "vehicle_id")),
    "docks": many(lambda value, where: read_object(DockDay, DOCK, value, where, *DOCK)),
    "traffic": optional(lambda value, where: read_object(Traffic, TRAFFIC, value, where, "factors")),
    "prices": lambda value, where: read_object(DayPrices, PRICES, value, where),
    "same_route": many(distinct(_number)),
    "different_routes": many(distinct(_number)),
    "durations": many(square_matrix(UNREACHABLE, UNREACHABLE)),
    "distances": many(square_matrix(UNREACHABLE, UNREACHABLE)),
}
NEEDED = ("visits", "vehicles", "durations", "distances")


def read_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a problem in our own form.

    Raises
    ------
    WrongValueError
        With the field, its value and what would be right.
    """
    read: dict[str, Any] = read_object(dict, {**PROBLEM, "format": text, "version": whole(99)}, dict(data), "", *NEEDED)
    return {name: value for name, value in read.items() if name in PROBLEM}
