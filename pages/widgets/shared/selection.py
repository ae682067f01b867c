"""One selection for map, time line and table: choosing in one moves the others; the address carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lastmile_core.model import Plan
from pages.widgets.shared import state


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is looked at: a route, a stop on it, or nothing."""

    vehicle_id: str | None = None
    order_id: str | None = None


def current(plan: Plan) -> Selection:
    """Return the selection from the address, without what the plan does not hold (any more)."""
    order_id = st.query_params.get("stop")
    vehicle_id = st.query_params.get("route")
    on_route = {stop.visit_id: route.vehicle_id for route in plan.routes for stop in route.stops}
    left_out = {left.order_id for left in plan.unassigned}
    if order_id in on_route:
        return Selection(vehicle_id=on_route[order_id], order_id=order_id)
    if order_id in left_out:
        return Selection(order_id=order_id)
    if vehicle_id in {route.vehicle_id for route in plan.routes_in_use}:
        return Selection(vehicle_id=vehicle_id)
    return Selection()


def choose(vehicle_id: str | None, order_id: str | None) -> None:
    """Put a selection into the address; widgets that show selections are drawn afresh from it."""
    for name, value in (("route", vehicle_id), ("stop", order_id)):
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
    state.count("selection", 1)


def widget_key(name: str) -> str:
    """Return a key that changes with the selection, so that no widget remembers an older one."""
    return f"{name}_{state.count('selection')}"


def from_map(event: Any) -> Selection | None:
    """Return what was clicked on the map; only ids are taken from the browser."""
    objects = (event or {}).get("selection", {}).get("objects", {})
    for layer in ("stops", "unassigned", "routes"):
        for row in objects.get(layer, []):
            return Selection(vehicle_id=row.get("vehicle_id") or None, order_id=row.get("order_id") or None)
    return None


def from_chart(event: Any) -> Selection | None:
    """Return what was clicked on the time line."""
    for point in (event or {}).get("selection", {}).get("points", []):
        data = point.get("customdata")
        if isinstance(data, dict):
            data = list(data.values())
        if data:
            return Selection(vehicle_id=data[0] or None, order_id=(data[1] or None) if len(data) > 1 else None)
    return None


def rows_of(event: Any) -> list[int]:
    """Return the selected rows of a table."""
    return list((event or {}).get("selection", {}).get("rows", []))
