"""What happened at a stop: marked by hand, appended as facts."""

from __future__ import annotations

import secrets
from datetime import datetime, time

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.model import FAILURE_REASONS, REASONS_BY_CODE, EventKind, OrderKind, Plan, is_pickup_id
from lastmile_core.tracking.stop_state import StopStatus
from lastmile_core.units import show_clock
from lastmile_core.workflows.day_state import tracked_day
from lastmile_core.workflows.record_event import record_event
from pages.charts.palette import STATES
from pages.widgets import selection, state
from pages.widgets.page import Here, remember_message, show_error
from pages.widgets.selection import Selection
from pages.widgets.text import md_escape

OUTCOMES = {"To the recipient": "recipient", "To a neighbour": "neighbour", "Safe place": "safe_place"}
DELIVERED = "delivered"
STATUS_STATES = {
    StopStatus.PLANNED: "planned",
    StopStatus.UNDER_WAY: "under_way",
    StopStatus.DELIVERED: "done",
    StopStatus.FAILED: "failed",
}


def show(now: Here, plan: Plan, chosen: Selection) -> None:
    """Offer to mark the selected stop, or the selected route's departure and return."""
    with st.container(border=True):
        st.subheader("What happened")
        published = now.store.plans.latest_published(plan.service_date, plan.depot_id)
        if published is None:
            st.caption("Publish the plan first; then arrivals, deliveries and failures are marked here.")
            return
        if chosen.vehicle_id is None:
            st.caption(
                "Choose a stop to mark it arrived, delivered or failed, or a route to mark its departure and return."
            )
            return
        at = _moment(now)
        if chosen.order_id is None:
            _route_buttons(now, chosen.vehicle_id, at)
        else:
            _stop_buttons(now, published, chosen.vehicle_id, chosen.order_id, at)


def _moment(now: Here) -> datetime:
    """Ask when it happened; the present moment on the day itself."""
    zone = now.day.midnight.tzinfo
    local = utc_now().astimezone(zone)
    is_today = local.date() == now.service_date
    clock = st.time_input(
        f"When ({now.depot.timezone})",
        value=local.time().replace(second=0, microsecond=0) if is_today else time(12, 0),
        step=60,
        key=f"outcome_at_{now.service_date}",
    )
    return now.day.local(clock)


def _record(now: Here, vehicle_id: str, order_id: str | None, kind: EventKind, at: datetime, **more: str) -> None:
    try:
        record_event(
            now.store,
            now.service_date,
            now.depot.depot_id,
            vehicle_id,
            order_id,
            kind,
            at,
            now.user,
            event_id=f"page-{secrets.token_hex(8)}",
            **more,
        )
    except LastmileError as error:
        show_error(error)
        return
    remember_message("Marked.")
    state.count("outcome", 1)
    selection.choose(st.query_params.get("route"), st.query_params.get("stop"))
    st.rerun()


def _route_buttons(now: Here, vehicle_id: str, at: datetime) -> None:
    with st.container(horizontal=True):
        for label, kind, icon in (
            ("At the dock", EventKind.DOCK_ARRIVED, "warehouse"),
            ("Loading", EventKind.LOADING_STARTED, "pallet"),
            ("Loaded", EventKind.LOADING_FINISHED, "inventory"),
            ("Departed", EventKind.DEPARTED, "local_shipping"),
            ("Returned", EventKind.RETURNED, "keyboard_return"),
        ):
            if st.button(label, icon=f":material/{icon}:", key=f"mark_{kind.value}"):
                _record(now, vehicle_id, None, kind, at)


def _stop_buttons(now: Here, published: Plan, vehicle_id: str, order_id: str, at: datetime) -> None:
    _so_far(now, published, order_id)
    with st.container(horizontal=True):
        if st.button("Arrived", icon=":material/pin_drop:", key="mark_arrived"):
            _record(now, vehicle_id, order_id, EventKind.ARRIVED, at)
        done = _done_word(now, published, order_id)
        if done != DELIVERED:
            if st.button(done.capitalize(), icon=":material/check_circle:", key="mark_delivered"):
                _record(now, vehicle_id, order_id, EventKind.DELIVERED, at)
        else:
            with st.popover("Delivered", icon=":material/check_circle:"):
                where = st.radio("Handed over", list(OUTCOMES), key="mark_outcome")
                if st.button("Mark delivered", type="primary", key="mark_delivered"):
                    outcome = OUTCOMES[where or "To the recipient"]
                    _record(now, vehicle_id, order_id, EventKind.DELIVERED, at, outcome=outcome)
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
                _record(now, vehicle_id, order_id, EventKind.FAILED, at, reason=code or "", note=note)


def _done_word(now: Here, published: Plan, order_id: str) -> str:
    """Return what it is called when the stop was served: delivered, collected or picked up."""
    if is_pickup_id(order_id):
        return "picked up"
    order = now.store.orders.get(order_id, published.service_date)
    return "collected" if order is not None and order.kind is OrderKind.COLLECTION else DELIVERED


def _so_far(now: Here, published: Plan, order_id: str) -> None:
    stop = tracked_day(now.store, published).stops.get(order_id)
    if stop is None:
        return
    look = STATES[STATUS_STATES[stop.status]]
    zone = now.day.midnight.tzinfo
    parts = [f"**{look.shape} {look.word}**"]
    for label, moment in (("arrived", stop.arrived), ("done", stop.finished)):
        if moment is not None:
            parts.append(f"{label} {show_clock(moment.astimezone(zone))}")
    if stop.reason in REASONS_BY_CODE:
        parts.append(md_escape(REASONS_BY_CODE[stop.reason].label))
    if stop.note:
        parts.append(md_escape(stop.note))
    st.markdown(" · ".join(parts))
