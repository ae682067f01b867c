"""What happened at a stop: marked by hand, appended as facts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, time, timedelta

import streamlit as st

from lastmile_core.clock import ServiceDay, utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.model import FAILURE_REASONS, REASONS_BY_CODE, EventKind, OrderKind, Plan, is_pickup_id
from lastmile_core.tracking.stop_state import StopStatus
from lastmile_core.units import show_clock
from lastmile_core.workflows.running_day.day_state import tracked_day
from lastmile_core.workflows.running_day.record_event import EventReport, record_event
from pages.charts.palette import STATES
from pages.widgets.shared import selection, state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.selection import Selection
from pages.widgets.shared.text import md_escape

OUTCOMES = {"To the recipient": "recipient", "To a neighbour": "neighbour", "Safe place": "safe_place"}
DELIVERED = "delivered"
NOW, OTHER = "Now", "Another time"
RUNS_S = 30 * 3600
"""Routes of a day may come home after midnight; so long after its beginning "now" still belongs to it, in seconds."""
When = Callable[[], datetime]
"""Says when a thing happened, at the moment at which it is marked."""
STATUS_STATES = {
    StopStatus.PLANNED: "planned",
    StopStatus.UNDER_WAY: "under_way",
    StopStatus.DELIVERED: "done",
    StopStatus.FAILED: "failed",
}


def show(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Offer to mark the selected stop, or the selected route's departure and return."""
    with st.container(border=True):
        st.subheader("What happened")
        published = page.store.plans.latest_published(plan.service_date, plan.depot_id)
        if published is None:
            st.caption("Publish the plan first; then arrivals, deliveries and failures are marked here.")
            return
        if chosen.vehicle_id is None:
            st.caption(
                "Choose a stop to mark it arrived, delivered or failed, or a route to mark its departure and return."
            )
            return
        at = _moment(page, _planned(page, published, chosen))
        if chosen.order_id is None:
            _route_buttons(page, chosen.vehicle_id, at)
        else:
            _stop_buttons(page, published, chosen.vehicle_id, chosen.order_id, at)


def _planned(page: PageContext, published: Plan, chosen: Selection) -> datetime:
    """Return when the plan has the stop that is looked at, or the route's departure."""
    for route in published.routes_in_use:
        for stop in route.stops:
            if stop.visit_id == chosen.order_id:
                return stop.arrival
        if route.vehicle_id == chosen.vehicle_id and chosen.order_id is None:
            return route.departure
    return page.day.local(time(12))


def _moment(page: PageContext, planned: datetime) -> When:
    """Ask when it happened. While the day runs that is now, and now is the moment of the click, not of the page."""
    clock = utc_now()
    if not page.day.midnight <= clock < page.day.at(RUNS_S):
        typed = st.time_input(
            f"When ({page.depot.timezone})",
            value=_whole_minute(page, planned),
            step=60,
            key=f"outcome_at_{planned.isoformat()}",
            help="This day is not running now. Proposed is the planned time.",
        )
        return lambda: page.day.local(typed)
    # After each mark the question starts afresh, so that a time typed once does not go on for the next stops.
    mark = state.count("outcome")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = st.segmented_control(
            "When", [NOW, OTHER], default=NOW, key=f"outcome_when_{mark}", help="Now is the moment of the click."
        )
        if choice != OTHER:
            return utc_now
        typed = st.time_input(
            f"At ({page.depot.timezone})", value=_whole_minute(page, clock), step=60, key=f"outcome_typed_{mark}"
        )
    return lambda: moment_typed(page.day, typed, utc_now())


def moment_typed(day: ServiceDay, typed: time, clock: datetime) -> datetime:
    """Return the moment that a typed clock time means: after midnight the newest one that has come."""
    following = ServiceDay(service_date=day.service_date + timedelta(days=1), timezone=day.timezone).local(typed)
    return following if following <= clock else day.local(typed)


def _whole_minute(page: PageContext, moment: datetime) -> time:
    return moment.astimezone(page.day.midnight.tzinfo).time().replace(second=0, microsecond=0)


