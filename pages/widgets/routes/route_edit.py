"""Changing the plan by hand: what a change would do is shown before it is saved, and every save is a version."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError, StaleVersionError
from lastmile_core.model import Order, Plan, Stop, by_visit, order_of, visit_words
from lastmile_core.problem import plannable
from lastmile_core.schedule.edits import Edit, LockRoute, LockStop, MoveStop, Unassign
from lastmile_core.units import show_clock, show_distance, show_duration, show_money
from lastmile_core.workflows.day.changed_since_plan import new_orders
from lastmile_core.workflows.plan.edit_route import (
    EditPreview,
    best_places,
    can_undo,
    edit_route,
    preview_edit,
    redo,
    undo,
)
from pages.widgets.routes import route_trips
from pages.widgets.shared import plan_version, selection, state
from pages.widgets.shared.day_map import names_of
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.selection import Selection
from pages.widgets.shared.text import md_escape, plural, show_load
from pages.widgets.today import changes_bar


def show(page: PageContext, plan: Plan, chosen: Selection) -> None:
    """Offer changes to the selected stop or route, undo and redo."""
    with st.container(border=True):
        st.subheader("Change by hand")
        if plan_version.pinned(page) is not None:
            st.caption(f"Version {plan.version} is pinned to be looked at. Changes are made on the newest version.")
            return
        _undo_redo(page, plan)
        _violations(plan)
        order_id = chosen.order_id or _pick_unassigned(page, plan)
        if order_id is not None:
            _stop_panel(page, plan, order_id)
        elif chosen.vehicle_id is not None:
            _route_panel(page, plan, chosen.vehicle_id)
        else:
            st.caption("Choose a stop on the map, the time line or in the table to move, lock or take it off.")


def _undo_redo(page: PageContext, plan: Plan) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        base = plan_version.seen(page, plan)
        if st.button("Undo", icon=":material/undo:", key="undo", disabled=not can_undo(page.store, plan)):
            _run(page, lambda: undo(page.settings, page.store, plan.service_date, plan.depot_id, base, by=page.user))
        if st.button("Redo", icon=":material/redo:", key="redo", disabled=not plan.redo_stack):
            _run(page, lambda: redo(page.settings, page.store, plan.service_date, plan.depot_id, base, by=page.user))
        st.caption(f"Version {plan.version} by {md_escape(plan.created_by)}. {md_escape(plan.why)}")


def _violations(plan: Plan) -> None:
    for violation in plan.violations[:6]:
        st.error(md_escape(violation.message, 300), icon=":material/warning:")
    if len(plan.violations) > 6:
        st.caption(f"and {plural(len(plan.violations) - 6, 'more broken rule')}")


def _run(page: PageContext, action: object) -> None:
    """Do a saving action; the page then looks at the version it made."""
    try:
        saved = action()  # type: ignore[operator]
    except StaleVersionError as error:
        state.put("stale", f"{error.message} {error.mend}")
        plan_version.unpin(page)  # the sentence says it all; the page shows the newest now
        st.rerun()
    except LastmileError as error:
        show_error(error)
        return
    plan_version.saved(page, saved.version)
    remember_message(f"Saved as version {saved.version}.")
    selection.choose(st.query_params.get("route"), st.query_params.get("stop"))
    st.rerun()


def show_stale() -> None:
    """Show, after the rerun, that somebody else was first."""
    if text := state.take("stale"):
        st.error(md_escape(text, 500), icon=":material/sync_problem:")


def _pick_unassigned(page: PageContext, plan: Plan) -> str | None:
    orders = {order.order_id: order for order in plannable(page.store.orders.due_on(plan.service_date, plan.depot_id))}
    without = dict.fromkeys([left.order_id for left in plan.unassigned] + new_orders(changes_bar.current(page), plan))
    names = {order_id: orders[order_id].customer_name for order_id in without if order_id in orders}
    if not names:
        return None
    return st.selectbox(
        f"{plural(len(names), 'order')} without a route: put one on a vehicle",
        list(names),
        index=None,
        format_func=lambda order_id: f"{order_id} · {names[order_id]}",
        key=f"pick_unassigned_{plan.version}",
        placeholder="Choose an order",
    )


def _describe(page: PageContext, order: Order | None) -> None:
    if order is None:
        return
    zone = page.day.midnight.tzinfo
    windows = (
        ", ".join(
            f"{show_clock(w.earliest.astimezone(zone))}–{show_clock(w.latest.astimezone(zone))}" for w in order.windows
        )
        or "any time"
    )
    load = show_load(order.load)
    st.markdown(
        f"**{md_escape(order.customer_name)}** · {md_escape(order.address)} · {md_escape(visit_words(order.order_id))}"
    )
    detail = f"Window {windows} · {show_duration(order.service_s)} at the stop"
    if load:
        detail += f" · {md_escape(load)}"
    if order.skills:
        detail += f" · needs {md_escape(', '.join(sorted(order.skills)))}"
    st.caption(detail)
    if order.notes:
        st.text(order.notes)


def _stop_panel(page: PageContext, plan: Plan, order_id: str) -> None:
    whole = page.store.orders.get(order_of(order_id), plan.service_date)
    _describe(page, by_visit([whole]).get(order_id) if whole is not None else None)
    on = next(
        (
            (route.vehicle_id, index, stop)
            for route in plan.routes
            for index, stop in enumerate(route.stops)
            if stop.visit_id == order_id
        ),
        None,
    )
    if on is not None:
        _stop_times(page, plan, on[0], on[1])
    _best_places(page, plan, order_id)
    target = _target(page, plan, order_id, on)
    if target is not None:
        edit = MoveStop(visit_id=order_id, vehicle_id=target[0], position=target[1])
        _preview_and_save(page, plan, edit, "move")
    if on is not None:
        _lock_or_take_off(page, plan, on[2])


def _lock_or_take_off(page: PageContext, plan: Plan, stop: Stop) -> None:
    order_id = stop.visit_id
    with st.container(horizontal=True):
        if st.button(
            "Unlock stop" if stop.is_locked else "Lock to this vehicle",
            icon=":material/lock_open:" if stop.is_locked else ":material/lock:",
            key="lock_stop",
        ):
            _save(page, plan, LockStop(visit_id=order_id, is_locked=not stop.is_locked), "")
        if not stop.has_locked_position and st.button(
            "Lock to its place",
            icon=":material/lock_clock:",
            key="lock_place",
            help="It stays on this vehicle and keeps its place on the route when the day is planned again.",
        ):
            _save(page, plan, LockStop(visit_id=order_id, with_position=True), "")
        if st.button("Take off the route", icon=":material/remove_road:", key="unassign"):
            _save(page, plan, Unassign(visit_id=order_id), "")


def _stop_times(page: PageContext, plan: Plan, vehicle_id: str, index: int) -> None:
    zone = page.day.midnight.tzinfo
    route = next(route for route in plan.routes if route.vehicle_id == vehicle_id)
    stop = route.stops[index]
    with st.container(horizontal=True):
        st.metric("Stop", f"{index + 1} of {len(route.stops)}", border=True)
        st.metric("Arrives", show_clock(stop.arrival.astimezone(zone)), border=True)
        st.metric("Waits", show_duration(stop.wait_s), border=True)
        st.metric("Leaves", show_clock(stop.departure.astimezone(zone)), border=True)


def _best_places(page: PageContext, plan: Plan, order_id: str) -> None:
    """Fill in the cheapest clean place when asked."""
    asked = f"best_{plan.version}_{order_id}"
    if not st.toggle("Show the best places", key=asked, help="Places that break no rule, cheapest first"):
        return
    places = best_places(page.settings, page.store, plan, order_id)
    if not places:
        st.caption("No place on any vehicle out today keeps every rule.")
        return
    names = names_of(page)
    with st.container(horizontal=True):
        for place in places[:3]:
            st.button(
                f"{md_escape(names.get(place.vehicle_id, place.vehicle_id))}, stop {place.position + 1}: "
                f"+{show_duration(place.extra_s)}, +{show_distance(place.extra_m)}",
                key=f"{asked}_{place.vehicle_id}",
                on_click=_fill_in,
                args=(plan.version, order_id, place.vehicle_id, place.position),
            )


def _fill_in(version: int, order_id: str, vehicle_id: str, position: int) -> None:
    state.set_widget(f"move_to_{version}_{order_id}", vehicle_id)
    state.set_widget(f"position_{version}_{order_id}_{vehicle_id}", position + 1)


def _target(page: PageContext, plan: Plan, order_id: str, on: tuple[str, int, object] | None) -> tuple[str, int] | None:
    """Ask for route and position; None while they are where the stop is already."""
    names = names_of(page)
    available = [
        entry.vehicle_id
        for entry in page.store.availability.for_day(plan.service_date, plan.depot_id)
        if entry.is_available
    ]
    stops = {route.vehicle_id: [stop.visit_id for stop in route.stops] for route in plan.routes}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    vehicle_id = left.selectbox(
        "Move to",
        available,
        index=available.index(on[0]) if on is not None and on[0] in available else None,
        format_func=lambda v: f"{names.get(v, v)} ({plural(len(stops.get(v, [])), 'stop')})",
        key=f"move_to_{plan.version}_{order_id}",
        placeholder="Choose a vehicle",
    )
    if vehicle_id is None:
        return None
    others = [other for other in stops.get(vehicle_id, []) if other != order_id]
    is_same = on is not None and on[0] == vehicle_id
    position = right.number_input(
        f"Position (1 to {len(others) + 1})",
        1,
        len(others) + 1,
        value=on[1] + 1 if is_same and on is not None else len(others) + 1,
        key=f"position_{plan.version}_{order_id}_{vehicle_id}",
    )
    if is_same and on is not None and position == on[1] + 1:
        return None
    return vehicle_id, int(position) - 1


def _preview_and_save(page: PageContext, plan: Plan, edit: Edit, key: str) -> None:
    try:
        preview = preview_edit(page.settings, page.store, plan.service_date, plan.depot_id, plan.version, edit)
    except LastmileError as error:
        show_error(error)
        return
    _show_preview(page, preview)
    why = st.text_input(
        "Why", key=f"why_{key}_{plan.version}", max_chars=120, placeholder="e.g. customer asked for the afternoon"
    )
    if st.button(f"Save as version {plan.version + 1}", type="primary", icon=":material/save:", key=f"save_{key}"):
        _save(page, plan, edit, why)


def _show_preview(page: PageContext, preview: EditPreview) -> None:
    with st.container(horizontal=True, key="edit_preview"):
        for label, value, shown in (
            ("Paid time", preview.extra_s, show_duration(preview.extra_s)),
            ("Distance", preview.extra_m, show_distance(preview.extra_m)),
            ("Cost", preview.extra_cost, show_money(preview.extra_cost, page.depot.currency)),
        ):
            st.metric(label, ("+" if value > 0 else "") + shown, border=True)
    if not preview.new_violations and not preview.solved_violations:
        st.success("Breaks no further rule.", icon=":material/check_circle:")
    for violation in preview.new_violations[:5]:
        st.error(md_escape(violation.message, 300), icon=":material/warning:")
    if len(preview.new_violations) > 5:
        st.caption(f"and {plural(len(preview.new_violations) - 5, 'more broken rule')}")
    for violation in preview.solved_violations[:5]:
        st.success(f"Mended: {md_escape(violation.message, 300)}", icon=":material/check_circle:")


def _route_panel(page: PageContext, plan: Plan, vehicle_id: str) -> None:
    route = next(route for route in plan.routes if route.vehicle_id == vehicle_id)
    name = names_of(page).get(vehicle_id, vehicle_id)
    st.markdown(
        f"**{md_escape(name)}** · {plural(len(route.stops), 'stop')} · {show_distance(route.distance_m)} · "
        f"{show_duration(route.paid_s)} paid · {show_money(route.cost, page.depot.currency)}"
    )
    if st.button(
        "Unlock this route" if route.is_locked else "Lock this route",
        icon=":material/lock_open:" if route.is_locked else ":material/lock:",
        key="lock_route",
        help="A locked route stays as it is when the day is planned again.",
    ):
        _save(page, plan, LockRoute(vehicle_id=vehicle_id, is_locked=not route.is_locked), "")
    change = route_trips.ask(page, plan, route)
    if change is not None:
        _save(page, plan, change, "")


def _save(page: PageContext, plan: Plan, edit: Edit, why: str) -> None:
    base = plan_version.seen(page, plan)
    _run(
        page,
        lambda: edit_route(
            page.settings, page.store, plan.service_date, plan.depot_id, base, edit, by=page.user, why=why
        ),
    )
