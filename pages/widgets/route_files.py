"""Files for the road: driver sheets, tables, tracks."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan
from lastmile_core.workflows.export_routes import driver_sheets, file_name, routes_file
from pages.widgets.page import Here, fresh
from pages.widgets.route_view import names_of
from pages.widgets.selection import Selection

KINDS = {
    "csv": ("Routes as CSV", "text/csv"),
    "xlsx": ("Routes as Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "gpx": ("GPX track", "application/gpx+xml"),
    "geojson": ("GeoJSON", "application/geo+json"),
}


def show(now: Here, plan: Plan, chosen: Selection) -> None:
    """Offer downloads of the selected route, or of all."""
    with st.container(border=True):
        st.subheader("Files for the road")
        vehicle_id = chosen.vehicle_id
        what = names_of(now).get(vehicle_id, vehicle_id) if vehicle_id else "all routes"
        st.caption(f"For {what}, version {plan.version}. Each file names its day, depot and version.")
        with st.container(horizontal=True):
            st.download_button(
                "Driver sheets (PDF)",
                lambda: _sheets(now, plan, vehicle_id),
                file_name(plan, "pdf", vehicle_id),
                "application/pdf",
                key=f"pdf_{plan.plan_id}_{vehicle_id}",
                icon=":material/print:",
                on_click="ignore",
            )
            for kind, (label, mime) in KINDS.items():
                st.download_button(
                    label,
                    lambda kind=kind: _file(now, plan, kind, vehicle_id),
                    file_name(plan, kind, vehicle_id),
                    mime,
                    key=f"{kind}_{plan.plan_id}_{vehicle_id}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _sheets(now: Here, plan: Plan, vehicle_id: str | None) -> bytes:
    with fresh(now) as inner:
        return driver_sheets(inner.store, inner.settings, plan, vehicle_id)[1]


def _file(now: Here, plan: Plan, kind: str, vehicle_id: str | None) -> bytes:
    with fresh(now) as inner:
        return routes_file(inner.store, plan, kind, vehicle_id)[1]
