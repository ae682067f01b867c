"""First attempts against distance: the curve of the day, and the price that the next plan is made with."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import TradeOffPayload
from lastmile_core.model import Job, JobStatus
from lastmile_core.units import show_clock, show_duration, show_money
from lastmile_core.workflows.day.prepare_day import load_inputs
from lastmile_core.workflows.long_work import stop_job, tend_jobs
from lastmile_core.workflows.plan.trade_off_day import (
    CurvePoint,
    TradeOff,
    choose_price,
    day_hash,
    from_json,
    has_chances,
    start_trade_off,
)
from pages.charts.trade_off import trade_off_curve, trade_off_rows, trade_off_sentence
from pages.widgets.shared import table
from pages.widgets.shared.page import PageContext, fresh, remember_message, show_error
from pages.widgets.shared.text import md_escape


def show(page: PageContext) -> None:
    """Show the curve of the day, or offer to make it; nothing for a day whose orders say no chances."""
    is_possible, _ = _day_of(page, "")
    if not is_possible:
        return
    tend_jobs(page.settings, page.store)
    kind, subject = TradeOffPayload.kind, page.day_key.subject
    active, latest = page.store.jobs.active(kind, subject), page.store.jobs.latest(kind, subject)
    st.subheader("First attempts against distance")
    st.caption(
        "Orders of this day say when somebody is likely to open. The dearer a failed first attempt, the more plans go "
        "out of their way to come at such an hour."
    )
    if active is not None:
        _watch(page, active.job_id)
        return
    if latest is not None and latest.status in (JobStatus.FAILED, JobStatus.LOST):
        st.error(md_escape(latest.message, 500), icon=":material/error:")
    curve = None if latest is None else from_json(latest.result)
    if latest is not None and curve is not None:
        _curve(page, curve, latest)
    _offer(page, is_again=curve is not None)


@st.cache_data(max_entries=20, ttl=3600, show_spinner=False)
def _day(
    database: str, data_version: int, service_date: date, depot_id: str, travel: str, _page: PageContext
) -> tuple[bool, str]:
    """Return whether orders say chances, and what the day is now; kept until anything in the store changes."""
    inputs = load_inputs(_page.store, service_date, depot_id)
    return has_chances(inputs), day_hash(inputs, travel)


def _day_of(page: PageContext, travel: str) -> tuple[bool, str]:
    version = page.store.data_version()
    return _day(str(page.settings.database), version, page.service_date, page.depot.depot_id, travel, page)


def _offer(page: PageContext, *, is_again: bool) -> None:
    if not st.button(
        "Weigh again" if is_again else "Weigh first attempts against distance",
        icon=":material/balance:",
        key="trade_go",
        help="Plans the day at five prices of a failed first attempt, in about a minute. No plan is changed.",
    ):
        return
    try:
        start_trade_off(page.settings, page.store, page.day_key, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    st.rerun()


@st.fragment(run_every="1s")
def _watch(page: PageContext, job_id: str) -> None:
    """Show the curve as it grows; the worker does not know that this page exists."""
    with fresh(page) as inner:
        tend_jobs(inner.settings, inner.store)
        job = inner.store.jobs.find(job_id)
        if job is None or not job.is_active:
            if job is not None and job.status in (JobStatus.DONE, JobStatus.CANCELLED):
                remember_message(job.message)
            st.rerun()
        age_s = (utc_now() - (job.started_at or job.created_at)).total_seconds()
        words = md_escape(job.message or "Waiting for a free worker")
        st.progress(min(1.0, job.share or 0.0), text=f"{words} · {show_duration(age_s)}")
        curve = from_json(job.progress.get("best") or {})
        if curve is not None:
            _chart(inner, curve)
        asked = job.cancel_requested
        label = "Stopping…" if asked else "Stop and keep these points"
        if st.button(label, icon=":material/stop_circle:", key="trade_stop", disabled=asked):
            stop_job(inner.store, job.job_id, by=inner.user)
            st.rerun(scope="fragment")


def _curve(page: PageContext, curve: TradeOff, job: Job) -> None:
    """Show a finished curve in words, drawn, as a table, and let a point be chosen."""
    _, today = _day_of(page, curve.travel)
    if today != curve.day_hash:
        st.warning(
            "Orders, fleet or rules have changed since this was weighed. Weigh again for the day as it is now.",
            icon=":material/history:",
        )
    present = page.store.planning_rules.of_depot(page.depot.depot_id).failed_attempt_price
    first, at_present = curve.points[0], curve.of_price(present)
    if at_present is not first:
        money = page.depot.currency
        st.markdown(
            f"**{md_escape(trade_off_sentence(at_present, first, money))}** than when nobody looks at the hour, at "
            f"{md_escape(show_money(at_present.price, money))} for a failed first attempt."
        )
    left, right = st.columns([5, 6], gap="medium")
    with left:
        _chart(page, curve)
    with right:
        _table(page, curve)
        _choose(page, curve, present)
    made = (job.finished_at or job.created_at).astimezone(page.day.midnight.tzinfo)
    st.caption(f"Weighed at {show_clock(made)}, each price by searches of a few seconds: a long plan comes out better.")


def _chart(page: PageContext, curve: TradeOff) -> None:
    present = page.store.planning_rules.of_depot(page.depot.depot_id).failed_attempt_price
    last = trade_off_sentence(curve.points[-1], curve.points[0], page.depot.currency)
    st.plotly_chart(
        trade_off_curve(curve.points, present, page.depot.currency, theme=page.theme),
        key="trade_curve",
        theme=None,
        config={"displayModeBar": False},
        alt=f"Failed first attempts over the distance of all routes. From the lowest price to the highest: {last}.",
    )


def _table(page: PageContext, curve: TradeOff) -> None:
    table.show(
        trade_off_rows(curve.points, page.depot.currency),
        height="content",
        alt="For each price of a failed attempt the failed first attempts, the distance and the cost",
    )


def _choose(page: PageContext, curve: TradeOff, present: float) -> None:
    nearest = curve.points.index(curve.of_price(present))

    def words(number: int) -> str:
        point: CurvePoint = curve.points[number]
        price = "at no price" if not point.price else f"at {show_money(point.price, page.depot.currency)}"
        return f"{point.failures:.1f} failed first attempts, {point.distance_m / 1000:,.1f} km · {price}"

    picked = st.selectbox(
        "Plan with",
        range(len(curve.points)),
        index=nearest,
        format_func=words,
        key=f"trade_point_{page.depot.depot_id}_{present:g}",
    )
    point = curve.points[picked if picked is not None else nearest]
    if point is not curve.points[nearest]:
        sentence = trade_off_sentence(point, curve.points[nearest], page.depot.currency)
        st.markdown(f"{md_escape(sentence)} than at the present price.")
    if st.button(
        "Use this price for the next plan",
        icon=":material/check:",
        key="trade_use",
        disabled=abs(point.price - present) < 0.005,
    ):
        choose_price(page.store, page.depot.depot_id, point.price, by=page.user)
        money = show_money(point.price, page.depot.currency)
        remember_message(f"A failed first attempt counts {money} from now on. Plan again to use it.")
        st.rerun()
