"""The board of the running day."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.model import Plan, by_visit, is_pickup_id
from lastmile_core.tracking.attention import what_needs_attention
from lastmile_core.tracking.attention_item import Attention, Urgency
from lastmile_core.tracking.day_state import DayState
from lastmile_core.tracking.stop_state import StopStatus
from lastmile_core.units import show_clock, show_duration
from lastmile_core.workflows.day.changed_since_plan import drivers_today
from lastmile_core.workflows.running_day.changes_attention import changes_attention
from lastmile_core.workflows.running_day.day_state import tracked_day
from pages.charts.route_map import describe_route_map, route_map
from pages.widgets.shared import table
from pages.widgets.shared.day_map import map_style, names_of, on_streets
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape, plural
from pages.widgets.today import changes_bar

URGENCY = {
    Urgency.NOW: (":red[✕ Now]", "red"),
    Urgency.SOON: (":orange[▲ Soon]", "orange"),
    Urgency.NOTE: (":blue[○ Note]", "blue"),
}
SHOWN = 8
GROUP_FROM = 3


def published(page: PageContext) -> Plan | None:
    """Return the published plan; without one say what the next step is."""
    plan = page.store.plans.latest_published(page.service_date, page.depot.depot_id)
    if plan is not None:
        return plan
    draft = page.store.plans.latest(page.service_date, page.depot.depot_id)
    counts = page.store.orders.counts(page.service_date, page.depot.depot_id)
    if draft is not None:
        st.info(
            f"Version {draft.version} is planned but not published: drivers have nothing yet.",
            icon=":material/campaign:",
        )
        st.page_link("plan.py", label="Look at it and publish", icon=":material/arrow_forward:")
    elif sum(counts.values()):
        st.info(f"{plural(sum(counts.values()), 'order')} wait for a plan.", icon=":material/auto_awesome:")
        st.page_link("plan.py", label="Plan the day", icon=":material/arrow_forward:")
    else:
        st.info(
            "This page shows the running day: routes out, progress, what needs you. "
            "There are no orders for this day yet.",
            icon=":material/inbox:",
        )
        st.page_link("orders.py", label="Bring in orders", icon=":material/arrow_forward:")
    return None


def track(page: PageContext, plan: Plan) -> DayState:
    """Fold the day's events."""
    return tracked_day(page.store, plan)


def figures(page: PageContext, plan: Plan, day: DayState) -> None:
    """Show the numbers of the day so far."""
    planned = [day.stops[stop.visit_id] for route in plan.routes for stop in route.stops if stop.visit_id in day.stops]
    done = sum(stop.status is StopStatus.DELIVERED for stop in planned)
    fetched = sum(stop.status is StopStatus.DELIVERED and is_pickup_id(stop.visit_id) for stop in planned)
    failed = sum(stop.status is StopStatus.FAILED for stop in planned)
    total = max(1, len(planned))
    # A van that reports without a route is none of these; it stands among what needs a person.
    routes = [day.routes[route.vehicle_id] for route in plan.routes_in_use]
    out = sum(route.is_out for route in routes)
    back = sum(route.returned is not None for route in routes)
    late = [route for route in routes if route.has_report and route.remaining and route.delay_s >= 900]
    st.progress(
        (done + failed) / total,
        text=f"{done + failed} of {plural(len(planned), 'stop')} done ({(done + failed) / total:.0%})",
    )
    with st.grid(5, min_column_width=140):
        st.metric("◔ Routes out", f"{out} of {len(plan.routes_in_use)}", border=True, help="Departed and not back yet")
        st.metric("● Served", done - fetched, border=True, help="Orders delivered or collected" + _and_fetched(fetched))
        st.metric("✕ Failed", failed, border=True)
        st.metric("▲ Late routes", len(late), border=True, help="15 min or more behind their plan")
        st.metric("Back at the depot", back, border=True)


def _and_fetched(fetched: int) -> str:
    return f"; {plural(fetched, 'pickup')} fetched as well" if fetched else ""


