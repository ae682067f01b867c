"""Trips of a route by hand: put a reload in, take it out."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan, Route
from lastmile_core.schedule.edits import AddReload, Edit, Unassign
from lastmile_core.units import show_clock
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import plural


def ask(page: PageContext, plan: Plan, route: Route) -> Edit | None:
    """Show the trips of a route; return the change that was asked for."""
    vehicle = page.store.vehicles.get(route.vehicle_id)
    most = vehicle.max_trips if vehicle is not None else 1
    if most < 2 and not route.reloads:
        return None
    zone = page.day.midnight.tzinfo
    st.caption(f"**Trips** · {route.num_trips} of {most} a day")
    for number, reload in enumerate(route.reloads, start=2):
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.markdown(
            f"↻ Trip {number} · back {show_clock(reload.arrival.astimezone(zone))}, "
            f"leaves {show_clock(reload.end.astimezone(zone))}, before stop {reload.before_stop + 1}"
        )
        if right.button("Take out", key=f"reload_out_{reload.reload_id}", icon=":material/remove:"):
            return Unassign(visit_id=reload.reload_id)
    if route.num_trips >= most or len(route.stops) < 2:
        return None
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    before = left.number_input(
        f"Back to load before stop (2 to {len(route.stops)})",
        2,
        len(route.stops),
        value=len(route.stops) // 2 + 1,
        key=f"reload_at_{plan.version}_{route.vehicle_id}",
        help=f"{plural(most - route.num_trips, 'more trip')} allowed today (Fleet, Vehicles)",
    )
    if right.button("Add a trip", key="reload_in", icon=":material/autorenew:"):
        return AddReload(vehicle_id=route.vehicle_id, position=int(before) - 1)
    return None
