"""Re-plan the rest of the running day: what broke down, what is possible, which way to take."""

from __future__ import annotations

from datetime import datetime, time

import streamlit as st

from lastmile_core.clock import last_of, utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import ReplanPayload
from lastmile_core.model import Breakdown, Job, JobStatus, Location, Order, Plan, by_visit
from lastmile_core.tracking.day_state import DayState
from lastmile_core.tracking.stop_state import StopStatus
from lastmile_core.units import show_clock
from lastmile_core.workflows.long_work import tend_jobs
from lastmile_core.workflows.running_day.day_state import tracked_day
from lastmile_core.workflows.running_day.out_of_order import back_in_order, mark_out_of_order, out_of_order
from lastmile_core.workflows.running_day.replan_day import ReplanOffers
from lastmile_core.workflows.running_day.replan_job import offers_from_json, start_replan
from pages.widgets.shared import state
from pages.widgets.shared.day_map import names_of
from pages.widgets.shared.page import PageContext, fresh, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural
from pages.widgets.today import replan_offers

LAST_STOP, NEXT_STOP, AT_DEPOT = "At its last stop", "At the stop it was driving to", "At the depot"


def show(page: PageContext, plan: Plan, day: DayState) -> None:
    """Offer to re-plan while something is left to do, and show the offers."""
    if day.routes and all(route.returned is not None for route in day.routes.values()):
        return
    tend_jobs(page.settings, page.store)
    active = page.store.jobs.active(ReplanPayload.kind, page.day_key.subject)
    latest = page.store.jobs.latest(ReplanPayload.kind, page.day_key.subject)
    offers = None if latest is None or latest.is_active else _offers_of(latest, plan)
    broken = out_of_order(page.store, page.day_key)
    is_open = active is not None or offers is not None or bool(broken)
    with st.expander("Re-plan the rest of the day", expanded=is_open, icon=":material/alt_route:", key="replan"):
        _breakdowns(page, plan, day, broken)
        if active is not None:
            _watch(page, plan, active.job_id)
            return
        _start(page, plan, day, has_offers=offers is not None)
        if latest is not None and latest.status in (JobStatus.FAILED, JobStatus.LOST):
            _failed(latest)
        elif offers is not None:
            replan_offers.show(page, offers)


def _offers_of(job: Job, plan: Plan) -> ReplanOffers | None:
    """Return the offers of a job as long as the plan that they start from is the published one."""
    offers = offers_from_json(job.result if not job.is_active else job.progress)
    return offers if offers is not None and offers.version == plan.version else None


def _breakdowns(page: PageContext, plan: Plan, day: DayState, broken: dict[str, Breakdown]) -> None:
    names = names_of(page)
    for mark in broken.values():
        with st.container(horizontal=True, vertical_alignment="center"):
            since = show_clock(mark.since.astimezone(page.day.midnight.tzinfo))
            note = f" · {md_escape(mark.note)}" if mark.note else ""
            st.markdown(
                f":red[✕] **{md_escape(names.get(mark.vehicle_id, mark.vehicle_id))}** out of order since {since}{note}"
            )
            if st.button("It goes on", key=f"replan_back_{mark.vehicle_id}", icon=":material/undo:", type="tertiary"):
                back_in_order(page.store, page.day_key, mark.vehicle_id, by=page.user)
                st.rerun()
    able = [
        route.vehicle_id
        for route in plan.routes_in_use
        if _can_break(day, route.vehicle_id) and route.vehicle_id not in broken
    ]
    if not able:
        return
    with st.form("replan_broken", border=False):
        who, where, what, click = st.columns([2, 2, 2, 1], vertical_alignment="bottom")
        vehicle = who.selectbox(
            "Out of order",
            able,
            index=None,
            format_func=lambda vehicle_id: names.get(vehicle_id, vehicle_id),
            placeholder="Every vehicle runs",
            key="replan_vehicle",
        )
        place = where.selectbox("Where it stands", [LAST_STOP, NEXT_STOP, AT_DEPOT], key="replan_place")
        why = what.text_input("What happened", key="replan_note", max_chars=120, placeholder="e.g. flat tyre")
        if click.form_submit_button("Mark", icon=":material/car_crash:", key="replan_mark"):
            if vehicle is None:
                st.warning("Choose the vehicle first.", icon=":material/arrow_upward:")
            else:
                _mark(page, plan, day, vehicle, place, why)


