"""What needs a dispatcher now: who, what, until when it can still be mended, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model import REASONS_BY_CODE, Order, Plan, Route, Stop, by_visit
from lastmile_core.tracking.attention_item import Attention, Urgency
from lastmile_core.tracking.day_state import DayState
from lastmile_core.tracking.eta import expected_arrivals
from lastmile_core.tracking.left_over import about_no_outcome, about_other_vans, is_cancelled
from lastmile_core.tracking.moments import seconds_between, shift
from lastmile_core.tracking.route_state import RouteState
from lastmile_core.tracking.stop_state import StopState, StopStatus
from lastmile_core.units import plural, show_clock, show_duration


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionRules:
    """From when on something is worth a person's attention, in seconds.

    Attributes
    ----------
    departure_grace_s
        A van this long after its planned departure without leaving is overdue.
    late_route_s
        A route this far behind its plan is late.
    window_margin_s
        An expected arrival this close to the end of its window is at risk.
    silence_s
        A van on the road without any report for this long is silent.
    """

    departure_grace_s: int = 300
    late_route_s: int = 900
    window_margin_s: int = 600
    silence_s: int = 5400


_RETRY_STEPS = {
    "call": "Call the customer, then plan a second attempt.",
    "other window": "Agree on another time with the customer, then plan it again.",
    "pickup point": "Offer a pickup point.",
    "address fix": "Correct the address, then plan it again.",
    "nothing": "Put it on another route or plan it for tomorrow.",
}


def what_needs_attention(
    plan: Plan | None,
    state: DayState,
    now: datetime,
    orders: Iterable[Order] = (),
    vehicle_names: Mapping[str, str] | None = None,
    rules: AttentionRules | None = None,
) -> list[Attention]:
    """Return what needs a person, most urgent first.

    Parameters
    ----------
    plan
        The published plan; without one nothing is promised and the list is empty.
    orders
        Orders of the day, for names and for orders that no route carries.
    vehicle_names
        Names to show instead of vehicle ids.
    """
    if plan is None:
        return []
    rules = rules or AttentionRules()
    names = dict(vehicle_names or {})
    known = by_visit(orders)
    found: list[Attention] = []
    for route in plan.routes_in_use:
        name = names.get(route.vehicle_id, route.vehicle_id)
        found += _about_route(route, state, now, name, known, rules)
    found += [item for stop in state.stops.values() if (item := _about_failure(stop, known))]
    found += about_other_vans(state, names)
    found += _about_unassigned(plan, state, known)
    order = list(Urgency)
    return sorted(
        found,
        key=lambda item: (
            order.index(item.severity),
            item.until.timestamp() if item.until else float("inf"),
            item.vehicle_id or "",
            item.visit_id or "",
        ),
    )


def _about_route(
    route: Route, state: DayState, now: datetime, name: str, known: Mapping[str, Order], rules: AttentionRules
) -> list[Attention]:
    status = state.routes[route.vehicle_id]
    if status.returned is not None:
        return about_no_outcome(route, state, name, known)
    found = []
    if (item := _not_departed(route, status, now, name, rules)) is not None:
        found.append(item)
    windows = _windows_at_risk(route, status, state, now, name, known, rules)
    if windows is not None:
        found.append(windows)
    elif status.has_report and status.remaining and status.delay_s >= rules.late_route_s:
        found.append(
            Attention(
                severity=Urgency.SOON,
                vehicle_id=route.vehicle_id,
                visit_id=status.next_visit_id,
                what=f"{name} is {show_duration(status.delay_s)} behind its plan, "
                f"{plural(status.remaining, 'stop')} to go.",
                next_step="Call the driver; move late stops to a van that is ahead.",
            )
        )
    if (item := _silent(route, status, now, name, rules)) is not None:
        found.append(item)
    return found


def _not_departed(
    route: Route, status: RouteState, now: datetime, name: str, rules: AttentionRules
) -> Attention | None:
    overdue = seconds_between(route.departure, now)
    if status.departed or status.done or status.failed or overdue <= rules.departure_grace_s:
        return None
    return Attention(
        severity=Urgency.NOW,
        vehicle_id=route.vehicle_id,
        overdue_vehicle=name,
        what=f"{name} should have left at {show_clock(route.departure)} and has not.",
        next_step="Ask at the dock what holds it, or mark the departure.",
        until=_first_deadline(route),
    )


def _first_deadline(route: Route) -> datetime | None:
    """Return the latest departure with which every window still holds, were nothing but driving left to lose."""
    spare = [seconds_between(stop.arrival, stop.window.latest) for stop in route.stops if stop.window]
    return shift(route.departure, max(0, min(spare))) if spare else None


def _windows_at_risk(
    route: Route,
    status: RouteState,
    state: DayState,
    now: datetime,
    name: str,
    known: Mapping[str, Order],
    rules: AttentionRules,
) -> Attention | None:
    waiting = {
        s.visit_id
        for s in route.stops
        if state.stops[s.visit_id].status is StopStatus.PLANNED and not is_cancelled(known.get(s.visit_id))
    }
    etas = expected_arrivals(route, status.delay_s, waiting, now)
    risky: list[tuple[int, Stop]] = []
    for stop in route.stops:
        if stop.visit_id in etas and stop.window is not None:
            spare = seconds_between(etas[stop.visit_id], stop.window.latest)
            # A stop planned close to its window's end is no news while the van keeps its plan.
            if spare < 0 or (spare < rules.window_margin_s and status.delay_s > 0):
                risky.append((spare, stop))
    if not risky:
        return None
    missed = sum(spare < 0 for spare, _ in risky)
    spare, first = min(risky, key=lambda pair: pair[1].window.latest.timestamp() if pair[1].window else 0.0)
    order = known.get(first.visit_id)
    who = (order.customer_name if order else "") or first.visit_id
    verb = "will miss" if missed else "may miss"
    count = missed or len(risky)
    until = first.window.latest if first.window else None
    return Attention(
        severity=Urgency.NOW if missed else Urgency.SOON,
        vehicle_id=route.vehicle_id,
        visit_id=first.visit_id,
        visit_ids=tuple(stop.visit_id for _, stop in risky),
        what=f"{name} {verb} {count} {'window' if count == 1 else 'windows'}; first {who}, "
        + (f"late by {show_duration(-spare)}." if spare < 0 else f"{show_duration(spare)} to spare."),
        next_step="Move the stop to a van nearby, or tell the customer the new time.",
        until=until,
    )


def _silent(route: Route, status: RouteState, now: datetime, name: str, rules: AttentionRules) -> Attention | None:
    if not status.is_out or not status.remaining or status.last_event_at is None:
        return None
    quiet = seconds_between(status.last_event_at, now)
    if quiet <= rules.silence_s:
        return None
    return Attention(
        severity=Urgency.SOON,
        vehicle_id=route.vehicle_id,
        visit_id=status.next_visit_id,
        what=f"Nothing heard from {name} for {show_duration(quiet)}.",
        next_step="Call the driver.",
    )


def _about_failure(stop: StopState, known: Mapping[str, Order]) -> Attention | None:
    if stop.status is not StopStatus.FAILED:
        return None
    reason = REASONS_BY_CODE.get(stop.reason)
    order = known.get(stop.visit_id)
    who = (order.customer_name if order else "") or stop.visit_id
    why = reason.label[0].lower() + reason.label[1:] if reason else stop.reason or "no reason given"
    return Attention(
        severity=Urgency.NOTE,
        vehicle_id=stop.vehicle_id or None,
        visit_id=stop.visit_id,
        visit_ids=(stop.visit_id,),
        what=f"{who} could not be served: {why}.",
        next_step=_RETRY_STEPS.get(reason.retry_needs if reason else "", "Plan a second attempt."),
        until=stop.window.latest if stop.window else None,
    )


def _about_unassigned(plan: Plan, state: DayState, known: Mapping[str, Order]) -> list[Attention]:
    found = []
    for left_out in plan.unassigned:
        stop = state.stops.get(left_out.order_id)
        order = known.get(left_out.order_id)
        if (stop is not None and stop.visits) or is_cancelled(order):
            continue
        who = (order.customer_name if order else "") or left_out.order_id
        latest = max((window.latest for window in order.windows), default=None) if order else None
        found.append(
            Attention(
                severity=Urgency.SOON,
                visit_id=left_out.order_id,
                visit_ids=(left_out.order_id,),
                what=f"{who} is on no route: {left_out.message}",
                next_step=left_out.mend or "Add it to a route, or agree on another day with the customer.",
                until=latest,
            )
        )
    return found
