"""Behind the cards: from plan to actual, where it goes wrong, and one figure with its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lastmile_core.metrics import DEFINITIONS, MetricValue, SliceValue
from lastmile_core.workflows.reports.report_period import PeriodReport, report_period
from pages.charts.kpi_bars import dock_queue_bars, failure_bars
from pages.charts.kpi_charts import trend_line, waterfall
from pages.widgets.performance.kpi_text import axis_unit, scaled, shown
from pages.widgets.shared import table
from pages.widgets.shared.page import PageContext, fresh
from pages.widgets.shared.text import md_escape, plural, visit_cell

WORST = 8
PLOTLY = {"displayModeBar": False}


def from_plan_to_actual(page: PageContext, report: PeriodReport) -> None:
    """Show how paid time went from what was planned to what it became."""
    steps = report.waterfall
    if not steps.num_routes:
        return
    with st.container(border=True):
        st.subheader("From plan to actual: paid time")
        minutes = steps.difference_s / 60
        st.markdown(
            f"{plural(steps.num_routes, 'route')}: planned {steps.planned_s / 3600:,.1f} h, actual "
            f"{steps.actual_s / 3600:,.1f} h, **{minutes:+,.0f} min**."
            + (f" {plural(steps.num_left_out, 'route')} left out for missing stamps." if steps.num_left_out else "")
        )
        parts = [(name.replace("_", " "), seconds / 60) for name, seconds in steps.parts.items()]
        st.plotly_chart(
            waterfall(parts, unit="minutes", theme=page.theme, end_name="difference"),
            key="kpi_waterfall",
            theme=None,
            config=PLOTLY,
            alt="Minutes by which each part made paid time longer or shorter than planned",
        )


@st.fragment
def stories(page: PageContext, start: date, end: date) -> None:
    """Show where first attempts fail and where vans wait; its choices redraw only this part of the page."""
    with fresh(page) as inner:
        report = report_period(inner.store, start, end, page.depot.depot_id)
    first = report.metrics["first_attempt_rate"]
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader("Failed first attempts")
        by = st.segmented_control(
            "By", ["district", "hour", "reason", "vehicle"], default="district", key="kpi_fail_by", required=True
        )
        st.plotly_chart(
            failure_bars(_failures(first, by or "district"), by=by or "district", theme=page.theme, sort=by != "hour"),
            key="kpi_failures",
            theme=None,
            config=PLOTLY,
            alt=f"Failed first attempts by {by}",
        )
    with right, st.container(border=True):
        st.subheader("Waiting")
        what = st.segmented_control(
            "Where", ["at our docks", "at customers"], default="at our docks", key="kpi_wait", required=True
        )
        if what == "at our docks":
            queue = report.metrics["dock_queue"].slices.get("quarter hour", {})
            quarters = [(label, part.value or 0.0, round(part.denominator)) for label, part in sorted(queue.items())]
            st.plotly_chart(
                dock_queue_bars(quarters, theme=page.theme),
                key="kpi_queue",
                theme=None,
                config=PLOTLY,
                alt="Mean queue at the dock by quarter of an hour of arrival",
            )
        else:
            _slowest_sites(report)


def _failures(first: MetricValue, by: str) -> list[tuple[str, int, int | None]]:
    slices = first.slices.get(by, {})
    if by == "reason":
        return [(label, round(part.numerator), None) for label, part in slices.items()]
    return [
        (label, round(part.denominator - part.numerator), round(part.denominator)) for label, part in slices.items()
    ]


def _slowest_sites(report: PeriodReport) -> None:
    sites = report.metrics["site_wait"].slices.get("site", {})
    rows = sorted(
        ((label, part) for label, part in sites.items() if part.value is not None),
        key=lambda pair: -(pair[1].value or 0.0),
    )[:WORST]
    if not rows:
        st.caption("No waits at customers were recorded in this period.")
        return
    table.show(
        [
            {"Customer": label, "Mean wait (min)": round(part.value or 0.0, 1), "Visits": round(part.denominator)}
            for label, part in rows
        ],
        height="content",
        alt="Customers where drivers wait longest",
    )


@st.fragment
def one_figure(page: PageContext, start: date, end: date) -> None:
    """Let one figure explain itself: definition, numbers, trend, parts, rows."""
    with fresh(page) as inner:
        report = report_period(inner.store, start, end, page.depot.depot_id)
    with st.container(border=True):
        st.subheader("One figure in detail")
        key = st.selectbox("Figure", list(DEFINITIONS), format_func=lambda k: DEFINITIONS[k].name, key="kpi_key")
        metric = report.metrics[key]
        definition, currency = metric.definition, page.depot.currency
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _explain(metric, currency)
        with right:
            target = report.targets.get(key)
            st.plotly_chart(
                trend_line(
                    [day for day, _ in report.trend],
                    [scaled(values.get(key), definition.unit) for _, values in report.trend],
                    name=definition.name,
                    unit=axis_unit(definition.unit, currency),
                    theme=page.theme,
                    target=scaled(target.value, definition.unit) if target else None,
                    higher_is_better=definition.better != "lower",
                ),
                key=f"kpi_trend_{key}",
                theme=None,
                config=PLOTLY,
                alt=f"{definition.name} on each of the last 28 days",
            )
        _parts(metric, currency)
        _rows(metric)


def _count(value: float) -> str:
    """Return a count without, a measure with one decimal."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _explain(metric: MetricValue, currency: str) -> None:
    definition = metric.definition
    st.markdown(
        f"**{shown(metric.value, definition.unit, currency)}**"
        + (f" · {md_escape(metric.reason)}" if metric.reason else "")
    )
    facts = {
        "Formula": definition.formula,
        "Numerator": f"{_count(metric.numerator)}: {definition.numerator}",
        "Denominator": f"{_count(metric.denominator)}: {definition.denominator}",
        "Left out": f"{metric.excluded:,}: {definition.exclusions}",
        "Measured against": metric.compared_with or "no plan needed",
        "Good data": "–" if metric.data_quality is None else f"{metric.data_quality * 100:.0f} % of the cases",
        "Made from": definition.source,
    }
    if metric.interval is not None:
        facts["Likely range (95 %)"] = f"{metric.interval[0] * 100:.1f} to {metric.interval[1] * 100:.1f} %"
    table.facts(facts, border="horizontal")
    for why, number in metric.exclusions.items():
        st.caption(f"Left out: {number:,} × {md_escape(why)}")
    for note in metric.notes:
        st.caption(md_escape(note, 300))


