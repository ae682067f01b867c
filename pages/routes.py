"""Routes: the plan on the map, as a time line and as tables; changes by hand; what happened; files for the road."""

from __future__ import annotations

import streamlit as st

from pages.widgets.plan import plan_compare
from pages.widgets.routes import route_edit, route_files, route_outcome, route_tables, route_view
from pages.widgets.shared import selection
from pages.widgets.shared.page import here
from pages.widgets.shared.plan_version import shown_version

page = here()
st.title("Routes")
plan = shown_version(page)
if plan is not None:
    route_edit.show_stale()
    plan_compare.mark_estimate(plan)
    chosen = selection.current(plan)
    route_view.headline(page, plan)
    left, right = st.columns([4, 3], gap="medium")
    with left:
        route_view.show_map(page, plan, chosen)
    with right:
        route_tables.show(page, plan, chosen)
    route_view.show_timeline(page, plan, chosen)
    edit_side, outcome_side = st.columns([3, 2], gap="medium")
    with edit_side:
        route_edit.show(page, plan, chosen)
    with outcome_side:
        route_outcome.show(page, plan, chosen)
        route_files.show(page, plan, chosen)