def _record(
    page: PageContext,
    vehicle_id: str,
    order_id: str | None,
    kind: EventKind,
    at: When,
    *,
    outcome: str = "",
    reason: str = "",
    note: str = "",
) -> None:
    try:
        said = EventReport(
            day=page.day_key,
            vehicle_id=vehicle_id,
            kind=kind,
            at=at(),
            visit_id=order_id,
            event_id=f"page-{secrets.token_hex(8)}",
            outcome=outcome,
            reason=reason,
            note=note,
        )
        record_event(page.store, said, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    remember_message("Marked.")
    state.count("outcome", 1)
    selection.choose(st.query_params.get("route"), st.query_params.get("stop"))
    st.rerun()


def _route_buttons(page: PageContext, vehicle_id: str, at: When) -> None:
    with st.container(horizontal=True):
        for label, kind, icon in (
            ("At the dock", EventKind.DOCK_ARRIVED, "warehouse"),
            ("Loading", EventKind.LOADING_STARTED, "pallet"),
            ("Loaded", EventKind.LOADING_FINISHED, "inventory"),
            ("Departed", EventKind.DEPARTED, "local_shipping"),
            ("Returned", EventKind.RETURNED, "keyboard_return"),
        ):
            if st.button(label, icon=f":material/{icon}:", key=f"mark_{kind.value}"):
                _record(page, vehicle_id, None, kind, at)


def _stop_buttons(page: PageContext, published: Plan, vehicle_id: str, order_id: str, at: When) -> None:
    _so_far(page, published, order_id)
    with st.container(horizontal=True):
        if st.button("Arrived", icon=":material/pin_drop:", key="mark_arrived"):
            _record(page, vehicle_id, order_id, EventKind.ARRIVED, at)
        done = _done_word(page, published, order_id)
        if done != DELIVERED:
            if st.button(done.capitalize(), icon=":material/check_circle:", key="mark_delivered"):
                _record(page, vehicle_id, order_id, EventKind.DELIVERED, at)
        else:
            with st.popover("Delivered", icon=":material/check_circle:"):
                where = st.radio("Handed over", list(OUTCOMES), key="mark_outcome")
                if st.button("Mark delivered", type="primary", key="mark_delivered"):
                    outcome = OUTCOMES[where or "To the recipient"]
                    _record(page, vehicle_id, order_id, EventKind.DELIVERED, at, outcome=outcome)
        with st.popover(f"Could not be {done}", icon=":material/cancel:"):
            code = st.selectbox(
                "Why",
                [reason.code for reason in FAILURE_REASONS],
                format_func=lambda code: REASONS_BY_CODE[code].label,
                index=None,
                key="mark_reason",
                placeholder="Choose a reason",
            )
            note = st.text_input("Note", key=f"mark_note_{state.count('outcome')}", max_chars=200)
            if st.button("Mark failed", type="primary", key="mark_failed", disabled=code is None):
                _record(page, vehicle_id, order_id, EventKind.FAILED, at, reason=code or "", note=note)


def _done_word(page: PageContext, published: Plan, order_id: str) -> str:
    """Return what it is called when the stop was served: delivered, collected or picked up."""
    if is_pickup_id(order_id):
        return "picked up"
    order = page.store.orders.get(order_id, published.service_date)
    return "collected" if order is not None and order.kind is OrderKind.COLLECTION else DELIVERED


def _so_far(page: PageContext, published: Plan, order_id: str) -> None:
    stop = tracked_day(page.store, published).stops.get(order_id)
    if stop is None:
        return
    look = STATES[STATUS_STATES[stop.status]]
    zone = page.day.midnight.tzinfo
    parts = [f"**{look.shape} {look.word}**"]
    for label, moment in (("arrived", stop.arrived), ("done", stop.finished)):
        if moment is not None:
            parts.append(f"{label} {show_clock(moment.astimezone(zone))}")
    if stop.reason in REASONS_BY_CODE:
        parts.append(md_escape(REASONS_BY_CODE[stop.reason].label))
    if stop.note:
        parts.append(md_escape(stop.note))
    st.markdown(" · ".join(parts))
