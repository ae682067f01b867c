"""The same routes and stops as tables: for the keyboard, and for browsers without a map."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan, Route
from lastmile_core.units import show_clock
from pages.widgets.routes import route_stops
from pages.widgets.shared import selection, table
from pages.widgets.shared.day_map import names_of
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.selection import Selection


def show(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Show all routes, and the stops of the selected one."""
    names = names_of(page)
    _routes(page, plan, chosen, names)
    route = next((route for route in plan.routes if route.vehicle_id == chosen.vehicle_id), None)
    if route is not None:
        route_stops.show(page, plan, route, chosen, names.get(route.vehicle_id, route.vehicle_id))
    else:
        st.caption("Choose a route in the table, on the map or on the time line to see its stops.")


def _load_share(page: PageContext, route: Route) -> float | None:
    vehicle = page.store.vehicles.get(route.vehicle_id)
    shares = [
        route.peak_load.get(name) / limit for name, limit in (vehicle.capacity.amounts if vehicle else ()) if limit
    ]
    return max(shares) * 100 if shares else None


def _routes(page: PageContext, plan: Plan, chosen: Selection, names: dict[str, str]) -> None:
    zone = page.day.midnight.tzinfo
    routes = plan.routes_in_use
    drivers = {driver.driver_id: driver.name for driver in page.store.drivers.of_depot(plan.depot_id)}
    broken: dict[str, int] = {}
    for violation in plan.violations:
        broken[violation.vehicle_id] = broken.get(violation.vehicle_id, 0) + 1
    has_trips = any(route.num_trips > 1 for route in routes)
    rows = [
        {
            "Route": names.get(route.vehicle_id, route.vehicle_id),
            "▲": broken.get(route.vehicle_id),
            "Stops": len(route.stops),
            **({"Trips": route.num_trips} if has_trips else {}),
            "From": show_clock(route.loading_start.astimezone(zone)),
            "To": show_clock(route.return_at.astimezone(zone)),
            "Fullest (%)": _load_share(page, route),
            "km": round(route.distance_m / 1000, 1),
            "Driver": drivers.get(route.driver_id or "", ""),
            "Locked": "locked" if route.is_locked else "",
        }
        for route in routes
    ]
    index = next((i for i, route in enumerate(routes) if route.vehicle_id == chosen.vehicle_id), None)
    event = table.show(
        rows,
        height=230 if chosen.vehicle_id else min(520, 35 * (len(rows) + 1) + 3),
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [index] if index is not None else []}},
        key=selection.widget_key("routes_table"),
        alt="Routes of the plan; choose a row to see its stops",
        column_config={
            "Fullest (%)": st.column_config.ProgressColumn(
                format="%.0f", min_value=0, max_value=100, width=90, help="Fullest load in its tightest dimension"
            ),
            "Route": st.column_config.TextColumn(width=92),
            "▲": st.column_config.NumberColumn(help="Broken rules", width=30),
            "Stops": st.column_config.NumberColumn(width=52),
            "Trips": st.column_config.NumberColumn(width=48, help="2 or more: it comes back and loads again"),
            "From": st.column_config.TextColumn(width=52),
            "To": st.column_config.TextColumn(width=52),
            "km": st.column_config.NumberColumn(width=52),
            "Locked": st.column_config.TextColumn(help="A search leaves this route alone"),
        },
    )
    picked = selection.rows_of(event)
    wanted = routes[picked[0]].vehicle_id if picked else None
    if picked and wanted != chosen.vehicle_id:
        selection.choose(wanted, None)
        st.rerun()
