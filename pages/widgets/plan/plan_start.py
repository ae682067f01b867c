"""How a search is started."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import OrderStatus
from lastmile_core.travel.times.memory_needed import require_memory
from lastmile_core.workflows.day.under_way import UnderWay, under_way
from lastmile_core.workflows.plan.plan_day import start_planning
from pages.widgets.plan import plan_loads, plan_places, plan_waiting
from pages.widgets.settings import setup_rules
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, show_error
from pages.widgets.shared.text import md_escape, plural
from pages.widgets.today import changes_bar

EFFORTS = {"Quick · 10 s": 10.0, "Good · 30 s": 30.0, "Best · 2 min": 120.0}


def show(page: PageContext) -> None:
    """Offer the search with what it will work on."""
    counts = page.store.orders.counts(page.service_date, page.depot.depot_id)
    ready = counts.get(OrderStatus.READY, 0)
    roster = page.store.availability.for_day(page.service_date, page.depot.depot_id)
    out = sum(entry.is_available for entry in roster)
    if not sum(counts.values()):
        st.info(
            "No orders for this day yet. Bring them in on the Orders page, then plan here.", icon=":material/inbox:"
        )
        st.page_link("orders.py", label="Go to Orders", icon=":material/arrow_forward:")
        return
    begun = under_way(page.store, page.day_key)
    if begun is not None:
        _under_way(page, begun)
        return
    latest = page.store.plans.latest(page.service_date, page.depot.depot_id)
    with st.container(border=True):
        st.markdown(f"**{plural(ready, 'order')} ready** · {out} of {plural(len(roster), 'vehicle')} out today")
        all_seen = plan_waiting.show(page)
        all_meet = plan_loads.show(page)
        _warn_about_size(ready)
        plan_places.show(page)
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        effort = left.segmented_control(
            "How good?",
            list(EFFORTS),
            default="Good · 30 s",
            key="plan_effort",
            help="Longer searches find shorter routes.",
        )
        keep = right.toggle(
            "Keep locked stops and routes",
            value=True,
            key="plan_keep",
            disabled=latest is None,
            help="Starts from the newest version and leaves alone what you locked on the Routes page.",
        )
        _what_matters(page)
        why = st.text_input(
            "Why (optional)",
            key=f"plan_why_{state.count('plan_why')}",
            max_chars=120,
            placeholder="e.g. two vans fewer",
        )
        label = "Plan the day" if latest is None else "Plan again"
        if st.button(
            label,
            type="primary" if latest is None else "secondary",
            icon=":material/auto_awesome:",
            key="plan_go",
            disabled=not ready or not out or not all_seen or not all_meet,
        ):
            _start(page, EFFORTS[effort or "Good · 30 s"], why, keep=bool(keep and latest is not None))


def _warn_about_size(num_orders: int) -> None:
    """Say before anybody presses that the day is too large for this machine."""
    try:
        require_memory(1 + num_orders)
    except LastmileError as error:
        show_error(error)


def _under_way(page: PageContext, begun: UnderWay) -> None:
    """Lead to the re-plan: what has begun is not planned anew."""
    with st.container(border=True, key="plan_under_way"):
        st.markdown(f"**{begun.sentence}**")
        if begun.is_over:
            st.caption("Every route is done, so there is nothing left to plan.")
            return
        st.caption(
            "From now on planning means re-planning: what has happened stays, and the rest is planned from where the "
            "vans are. It takes about three seconds, and nothing is published before you choose."
        )
        if st.button("Re-plan the rest of the day", type="primary", icon=":material/alt_route:", key="plan_rest"):
            changes_bar.replan_the_rest(page)


def _what_matters(page: PageContext) -> None:
    """Say what the plan is asked for beyond the hard rules, and where that is changed."""
    with st.expander("What matters", icon=":material/tune:"):
        lines = setup_rules.summary(page)
        st.markdown("\n".join(f"* {md_escape(line)}" for line in lines) or "Only what the day costs.")
        st.caption("Prices say what it is worth to avoid something; 0 turns one off. Change them under Planning rules.")
        st.page_link("setup.py", label="Planning rules on the Settings page", icon=":material/arrow_forward:")


def _start(page: PageContext, time_limit_s: float, why: str, *, keep: bool) -> None:
    try:
        start_planning(
            page.settings,
            page.store,
            PlanPayload(day=page.day_key, time_limit_s=time_limit_s, why=why, keep=keep),
            by=page.user,
        )
    except LastmileError as error:
        show_error(error)
        return
    state.count("plan_why", 1)
    st.rerun()
