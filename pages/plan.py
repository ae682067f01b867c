"""Plan: start a search, watch it, see what was left out and why, compare versions, publish."""

from __future__ import annotations

import streamlit as st

from pages.widgets.plan import plan_compare, plan_docks, plan_job, plan_publish, plan_start, plan_trade_off, unassigned
from pages.widgets.shared.page import here

page = here()
st.title("Plan")
is_running = plan_job.show(page)
if not is_running:
    plan_start.show(page)
shown = plan_compare.choose(page)
if shown is not None:
    plan_publish.show(page, shown)
    plan_compare.show(page, shown)
    unassigned.show(page, shown)
    plan_docks.show(page, shown)
    plan_trade_off.show(page)
