"""The rules of an order that few orders have, as one JSON text; what has its default value is left out."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

from lastmile_core.model import Location, Order, Pickup, TimeWindow
from lastmile_core.store.database.convert import moment_text, read_moment, to_json

_NUMBERS = ("set_up_s", "dock_s", "early_price", "late_price", "kerb_side")
_WORDS = ("same_route", "different_routes", "allowed_vehicles", "forbidden_vehicles")
_TEXTS = ("name", "address", "postcode", "city", "phone", "notes")
_DEFAULTS = {field.name: field.default for field in fields(Order)}


def order_rules_json(order: Order) -> str:
    """Return the rules of an order; "{}" for an order without any."""
    # A price of zero is a wish of its own: None, not zero, is its default.
    found: dict[str, Any] = {name: value for name in _NUMBERS if (value := getattr(order, name)) != _DEFAULTS[name]}
    found |= {name: sorted(value) for name in _WORDS if (value := getattr(order, name))}
    if order.chances:
        found["chances"] = list(order.chances)
    if order.release_at is not None:
        found["release_at"] = moment_text(order.release_at)
    if order.preferred is not None:
        found["preferred"] = _window(order.preferred)
    if order.pickup is not None:
        found["pickup"] = _pickup(order.pickup)
    return to_json(found) if found else "{}"


def read_order_rules(text: str, zone: ZoneInfo) -> dict[str, Any]:
    """Return the stored rules as fields of an order, moments in ``zone``."""
    if text == "{}":
        return {}
    found: dict[str, Any] = json.loads(text)
    for name in _WORDS:
        if name in found:
            found[name] = frozenset(found[name])
    if "chances" in found:
        found["chances"] = tuple(found["chances"])
    if "release_at" in found:
        found["release_at"] = read_moment(found["release_at"], zone)
    if "preferred" in found:
        found["preferred"] = _read_window(found["preferred"], zone)
    if "pickup" in found:
        found["pickup"] = _read_pickup(found["pickup"], zone)
    return found


def _pickup(pickup: Pickup) -> dict[str, Any]:
    found: dict[str, Any] = {name: text for name in _TEXTS if (text := getattr(pickup, name))}
    found |= {"service_s": int(pickup.service_s), "set_up_s": int(pickup.set_up_s)}
    if pickup.location is not None:
        found["place"] = [float(pickup.location.lat), float(pickup.location.lon)]
    if pickup.windows:
        found["windows"] = [_window(window) for window in pickup.windows]
    return found


def _read_pickup(found: dict[str, Any], zone: ZoneInfo) -> Pickup:
    place = found.pop("place", None)
    windows = tuple(_read_window(ends, zone) for ends in found.pop("windows", ()))
    location = None if place is None else Location(lat=place[0], lon=place[1])
    return Pickup(location=location, windows=windows, **found)


def _window(window: TimeWindow) -> list[str]:
    return [moment_text(window.earliest), moment_text(window.latest)]


def _read_window(ends: list[str], zone: ZoneInfo) -> TimeWindow:
    return TimeWindow(earliest=read_moment(ends[0], zone), latest=read_moment(ends[1], zone))
