"""Which period is looked at, and what it holds in one sentence."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from lastmile_core.workflows.reports.report_period import PeriodReport
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import plural

PERIODS = {"Day": 1, "Week": 7, "4 weeks": 28, "8 weeks": 56}


def choose(page: PageContext) -> tuple[date, date]:
    """Ask for the length of the period; it ends with the day chosen in the side bar."""
    chosen = st.segmented_control(
        "Period up to the chosen day", list(PERIODS), default="Day", key="kpi_period", required=True
    )
    end = page.service_date
    return end - timedelta(days=PERIODS[chosen or "Day"] - 1), end


def headline(page: PageContext, report: PeriodReport) -> None:
    """Say what the period holds; with nothing recorded, what to do."""
    span = (
        f"{report.start:%A %d %B %Y}"
        if report.start == report.end
        else f"{report.start:%d %b} to {report.end:%d %b %Y}"
    )
    if not report.num_days_counted:
        st.info(
            f"Nothing was recorded for {span} yet. Publish a plan and mark its stops on the Routes page, or bring in "
            "a file of events.",
            icon=":material/monitoring:",
        )
        yesterday = page.service_date - timedelta(days=1)
        st.page_link(
            "performance.py",
            label=f"Look at {yesterday:%A %d %B}",
            query_params={"day": yesterday.isoformat(), "depot": page.depot.depot_id},
            icon=":material/arrow_back:",
        )
        return
    facts = report.facts
    st.markdown(
        f"**{span}** · {plural(facts.get('orders', 0), 'order')}: {facts.get('delivered', 0):,} delivered, "
        f"{facts.get('failed', 0):,} failed at the stop, {facts.get('never_attempted', 0):,} never reached · "
        f"{plural(facts.get('routes', 0), 'route')} · "
        f"{report.num_days_counted} of {plural(len(report.days), 'day')} with records"
    )