def _parts(metric: MetricValue, currency: str) -> None:
    if not metric.slices:
        return
    dimension = st.segmented_control(
        "Split by", list(metric.slices), default=next(iter(metric.slices)), key=f"kpi_slice_{metric.key}", required=True
    )
    parts: dict[str, SliceValue] = metric.slices.get(dimension or "", {})
    table.show(
        [
            {
                str(dimension).capitalize(): label,
                "Value": shown(part.value, "share" if part.is_part else metric.definition.unit, currency),
                "Numerator": round(part.numerator, 1),
                "Denominator": round(part.denominator, 1),
                "Likely range": ""
                if part.interval is None
                else f"{part.interval[0] * 100:.0f}–{part.interval[1] * 100:.0f} %",
            }
            for label, part in parts.items()
        ],
        height=min(38 * (len(parts) + 1), 300),
        alt=f"{metric.definition.name} by {dimension}",
    )


def _rows(metric: MetricValue) -> None:
    """Show the rows when they are asked for: a period has thousands."""
    number = metric.counted + metric.excluded
    if not st.toggle(f"Show the rows behind it ({number:,})", key=f"kpi_rows_{metric.key}"):
        return
    if not metric.rows:
        st.caption("No rows in this period.")
        return
    table.show(
        pd.DataFrame([{**row, "order": visit_cell(str(row.get("order") or ""))} for row in metric.rows]).drop(
            columns=["vehicle_id"], errors="ignore"
        ),
        height=360,
        alt=f"Rows behind {metric.definition.name}",
    )
