"""Plan: start a search, watch it, see what was left out and why, compare versions, publish."""

from __future__ import annotations

import streamlit as st

from pages.widgets import plan_compare, plan_docks, plan_job, plan_publish, plan_start, plan_trade_off, unassigned
from pages.widgets.page import here

now = here()
st.title("Plan")
is_running = plan_job.show(now)
if not is_running:
    plan_start.show(now)
shown = plan_compare.choose(now)
if shown is not None:
    plan_publish.show(now, shown)
    plan_compare.show(now, shown)
    unassigned.show(now, shown)
    plan_docks.show(now, shown)
    plan_trade_off.show(now)
