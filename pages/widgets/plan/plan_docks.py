"""The dock board of a plan: which vehicle loads at which dock and when, who waits and what would end it."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Dock, Plan, ViolationCause
from lastmile_core.workflows.company.change_rules import count_docks
from pages.charts.dock_board import describe_docks, dock_board, dock_rows
from pages.charts.dock_loadings import is_counted
from pages.widgets.shared import table
from pages.widgets.shared.page import PageContext, remember_message
from pages.widgets.shared.text import md_escape, plural

MOST_SHOWN = 4


def show(page: PageContext, plan: Plan) -> None:
    """Show the docks of the depot with every loading; nothing for a depot that has none."""
    docks = page.store.docks.of_depot(plan.depot_id)
    if not docks or not plan.routes_in_use:
        return
    st.subheader("Docks")
    _choose_counting(page, plan)
    _say_who_waits(plan)
    _board(page, plan, docks)


def _choose_counting(page: PageContext, plan: Plan) -> None:
    rules = page.store.planning_rules.of_depot(plan.depot_id)
    key = f"use_docks_{plan.depot_id}_{rules.use_docks}"
    wanted = st.toggle(
        "Every loading must find a free bay",
        value=rules.use_docks,
        key=key,
        help="Planning then staggers departures so that nobody queues for a bay, where the promised times allow it.",
    )
    if wanted != rules.use_docks:
        count_docks(page.store, plan.depot_id, wanted, by=page.user)
        remember_message("Loading bays count from now on." if wanted else "Loading bays are not counted any more.")
        st.rerun()
    if not is_counted(plan):
        step = "Plan again to have departures staggered." if rules.use_docks else "Turn it on and plan again."
        st.caption(
            f"This version was planned without counting bays; below, whoever comes first is served first. {step}"
        )


def _say_who_waits(plan: Plan) -> None:
    broken = [violation.message for violation in plan.violations if violation.cause is ViolationCause.DOCKS]
    if not broken:
        return
    # Those with a reason first: they say what would end it for the others too.
    broken.sort(key=len, reverse=True)
    lines = [f"* {md_escape(message, 400)}" for message in broken[:MOST_SHOWN]]
    if len(broken) > MOST_SHOWN:
        lines.append(f"* and {len(broken) - MOST_SHOWN} more")
    head = (
        f"{plural(len(broken), 'loading has', 'loadings have')} no bay at {'its' if len(broken) == 1 else 'their'} time"
    )
    st.warning("\n".join([f"**{head}**", "", *lines]), icon=":material/warning:")


def _board(page: PageContext, plan: Plan, docks: list[Dock]) -> None:
    names = {
        vehicle.vehicle_id: vehicle.name for vehicle in page.store.vehicles.of_depot(plan.depot_id, active_only=False)
    }
    zone = page.depot.timezone
    said = describe_docks(plan, docks, zone)
    st.caption(said)
    # Over the whole width, so that names fit into twenty minutes of a long day; the table has them on a phone.
    st.plotly_chart(
        dock_board(plan, docks, names, theme=page.theme, timezone=zone),
        key="dock_board",
        theme=None,
        config={"displayModeBar": False},
        alt=f"Loading bays as rows, each loading as a bar over the day. {said}",
    )
    rows = dock_rows(plan, docks, names, zone)
    table.show(
        rows,
        height=min(35 * (len(rows) + 1) + 3, 330),
        alt="Every loading with its bay, vehicle, trip, times and wait",
    )
