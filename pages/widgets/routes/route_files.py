"""Files for the road: driver sheets, tables, tracks."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lastmile_core.model import Plan
from lastmile_core.workflows.plan.export_routes import driver_sheets, file_name, routes_file
from pages.widgets.shared.day_map import names_of
from pages.widgets.shared.page import PageContext, reopened
from pages.widgets.shared.selection import Selection
from pages.widgets.shared.text import md_escape

KINDS = {
    "csv": ("Routes as CSV", "text/csv"),
    "xlsx": ("Routes as Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "gpx": ("GPX track", "application/gpx+xml"),
    "geojson": ("GeoJSON", "application/geo+json"),
}


def show(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Offer downloads of the selected route, or of all."""
    with st.container(border=True):
        st.subheader("Files for the road")
        vehicle_id = chosen.vehicle_id
        what = names_of(page).get(vehicle_id, vehicle_id) if vehicle_id else "all routes"
        st.caption(f"For {md_escape(what)}, version {plan.version}. Each file names its day, depot and version.")
        _say_state(page, plan)
        with st.container(horizontal=True):
            st.download_button(
                "Driver sheets (PDF)",
                lambda: _sheets(page, plan, vehicle_id),
                file_name(plan, "pdf", vehicle_id),
                "application/pdf",
                key=f"pdf_{plan.plan_id}_{vehicle_id}",
                icon=":material/print:",
                on_click="ignore",
            )
            for kind, (label, mime) in KINDS.items():
                st.download_button(
                    label,
                    partial(_file, page, plan, kind, vehicle_id),
                    file_name(plan, kind, vehicle_id),
                    mime,
                    key=f"{kind}_{plan.plan_id}_{vehicle_id}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _say_state(page: PageContext, plan: Plan) -> None:
    """Say when these are not what drivers should have, so that nobody hands out yesterday's version of the morning."""
    promised = page.store.plans.latest_published(plan.service_date, plan.depot_id)
    if promised is None:
        st.caption("Nothing is published yet: these are drafts.")
    elif promised.version > plan.version:
        st.warning(
            f"**Version {plan.version} is superseded**: version {promised.version} is what drivers have. "
            "The sheets say so on top.",
            icon=":material/do_not_disturb_on:",
        )
    elif promised.version < plan.version:
        st.warning(
            f"**Version {plan.version} is not published**: drivers have version {promised.version} until it is.",
            icon=":material/campaign:",
        )


def _sheets(page: PageContext, plan: Plan, vehicle_id: str | None) -> bytes:
    with reopened(page) as inner:
        return driver_sheets(inner.store, inner.settings, plan, vehicle_id)[1]


def _file(page: PageContext, plan: Plan, kind: str, vehicle_id: str | None) -> bytes:
    with reopened(page) as inner:
        return routes_file(inner.store, plan, kind, vehicle_id)[1]