def attention(page: PageContext, plan: Plan, day: DayState) -> None:
    """List what needs a person, most urgent first."""
    planned = [day.routes[route.vehicle_id] for route in plan.routes_in_use]
    is_over = bool(planned) and all(route.returned is not None for route in planned)
    st.subheader("Left over from this day" if is_over else "Needs you")
    orders = page.store.orders.due_on(plan.service_date, plan.depot_id)
    moment = utc_now()
    if moment < page.day.midnight or moment > page.day.at(86_400 + 6 * 3600):
        moment = max(
            [event for event in (route.last_event_at for route in day.routes.values()) if event] or [page.day.midnight]
        )
    changes = changes_attention(changes_bar.current(page), plan, orders, names_of(page))
    reported = _grouped(what_needs_attention(plan, day, moment, orders, names_of(page)))
    # What nobody drives to at all comes before what comes late.
    found = sorted([*changes, *reported], key=lambda item: list(Urgency).index(item.severity))
    if not found:
        st.success("Nothing needs you at the moment.", icon=":material/check_circle:")
        return
    with st.container(height=470, border=True):
        for item in found[:SHOWN]:
            _item(page, item)
        if len(found) > SHOWN:
            with st.expander(f"{len(found) - SHOWN} more"):
                for item in found[SHOWN:]:
                    _item(page, item)


def _grouped(found: list[Attention]) -> list[Attention]:
    """Put many vans that wait for the same thing into one card: a yard that is late is one problem, not twelve."""
    waiting = [item for item in found if item.overdue_vehicle]
    if len(waiting) < GROUP_FROM:
        return found
    first = waiting[0]
    words = f"{len(waiting)} vans have not left. {first.what} " + ", ".join(
        item.overdue_vehicle for item in waiting[1:]
    )
    rest = [item for item in found if item not in waiting]
    return [replace(first, what=f"{words} wait too.", vehicle_id=None), *rest]


def _item(page: PageContext, item: Attention) -> None:
    until = ""
    if item.until is not None:
        word = "until" if item.until > utc_now() else "was due by"
        until = f" · {word} {show_clock(item.until.astimezone(page.day.midnight.tzinfo))}"
    st.markdown(f"**{URGENCY[item.severity][0]}**{until}  \n{md_escape(item.what, 300)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(md_escape(item.next_step, 200))
        target = {"day": page.service_date.isoformat(), "depot": page.depot.depot_id}
        if item.vehicle_id:
            target["route"] = item.vehicle_id
        if item.visit_id:
            target["stop"] = item.visit_id
        if item.vehicle_id or item.visit_id:
            st.page_link("routes.py", label="Open", query_params=target, icon=":material/route:")


def show_map(page: PageContext, plan: Plan, day: DayState) -> None:
    """Show all routes with the state of each stop."""
    orders = by_visit(page.store.orders.due_on(plan.service_date, plan.depot_id))
    names = names_of(page)
    st.pydeck_chart(
        route_map(
            on_streets(page, plan),
            orders,
            page.depot,
            theme=page.theme,
            style_url=map_style(page),
            events_state=day,
            vehicle_names=names,
            fleet=sorted(names),
            size_px=(590, 530),
        ),
        height=530,
        key="today_map",
        alt=describe_route_map(plan, page.depot, vehicle_names=names),
    )


def routes(page: PageContext, plan: Plan, day: DayState) -> None:
    """List the routes, those in trouble first."""
    st.subheader("Routes")
    names, zone = names_of(page), page.day.midnight.tzinfo
    drivers = {driver.driver_id: driver.name for driver in page.store.drivers.of_depot(plan.depot_id)}
    driver_ids = drivers_today(page.store, plan)
    rows = []
    for route in sorted(plan.routes_in_use, key=lambda r: -day.routes[r.vehicle_id].delay_s):
        status = day.routes[route.vehicle_id]
        rows.append(
            {
                "Route": names.get(route.vehicle_id, route.vehicle_id),
                "Driver": drivers.get(driver_ids.get(route.vehicle_id) or "", ""),
                "State": _word(status.returned is not None, status.is_out),
                "Behind plan": _behind(status.delay_s) if status.has_report else "no report yet",
                "Done": (status.done + status.failed) / max(1, len(route.stops)) * 100,
                "Failed": status.failed,
                "To go": status.remaining,
                "Departs": show_clock(route.departure.astimezone(zone)),
                "Planned back": show_clock(route.return_at.astimezone(zone)),
                "Last sign": show_clock(status.last_event_at.astimezone(zone)) if status.last_event_at else "",
            }
        )
    table.show(
        rows,
        height="content",
        alt="Routes of the day with progress and delay, the latest first",
        column_config={"Done": st.column_config.ProgressColumn("Done (%)", format="%.0f", min_value=0, max_value=100)},
    )


def _word(is_back: bool, is_out: bool) -> str:
    if is_back:
        return "● back"
    return "◔ on the road" if is_out else "○ at the depot"


def _behind(seconds: int) -> str:
    if abs(seconds) < 120:
        return "on time"
    return f"▲ {show_duration(seconds)} late" if seconds > 0 else f"{show_duration(-seconds)} early"
