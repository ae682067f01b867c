"""The cards: value, interval, change, target and trend of the figures a manager reads first."""

from __future__ import annotations

import streamlit as st

from lastmile_core.metrics import MetricValue
from lastmile_core.workflows.reports.report_period import PeriodReport
from pages.widgets.performance.kpi_text import difference, scaled, shown
from pages.widgets.shared.page import PageContext

FIRST = ("first_attempt_rate", "on_time", "idle_time", "dock_queue", "empty_km", "cost_per_delivered_order")
SECOND = ("otif", "never_attempted_rate", "site_wait", "stops_per_paid_hour", "eta_accuracy", "plan_adherence")


def show(page: PageContext, report: PeriodReport) -> None:
    """Draw the first six cards, and six more on request."""
    _row(page, report, FIRST)
    more = st.expander("More figures", key="kpi_more", on_change="rerun")
    if more.open:
        with more:
            _row(page, report, SECOND)


def _row(page: PageContext, report: PeriodReport, keys: tuple[str, ...]) -> None:
    with st.grid(3, min_column_width=250, row_height=215):
        for key in keys:
            _card(page, report, report.metrics[key])


def _card(page: PageContext, report: PeriodReport, metric: MetricValue) -> None:
    definition, currency = metric.definition, page.depot.currency
    change = report.changes.get(metric.key)
    delta: str | float | None = None
    if change is not None and change.difference is not None:
        is_flat = abs(change.difference) < (0.0005 if definition.unit == "share" else 0.05)
        delta = 0 if is_flat else difference(change.difference, definition.unit, currency)
    colours = {"higher": "normal", "lower": "inverse"}
    trend = [scaled(values.get(metric.key), definition.unit) for _, values in report.trend]
    known = [value for value in trend if value is not None]
    st.metric(
        f"{_mark(report, metric)}{definition.name}",
        shown(metric.value, definition.unit, currency),
        delta=delta,
        delta_color=colours.get(definition.better, "off"),  # type: ignore[arg-type]
        delta_description=_beside(report, metric, currency),
        chart_data=known if len(known) > 1 else None,
        chart_type="line",
        border=True,
        height="stretch",
        help=f"{definition.formula}. Left out: {definition.exclusions}.",
    )


def _mark(report: PeriodReport, metric: MetricValue) -> str:
    """Return a shape that says whether the target is met; colour never speaks alone."""
    target = report.targets.get(metric.key)
    if target is None or metric.value is None or not metric.definition.better:
        return ""
    is_met = metric.value >= target.value if metric.definition.better == "higher" else metric.value <= target.value
    return "● " if is_met else "▲ "


def _beside(report: PeriodReport, metric: MetricValue, currency: str) -> str:
    parts = []
    if metric.interval is not None:
        parts.append(f"{metric.interval[0] * 100:.0f}–{metric.interval[1] * 100:.0f} % likely")
    if target := report.targets.get(metric.key):
        parts.append(f"target {shown(target.value, metric.definition.unit, currency)}")
    if metric.value is None:
        parts.append(metric.reason)
    return " · ".join(parts) or "vs the period before"
