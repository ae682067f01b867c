"""A plan as compact JSON text and back.

Fields that have their default value are left out, so a field that is added later with a default
reads old plans as they were. Moments are UTC text; the plan's time zone stands once at the top.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lastmile_core.model import (
    CostParts,
    Load,
    Location,
    Plan,
    PlanBasis,
    PlanOrigin,
    PlanStatus,
    Route,
    RouteBreak,
    RouteReload,
    Stop,
    StopKind,
    TimeWindow,
    TravelSource,
    Unassigned,
    UnassignedKind,
    UnassignedReason,
    Violation,
    ViolationCause,
)
from lastmile_core.store.database.convert import moment_text, plain

_Encode = Callable[[Any], Any]
_Decode = Callable[[Any, ZoneInfo], Any]


def plan_to_json(plan: Plan, timezone: str = "UTC") -> str:
    """Return the plan as JSON text.

    Parameters
    ----------
    timezone
        IANA name in which its moments will be shown again.
    """
    body = {"timezone": timezone, "plan": _encode(plan)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=plain)


def plan_from_json(text: str) -> Plan:
    """Return the plan that :func:`plan_to_json` wrote, its moments in the plan's time zone."""
    body = json.loads(text)
    plan = _decode(Plan, body["plan"], ZoneInfo(body["timezone"]))
    assert isinstance(plan, Plan)
    return plan


def _moment_back(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)


def _many(kind: type) -> tuple[_Encode, _Decode]:
    def there(values: tuple[Any, ...]) -> list[Any]:
        return [_encode(value) for value in values]

    def back(values: list[Any], zone: ZoneInfo) -> tuple[Any, ...]:
        return tuple(_decode(kind, value, zone) for value in values)

    return there, back


def _word(kind: Callable[[Any], Any]) -> tuple[_Encode, _Decode]:
    return str, lambda text, _zone: kind(text)


_MOMENT: tuple[_Encode, _Decode] = (moment_text, _moment_back)
_LOAD: tuple[_Encode, _Decode] = (
    lambda load: dict(load.amounts),
    lambda amounts, _zone: Load(tuple(amounts.items())),
)
_ONE_WINDOW: tuple[_Encode, _Decode] = (
    lambda window: [moment_text(window.earliest), moment_text(window.latest)],
    lambda ends, zone: TimeWindow(earliest=_moment_back(ends[0], zone), latest=_moment_back(ends[1], zone)),
)
_PLACE: tuple[_Encode, _Decode] = (
    lambda place: [float(place.lat), float(place.lon)],
    lambda degrees, _zone: Location(lat=degrees[0], lon=degrees[1]),
)
_MARKS: tuple[_Encode, _Decode] = (dict, lambda marks, _zone: marks)
_TUPLE: tuple[_Encode, _Decode] = (list, lambda values, _zone: tuple(values))

# How each field that is not a plain text or number goes there and back; None passes by itself.
_SPECIAL: dict[type, dict[str, tuple[_Encode, _Decode]]] = {
    Stop: {
        "arrival": _MOMENT,
        "service_start": _MOMENT,
        "departure": _MOMENT,
        "load_after": _LOAD,
        "window": _ONE_WINDOW,
        "kind": _word(StopKind),
    },
    RouteBreak: {"start": _MOMENT, "end": _MOMENT},
    RouteReload: {"arrival": _MOMENT, "start": _MOMENT, "end": _MOMENT, "load_after": _LOAD},
    Route: {
        "loading_start": _MOMENT,
        "departure": _MOMENT,
        "return_at": _MOMENT,
        "stops": _many(Stop),
        "breaks": _many(RouteBreak),
        "reloads": _many(RouteReload),
        "start": _PLACE,
        "end": _PLACE,
        "peak_load": _LOAD,
        "geometry": _TUPLE,
    },
    Unassigned: {"kind": _word(UnassignedKind), "reason": _word(UnassignedReason)},
    Violation: {"cause": _word(ViolationCause)},
    CostParts: {},
    PlanBasis: {"orders": _MARKS, "vehicles": _MARKS, "drivers": _MARKS},
    Plan: {
        "service_date": (date.isoformat, lambda text, _zone: date.fromisoformat(text)),
        "status": _word(PlanStatus),
        "origin": _word(PlanOrigin),
        "travel_source": _word(TravelSource),
        "routes": _many(Route),
        "unassigned": _many(Unassigned),
        "violations": _many(Violation),
        "cost": (lambda cost: _encode(cost), lambda value, zone: _decode(CostParts, value, zone)),
        "created_at": _MOMENT,
        "published_at": _MOMENT,
        "redo_stack": _TUPLE,
        "made_from": (lambda basis: _encode(basis), lambda value, zone: _decode(PlanBasis, value, zone)),
    },
}


_STORED_NAMES = {(Stop, "visit_id"): "order_id", (Violation, "visit_id"): "order_id"}
"""Fields that have another name in stored plans, so that old and new ones read alike."""


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


_FIELDS: dict[type, tuple[tuple[str, str, Any, _Encode | None], ...]] = {
    kind: tuple(
        (
            field.name,
            _STORED_NAMES.get((kind, field.name), field.name),
            _default(field),
            special.get(field.name, (None,))[0],
        )
        for field in fields(kind)
    )
    for kind, special in _SPECIAL.items()
}
_BACK: dict[type, dict[str, tuple[str, _Decode | None]]] = {
    kind: {
        _STORED_NAMES.get((kind, field.name), field.name): (
            field.name,
            special[field.name][1] if field.name in special else None,
        )
        for field in fields(kind)
    }
    for kind, special in _SPECIAL.items()
}


def _encode(value: Any) -> dict[str, Any]:
    encoded = {}
    for name, stored, default, there in _FIELDS[type(value)]:
        content = getattr(value, name)
        if default is not MISSING and content == default:
            continue
        encoded[stored] = content if content is None or there is None else there(content)
    return encoded


def _decode(kind: type, stored: dict[str, Any], zone: ZoneInfo) -> Any:
    backs = _BACK[kind]
    values = {}
    for key, content in stored.items():
        name, back = backs[key]
        values[name] = content if content is None or back is None else back(content, zone)
    return kind(**values)
