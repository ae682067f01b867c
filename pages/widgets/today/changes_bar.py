"""The bar on every page of the day: what has changed since the plan, and what takes it in."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lastmile_core.clock import today_in
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.travel.regions import list_regions
from lastmile_core.workflows.day.changed_since_plan import ChangedSincePlan, changed_since_plan
from lastmile_core.workflows.day.day_change import DayAction, DayChange, words_of_changes
from lastmile_core.workflows.day.waiting_orders import unseen_orders
from lastmile_core.workflows.plan.plan_day import start_planning
from lastmile_core.workflows.plan.take_in_changes import TakenIn, possible_actions, take_in_changes
from pages.widgets.shared import plan_version
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural

QUICK_S = 10.0
LABELS = {
    DayAction.HAND_OVER: ("Hand over", "swap_horiz", "A free vehicle drives the stops in their order."),
    DayAction.TAKE_OFF: ("Take off", "remove_road", "These orders leave their routes; the other stops stay."),
    DayAction.PUT_IN: ("Put in", "add_road", "Each order gets its cheapest place that breaks no rule."),
    DayAction.CHANGE_DRIVER: ("Change driver", "badge", "The routes stay; today's drivers drive them."),
    DayAction.TIME_AGAIN: ("Time again", "schedule", "The stops stay in their order and are timed and checked again."),
    DayAction.REPLAN: ("Re-plan", "alt_route", "All of it at once: a short search that keeps what you locked."),
}
ON_THE_ROAD = "What has happened stays; the rest is planned from where the vans are."


@st.cache_data(max_entries=40, ttl=3600, show_spinner=False)
def _changed(
    database: str,
    data_version: int,
    service_date: date,
    depot_id: str,
    today: date,
    roads: tuple[str, ...],
    _page: PageContext,
) -> ChangedSincePlan:
    """Compare plan and day; kept until anything in the store, the prepared roads or the date changes."""
    return changed_since_plan(_page.settings, _page.store, service_date, depot_id)


def current(page: PageContext) -> ChangedSincePlan:
    """Return what has changed since the plan of the day, as of this run."""
    roads = tuple(sorted(f"{region.name}:{region.build_id}" for region in list_regions(page.settings)))
    return _changed(
        str(page.settings.database),
        page.store.data_version(),
        page.service_date,
        page.depot.depot_id,
        today_in(page.depot.timezone),
        (page.settings.osrm_url or "", *roads),
        page,
    )


def show(page: PageContext) -> None:
    """Draw the bar; nothing while plan and day agree."""
    changed = current(page)
    if changed.changes and changed.version is not None:
        _open(page, changed, changed.version)
    elif changed.promised_changes and changed.version is not None and changed.promised_version is not None:
        with st.container(border=True, key="changes_bar"):
            drivers_have = f"v{changed.promised_version}"
            st.markdown(
                f":material/campaign: **Version {changed.version} knows what changed since {drivers_have}** "
                f"({_names(changed.promised_changes)}) and is not published: drivers still have {drivers_have}."
            )
            st.page_link("plan.py", label=f"Publish version {changed.version}", icon=":material/arrow_forward:")


def _open(page: PageContext, changed: ChangedSincePlan, version: int) -> None:
    with st.container(border=True, key="changes_bar"):
        count = plural(len(changed.changes), "change")
        st.markdown(f":orange[▲] **{count} since v{version}:** {_names(changed.changes)}")
        actions = possible_actions(changed.changes, is_under_way=changed.is_under_way)
        with st.container(horizontal=True, vertical_alignment="center"):
            for action, changes in actions.items():
                label, icon, tip = LABELS[action]
                if changed.is_under_way:
                    tip = ON_THE_ROAD
                clicked = st.button(
                    label,
                    key=f"changes_{action.name.lower()}",
                    icon=f":material/{icon}:",
                    help=tip,
                    type="primary" if changed.is_under_way else "secondary",
                )
                if clicked:
                    _do(page, changed, version, action, changes)
            if len(words_of_changes(changed.changes)) < len(changed.changes):
                with st.popover(f"All {len(changed.changes)}"):
                    st.markdown("\n".join(f"* {md_escape(change.words)}" for change in changed.changes))


def _names(changes: tuple[DayChange, ...]) -> str:
    return " · ".join(md_escape(words, 120) for words in words_of_changes(changes))


def _do(
    page: PageContext, changed: ChangedSincePlan, version: int, action: DayAction, changes: tuple[DayChange, ...]
) -> None:
    if action is DayAction.REPLAN:
        if changed.is_under_way:
            replan_the_rest(page)
        else:
            _plan_again(page, changes)
        return
    try:
        with st.spinner("Taking it in"):
            taken = take_in_changes(
                page.settings, page.store, page.service_date, page.depot.depot_id, version, changes, by=page.user
            )
    except LastmileError as error:
        show_error(error)
        return
    plan_version.saved(page, taken.plan.version)
    remember_message(_told(page, taken))
    st.rerun()


def _told(page: PageContext, taken: TakenIn) -> str:
    names = {v.vehicle_id: v.name for v in page.store.vehicles.of_depot(page.depot.depot_id, active_only=False)}
    said = [f"Saved as version {taken.plan.version}."]
    said += [
        f"{names.get(new, new)} drives the route of {names.get(old, old)}." for old, new in taken.handed_to.items()
    ]
    if taken.not_placed:
        said.append(f"No clean place for {', '.join(taken.not_placed[:5])}: see Not served on the Plan page.")
    if taken.plan.violations:
        said.append(f"It breaks a rule in {plural(len(taken.plan.violations), 'place')}: look before you publish.")
    return " ".join(said)


def _plan_again(page: PageContext, changes: tuple[DayChange, ...]) -> None:
    """Start a short search that keeps what is locked, and watch it on the Plan page."""
    if unseen_orders(page.store, page.day_key):
        remember_message("Some orders wait for a look: settle them first, then plan again.")
        st.switch_page("plan.py")
    try:
        start_planning(
            page.settings,
            page.store,
            PlanPayload(
                day=page.day_key,
                time_limit_s=QUICK_S,
                why="Took in: " + " · ".join(words_of_changes(changes)),
                keep=True,
            ),
            by=page.user,
        )
    except LastmileError as error:
        show_error(error)
        return
    plan_version.unpin(page)
    st.switch_page("plan.py")


def replan_the_rest(page: PageContext) -> None:
    """Look for ways to go on from where the vans are; the offers are on the Today page."""
    from pages.widgets.today import replan

    try:
        replan.begin(page)
    except LastmileError as error:
        show_error(error)
        return
    st.switch_page("today.py")
