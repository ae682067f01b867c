"""Performance: what the day or the weeks were like, with where every figure comes from."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.reports.report_period import report_period
from pages.widgets.performance import kpi_cards, kpi_detail, kpi_period
from pages.widgets.shared.page import here

page = here()
st.title("Performance")
start, end = kpi_period.choose(page)
report = report_period(page.store, start, end, page.depot.depot_id)
kpi_period.headline(page, report)
if report.num_days_counted:
    kpi_cards.show(page, report)
    kpi_detail.from_plan_to_actual(page, report)
    kpi_detail.stories(page, start, end)
    kpi_detail.one_figure(page, start, end)
