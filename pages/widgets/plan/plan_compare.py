"""The versions of a day's plan, and two of them side by side."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan, PlanOrigin, TravelSource
from lastmile_core.units import show_distance, show_duration, show_money
from lastmile_core.workflows.day.expected_attempts import expected_failures
from pages.charts.plan_charts import compare_plans
from pages.widgets.shared import plan_version, table
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape, visit_cell

ORIGINS = {
    PlanOrigin.SEARCH: "search",
    PlanOrigin.EDIT: "change by hand",
    PlanOrigin.UNDO: "undo",
    PlanOrigin.REDO: "redo",
    PlanOrigin.IMPORT: "import",
    PlanOrigin.REPLAN: "re-plan of the rest of the day",
}

FAILURES = "Failed first attempts expected"


def choose(page: PageContext) -> Plan | None:
    """List the versions of the day; return the one that is looked at, the newest unless chosen."""
    heads = page.store.plans.versions(page.service_date, page.depot.depot_id)
    if not heads:
        return None
    st.subheader("Versions")
    zone = page.day.midnight.tzinfo
    heads = sorted(heads, key=lambda head: head.version, reverse=True)
    rows = [
        {
            "Version": head.version,
            "State": "● published" if head.published_at else "○ draft",
            "Made": head.created_at.astimezone(zone).strftime("%d %b %H:%M"),
            "By": head.created_by,
            "How": ORIGINS[head.origin],
            "Why": head.why,
            "Routes": head.num_routes,
            "Stops": head.num_stops,
            "Not served": head.num_unassigned,
            "Broken rules": head.num_violations,
            "Distance (km)": round(head.distance_m / 1000, 1),
            "Paid (h)": round(head.paid_s / 3600, 1),
            f"Cost ({page.depot.currency})": round(head.operating_cost, 0),
        }
        for head in heads
    ]
    pinned = plan_version.pinned(page)
    index = next((i for i, head in enumerate(heads) if head.version == pinned), None)
    picked = table.show(
        rows,
        height=min(35 * (len(rows) + 1) + 3, 260),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [] if index is None else [index]}},
        key=f"versions_{page.service_date}_{page.depot.depot_id}_{heads[0].version}_{pinned}",
        alt="Plan versions of the day; choose one to pin it and look at it",
    )
    wanted = heads[picked["selection"]["rows"][0]].version if picked["selection"]["rows"] else None
    if wanted != pinned and not (wanted == heads[0].version and pinned is None):
        if wanted is None or wanted == heads[0].version:
            plan_version.unpin(page)
        else:
            plan_version.pin(page, wanted)
        st.rerun()
    newest = page.store.plans.latest(page.service_date, page.depot.depot_id)
    return None if newest is None else plan_version.newest_or_pinned(page, newest)


def _figures(page: PageContext, plan: Plan) -> list[tuple[str, float, str, bool]]:
    """Return (label, value, shown, lower is better) of a plan."""
    money = page.depot.currency
    wait = sum(route.wait_s for route in plan.routes_in_use)
    figures = [
        ("Routes", len(plan.routes_in_use), str(len(plan.routes_in_use)), True),
        ("Distance", plan.distance_m, show_distance(plan.distance_m), True),
        ("Paid time", plan.paid_s, show_duration(plan.paid_s), True),
        ("Cost", plan.cost.operating, show_money(plan.cost.operating, money), True),
        ("Not served", len(plan.unassigned), str(len(plan.unassigned)), True),
        ("Waiting at stops", wait, show_duration(wait), True),
    ]
    if (failures := _failures(page, plan)) is not None:
        figures.append((FAILURES, failures, f"{failures:.1f}", True))
    return figures


def _failures(page: PageContext, plan: Plan) -> float | None:
    return expected_failures(plan, page.store.orders.due_on(page.service_date, page.depot.depot_id), page.day)


def _difference(label: str, value: float, currency: str) -> str:
    if label == "Distance":
        return f"{value / 1000:+,.1f} km"
    if label in ("Paid time", "Waiting at stops"):
        return f"{value / 60:+,.0f} min"
    if label == "Cost":
        return ("+" if value > 0 else "") + show_money(value, currency)
    return f"{value:+.1f}" if label == FAILURES else f"{value:+.0f}"


def show(page: PageContext, plan: Plan) -> None:
    """Show the figures of a version beside another one."""
    heads = page.store.plans.versions(page.service_date, page.depot.depot_id)
    others = sorted((head.version for head in heads if head.version != plan.version), reverse=True)
    st.subheader(f"Version {plan.version}")
    mark_estimate(plan)
    other = _other(page, plan, others)
    with st.grid(3, min_column_width=150):
        compared = {label: value for label, value, _, _ in _figures(page, other)} if other else {}
        for label, value, shown, _ in _figures(page, plan):
            delta = value - compared[label] if other else None
            st.metric(
                label,
                shown,
                delta=None
                if delta is None
                else (
                    0
                    if abs(delta) < (0.05 if label == FAILURES else 0.5)
                    else _difference(label, delta, page.depot.currency)
                ),
                delta_color="inverse",
                delta_description=f"vs version {other.version}" if other else None,
                border=True,
                height="stretch",
            )
    if other is not None:
        with st.expander("All figures side by side"):
            table.show(
                compare_plans(
                    other, plan, page.depot.currency, failures=(_failures(page, other), _failures(page, plan))
                ),
                height="content",
                alt=f"Figures of version {other.version} and version {plan.version} side by side",
            )
        _moved(page, plan, other)


def _other(page: PageContext, plan: Plan, others: list[int]) -> Plan | None:
    if not others:
        return None
    chosen = st.selectbox(
        "Compare with",
        [None, *others],
        index=1,
        format_func=lambda version: "nothing" if version is None else f"version {version}",
        key=f"compare_{plan.version}_{others[0]}",
    )
    return None if chosen is None else page.store.plans.get(page.service_date, page.depot.depot_id, chosen)


def _moved(page: PageContext, plan: Plan, other: Plan) -> None:
    names = {
        vehicle.vehicle_id: vehicle.name for vehicle in page.store.vehicles.of_depot(plan.depot_id, active_only=False)
    }
    here_on = {stop.visit_id: (route.vehicle_id, stop) for route in plan.routes for stop in route.stops}
    there_on = {stop.visit_id: (route.vehicle_id, stop) for route in other.routes for stop in route.stops}
    rows = []
    for order_id in sorted(here_on.keys() | there_on.keys()):
        mine, theirs = here_on.get(order_id), there_on.get(order_id)
        if mine and theirs and mine[0] == theirs[0]:
            continue
        rows.append(
            {
                "Order": visit_cell(order_id),
                f"Version {other.version}": names.get(theirs[0], theirs[0]) if theirs else "not served",
                f"Version {plan.version}": names.get(mine[0], mine[0]) if mine else "not served",
            }
        )
    label = f"{len(rows)} stops changed vehicle" if len(rows) != 1 else "1 stop changed vehicle"
    with st.expander(label if rows else "The same stops on the same vehicles"):
        if rows:
            table.show(rows, alt="Stops that changed vehicle between the two versions")
        else:
            st.caption("Only times or the order of stops differ.")


def mark_estimate(plan: Plan) -> None:
    """Say so wherever times are shown that no road engine made."""
    if plan.travel_source is TravelSource.ESTIMATE:
        st.warning(
            "Driving times of this version are **estimates** (straight lines times a factor), not road times. "
            "Prepare roads on the Settings page and plan again.",
            icon=":material/warning:",
        )
    else:
        st.caption(f":material/route: Road times of {md_escape(plan.travel_region)}.")
