"""The plan on the map and on the time line."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from lastmile_core.clock import elapsed, utc_now
from lastmile_core.model import Plan, by_visit
from lastmile_core.units import show_distance, show_duration, show_money
from lastmile_core.workflows.running_day.day_state import tracked_day
from pages.charts.route_map import describe_route_map, route_map
from pages.charts.timeline import describe_timeline, route_timeline
from pages.widgets.shared import selection, state
from pages.widgets.shared.day_map import map_style, names_of, on_streets
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.selection import Selection
from pages.widgets.shared.text import plural

NOW_STANDS_S = 300
"""Seconds for which the line of the present on the time line stands still."""


def headline(page: PageContext, plan: Plan) -> None:
    """Say in one line what the plan comes to."""
    parts = [
        f"**Version {plan.version}**" + (" · published" if plan.is_published else " · draft"),
        plural(len(plan.routes_in_use), "route"),
        plural(plan.num_stops, "stop"),
        show_distance(plan.distance_m),
        f"{show_duration(plan.paid_s)} paid",
        show_money(plan.cost.operating, page.depot.currency),
    ]
    if plan.unassigned:
        parts.append(f":orange[▲ {len(plan.unassigned)} not served]")
    if plan.violations:
        parts.append(f":red[▲ {plural(len(plan.violations), 'broken rule')}]")
    st.markdown(" · ".join(parts))


def show_map(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Draw the map; a click on a route or stop selects it."""
    orders = by_visit(page.store.orders.due_on(plan.service_date, plan.depot_id))
    names = names_of(page)
    deck = route_map(
        on_streets(page, plan),
        orders,
        page.depot,
        theme=page.theme,
        style_url=map_style(page),
        selected_vehicle=chosen.vehicle_id,
        selected_order=chosen.order_id,
        events_state=tracked_day(page.store, plan) if plan.is_published else None,
        vehicle_names=names,
        fleet=sorted(names),
        size_px=(590, 520),
    )
    event = st.pydeck_chart(
        deck,
        height=520,
        key=selection.widget_key("map"),
        on_select="rerun",
        alt=describe_route_map(plan, page.depot, selected_vehicle=chosen.vehicle_id, vehicle_names=names),
    )
    clicked = selection.from_map(event)
    if clicked is not None and clicked != chosen:
        selection.choose(clicked.vehicle_id, clicked.order_id)
        st.rerun()


def _now_shown() -> datetime:
    """Return where the line of the present stands; it moves every few minutes.

    A chart that changes with every run forgets what was clicked on it before the click arrives here.
    """
    now = utc_now()
    shown: datetime | None = state.get("timeline_now")
    if shown is None or not 0 <= elapsed(shown, now) < NOW_STANDS_S:
        shown = now
        state.put("timeline_now", shown)
    return shown


def show_timeline(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Draw the time line; a click on a bar selects the route and stop."""
    orders = by_visit(page.store.orders.due_on(plan.service_date, plan.depot_id))
    names = names_of(page)
    event = st.plotly_chart(
        route_timeline(
            plan,
            orders,
            page.depot.timezone,
            theme=page.theme,
            selected_vehicle=chosen.vehicle_id,
            selected_order=chosen.order_id,
            vehicle_names=names,
            fleet=sorted(names),
            now=_now_shown(),
        ),
        key=selection.widget_key("timeline"),
        on_select="rerun",
        selection_mode="points",
        theme=None,
        config={"displayModeBar": False},
        alt=describe_timeline(plan),
    )
    clicked = selection.from_chart(event)
    if clicked is not None and clicked != chosen:
        selection.choose(clicked.vehicle_id, clicked.order_id)
        st.rerun()
