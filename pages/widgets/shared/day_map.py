"""What every map of the day needs: the style of its background, names of vehicles, routes on the streets."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lastmile_core.model import Plan
from lastmile_core.travel.base_map.served_files import style_url
from lastmile_core.travel.regions import region_for
from lastmile_core.workflows.plan.geometry import drawn_plan
from pages.widgets.shared.page import PageContext


def map_style(page: PageContext) -> str | None:
    """Return the address of the base map's style around the depot; None when no region covers it."""
    region = region_for(page.settings, [page.depot.location])
    if region is None or not region.has_basemap:
        return None
    return style_url(region.name, page.theme)


def names_of(page: PageContext) -> dict[str, str]:
    """Return vehicle id → name, also of vehicles out of use."""
    return {v.vehicle_id: v.name for v in page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)}


@st.cache_data(max_entries=12, show_spinner="Drawing the streets")
def _on_streets(
    database: str, service_date: date, depot_id: str, version: int, region: str, _page: PageContext
) -> Plan | None:
    plan = _page.store.plans.get(service_date, depot_id, version)
    return None if plan is None else drawn_plan(_page.settings, _page.store, plan)


def on_streets(page: PageContext, plan: Plan) -> Plan:
    """Return the plan with its routes on the streets; versions never change, so the drawing is kept."""
    if all(route.geometry for route in plan.routes_in_use):
        return plan
    region = region_for(page.settings, [page.depot.location])
    drawn = _on_streets(
        str(page.settings.database),
        plan.service_date,
        plan.depot_id,
        plan.version,
        region.build_id if region else "",
        page,
    )
    return drawn or plan
