"""Performance: what the day or the weeks were like, with where every figure comes from."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.report_period import report_period
from pages.widgets import kpi_cards, kpi_detail, kpi_period
from pages.widgets.page import here

now = here()
st.title("Performance")
start, end = kpi_period.choose(now)
report = report_period(now.store, start, end, now.depot.depot_id)
kpi_period.headline(now, report)
if report.num_days_counted:
    kpi_cards.show(now, report)
    kpi_detail.from_plan_to_actual(now, report)
    kpi_detail.stories(now, start, end)
    kpi_detail.one_figure(now, start, end)
