"""Events folded into the state of the day: pure, and the same for every order of arrival and for duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lastmile_core.model import EventKind, Plan, Route, Stop, StopEvent
from lastmile_core.tracking.day_state import DayState, EventFlag
from lastmile_core.tracking.eta import expected_arrivals
from lastmile_core.tracking.moments import in_order, seconds_between
from lastmile_core.tracking.route_state import RouteState
from lastmile_core.tracking.stop_state import StopState, StopStatus, StopVisit
from lastmile_core.tracking.visits import build_visits


def fold_day(plan: Plan | None, events: Iterable[StopEvent]) -> DayState:
    """Return the state of the day.

    Parameters
    ----------
    plan
        The published plan; None when nothing was published (then only what happened is known).
    events
        All events of the day and depot, in any order, repeated or not.
    """
    ordered, ahead = in_order(events)
    routes = {route.vehicle_id: route for route in plan.routes_in_use} if plan else {}
    planned = {stop.visit_id: (route, stop) for route in routes.values() for stop in route.stops}
    stops = _fold_stops(planned, ordered)
    of_route: dict[str, list[StopEvent]] = defaultdict(list)
    for event in ordered:
        of_route[event.vehicle_id].append(event)
    states = {}
    for vehicle_id in sorted(routes.keys() | of_route.keys()):
        state = _fold_route(vehicle_id, routes.get(vehicle_id), of_route.get(vehicle_id, []), stops)
        states[vehicle_id] = state
        _add_etas(routes.get(vehicle_id), state, stops)
    return DayState(routes=states, stops=stops, flags=_flags(ordered, ahead, planned, plan is not None))


def _fold_stops(planned: Mapping[str, tuple[Route, Stop]], ordered: Sequence[StopEvent]) -> dict[str, StopState]:
    grouped: dict[str, dict[str, list[StopEvent]]] = defaultdict(lambda: defaultdict(list))
    for event in ordered:
        if event.visit_id:
            grouped[event.visit_id][event.vehicle_id].append(event)
    stops = {}
    for visit_id in [*planned, *sorted(grouped.keys() - planned.keys())]:
        visits = [visit for some in grouped.get(visit_id, {}).values() for visit in build_visits(some)]
        visits.sort(key=_visit_key)
        stops[visit_id] = _stop_state(visit_id, planned.get(visit_id), tuple(visits))
    return stops


def _visit_key(visit: StopVisit) -> tuple[float, str]:
    moment = visit.finished or visit.last_stamp
    return (moment.timestamp() if moment else 0.0, visit.vehicle_id)


def _stop_state(visit_id: str, planned: tuple[Route, Stop] | None, visits: tuple[StopVisit, ...]) -> StopState:
    vehicle_id = planned[0].vehicle_id if planned else ""
    base = StopState(
        visit_id=visit_id,
        vehicle_id=vehicle_id,
        planned_vehicle_id=vehicle_id,
        window=planned[1].window if planned else None,
        visits=visits,
    )
    if not visits:
        return base
    # A delivery is not undone by what another van says later; inside one visit the last word holds.
    delivered = [visit for visit in visits if visit.is_delivered]
    failed = [visit for visit in visits if visit.is_delivered is False]
    if delivered:
        shown, status = delivered[0], StopStatus.DELIVERED
    elif failed:
        shown, status = failed[-1], StopStatus.FAILED
    else:
        shown, status = visits[-1], StopStatus.UNDER_WAY
    return replace(
        base,
        status=status,
        vehicle_id=shown.vehicle_id,
        arrived=shown.arrived,
        service_start=shown.service_start,
        finished=shown.finished,
        left=shown.left,
        reason=shown.reason,
        outcome=shown.outcome,
        note=shown.note,
        delivered_share=shown.delivered_share,
    )


_AT_THE_DOCK = (EventKind.DOCK_ARRIVED, EventKind.LOADING_STARTED, EventKind.LOADING_FINISHED, EventKind.DEPARTED)


def _fold_route(
    vehicle_id: str, route: Route | None, events: Sequence[StopEvent], stops: Mapping[str, StopState]
) -> RouteState:
    first: dict[EventKind, datetime] = {}
    last: dict[EventKind, datetime] = {}
    for event in events:
        first.setdefault(event.kind, event.occurred_at)
        last[event.kind] = event.occurred_at
    own = [event for event in events if event.visit_id is None]
    mine = [stop for stop in stops.values() if stop.vehicle_id == vehicle_id and stop.visits]
    open_ids = [s.visit_id for s in route.stops if not stops[s.visit_id].is_done] if route else []
    delay = _delay(vehicle_id, route, first.get(EventKind.DEPARTED), stops)
    counters = [event.odometer_m for event in own if event.kind is EventKind.RETURNED and event.odometer_m is not None]
    starts = [event.odometer_m for event in own if event.kind in _AT_THE_DOCK and event.odometer_m is not None]
    return RouteState(
        vehicle_id=vehicle_id,
        is_planned=route is not None,
        dock_arrived=first.get(EventKind.DOCK_ARRIVED),
        loading_started=first.get(EventKind.LOADING_STARTED),
        loading_finished=last.get(EventKind.LOADING_FINISHED),
        departed=first.get(EventKind.DEPARTED),
        returned=last.get(EventKind.RETURNED),
        done=sum(stop.status is StopStatus.DELIVERED for stop in mine),
        failed=sum(stop.status is StopStatus.FAILED for stop in mine),
        remaining=len(open_ids),
        delay_s=delay or 0,
        has_report=delay is not None,
        next_visit_id=open_ids[0] if open_ids else None,
        breaks=_breaks(own),
        odometer_m=counters[-1] if counters else None,
        odometer_start_m=starts[-1] if starts else None,
        last_event_at=events[-1].occurred_at if events else None,
        num_stamps=len(own),
        num_manual_stamps=sum(event.source == "page" for event in own),
    )


def _breaks(events: Sequence[StopEvent]) -> tuple[tuple[datetime, datetime | None], ...]:
    breaks: list[tuple[datetime, datetime | None]] = []
    for event in events:
        if event.kind is EventKind.BREAK_STARTED and not (breaks and breaks[-1][1] is None):
            breaks.append((event.occurred_at, None))
        elif event.kind is EventKind.BREAK_FINISHED and breaks and breaks[-1][1] is None:
            breaks[-1] = (breaks[-1][0], event.occurred_at)
    return tuple(breaks)


def _delay(
    vehicle_id: str, route: Route | None, departed: datetime | None, stops: Mapping[str, StopState]
) -> int | None:
    """Return seconds behind plan at the newest stamp of the newest planned stop; None when nothing is known."""
    if route is None:
        return None
    newest: tuple[float, int] | None = None
    for stop in route.stops:
        for visit in stops[stop.visit_id].visits:
            moment = visit.last_stamp
            if visit.vehicle_id != vehicle_id or moment is None or not visit.is_attempt:
                continue
            if visit.left or visit.finished:
                target = stop.departure
            else:
                target = stop.service_start if visit.service_start else stop.arrival
            candidate = (moment.timestamp(), seconds_between(target, moment))
            newest = max(newest, candidate) if newest else candidate
    if newest:
        return newest[1]
    return seconds_between(route.departure, departed) if departed else None


def _add_etas(route: Route | None, state: RouteState, stops: dict[str, StopState]) -> None:
    if route is None or state.returned is not None:
        return
    waiting = {s.visit_id for s in route.stops if stops[s.visit_id].status is StopStatus.PLANNED}
    for visit_id, eta in expected_arrivals(route, state.delay_s, waiting).items():
        stops[visit_id] = replace(stops[visit_id], eta=eta)


def _flags(
    ordered: Sequence[StopEvent],
    ahead: frozenset[str],
    planned: Mapping[str, tuple[Route, Stop]],
    has_plan: bool,
) -> tuple[EventFlag, ...]:
    flags = []
    for event in ordered:
        message = ""
        if event.event_id in ahead:
            message = "The reporting clock was ahead; the time of receipt is used."
        elif has_plan and event.visit_id and event.visit_id not in planned:
            message = "This stop is not on the published plan."
        elif has_plan and event.visit_id and planned[event.visit_id][0].vehicle_id != event.vehicle_id:
            message = "Another van reported this stop than the published plan says."
        if message:
            flags.append(
                EventFlag(
                    event_id=event.event_id, vehicle_id=event.vehicle_id, visit_id=event.visit_id, message=message
                )
            )
    return tuple(flags)