def _can_break(day: DayState, vehicle_id: str) -> bool:
    route = day.routes.get(vehicle_id)
    return route is not None and route.returned is None and route.remaining > 0


def _mark(page: PageContext, plan: Plan, day: DayState, vehicle_id: str, place: str, note: str) -> None:
    """Remember the breakdown and look for ways at once."""
    moment = _moment(page, day)
    where = _place(page, plan, day, vehicle_id, place)
    mark = Breakdown(vehicle_id=vehicle_id, since=moment, location=where, note=note.strip())
    try:
        mark_out_of_order(page.store, page.day_key, mark, by=page.user)
        start_replan(page.settings, page.store, page.day_key, now=moment, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    state.drop_widget("replan_vehicle")
    st.rerun()


def _place(page: PageContext, plan: Plan, day: DayState, vehicle_id: str, place: str) -> Location | None:
    if place == AT_DEPOT:
        return page.depot.location
    if place == LAST_STOP:
        return None
    orders = by_visit(page.store.orders.due_on(page.service_date, page.depot.depot_id))
    route = next(route for route in plan.routes_in_use if route.vehicle_id == vehicle_id)
    waiting = (stop.visit_id for stop in route.stops if day.stops[stop.visit_id].status is StopStatus.PLANNED)
    following: Order | None = orders.get(next(waiting, ""))
    return following.location if following is not None else None


def begin(page: PageContext) -> None:
    """Look for ways to go on, from the present moment.

    Raises
    ------
    LastmileError
        If nothing is published, or nothing is left to do.
    """
    plan = page.store.plans.latest_published(page.service_date, page.depot.depot_id)
    if plan is None:
        raise LastmileError("No plan is published for this day.", "Publish a plan first.")
    moment = _moment(page, tracked_day(page.store, plan))
    start_replan(page.settings, page.store, page.day_key, now=moment, by=page.user)


def _start(page: PageContext, plan: Plan, day: DayState, *, has_offers: bool) -> None:
    waiting = _without_route(page, plan, day)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    words = f"**{plural(waiting, 'order')}** on no route." if waiting else "Every order has a route."
    left.markdown(
        f"{words} What has happened stays; the rest is planned again in three ways, in about three seconds. "
        "Nothing is published before you choose."
    )
    if right.button(
        "Look again" if has_offers else "Show what is possible",
        type="secondary" if has_offers else "primary",
        icon=":material/alt_route:",
        key="replan_go",
        width="stretch",
    ):
        try:
            start_replan(page.settings, page.store, page.day_key, now=_moment(page, day), by=page.user)
        except LastmileError as error:
            show_error(error)
            return
        st.rerun()


def _without_route(page: PageContext, plan: Plan, day: DayState) -> int:
    on_route = {stop.of_order for route in plan.routes_in_use for stop in route.stops}
    orders = page.store.orders.due_on(page.service_date, page.depot.depot_id)
    open_orders = (order for order in orders if order.order_id not in day.stops or not day.stops[order.order_id].visits)
    return sum(order.order_id not in on_route and order.status.value == "ready" for order in open_orders)


def _moment(page: PageContext, day: DayState) -> datetime:
    """Return the moment to plan from: the clock on the day itself, on another day the last thing that happened."""
    clock = utc_now()
    # The day of a depot that works at night ends with its last hour, not at midnight.
    over = last_of(page.day.span(time(), time())[1], page.day.span(page.depot.opens, page.depot.closes)[1])
    if page.day.midnight <= clock < over:
        return clock
    last = [route.last_event_at for route in day.routes.values() if route.last_event_at is not None]
    return max(last, default=page.day.local(page.depot.opens))


@st.fragment(run_every="0.5s")
def _watch(page: PageContext, plan: Plan, job_id: str) -> None:
    """Show the offers as they come; the worker does not know that this page exists."""
    with fresh(page) as inner:
        tend_jobs(inner.settings, inner.store)
        job = inner.store.jobs.find(job_id)
        if job is None or not job.is_active:
            if job is not None and job.status is JobStatus.DONE:
                remember_message(job.message)
            st.rerun()
        st.progress(min(1.0, job.share or 0.0), text=md_escape(job.message or "Waiting for a free worker"))
        offers = _offers_of(job, plan)
        if offers is not None:
            replan_offers.cards(inner, offers, can_publish=False)


def _failed(job: Job) -> None:
    st.error(md_escape(job.message, 500), icon=":material/error:")
