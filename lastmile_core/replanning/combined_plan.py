"""A whole day's plan again: what has happened, as it happened, and the re-planned rest behind it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.clock import utc_now
from lastmile_core.model import (
    CostParts,
    Plan,
    PlanLocks,
    PlanOrigin,
    PlanStatus,
    Route,
    Stop,
    TimeWindow,
    Violation,
    ViolationCause,
    by_visit,
    is_pickup_id,
    visit_words,
)
from lastmile_core.problem.day_inputs import basis_of
from lastmile_core.replanning.combined_route import CombinedRoute, operating_cost, summed
from lastmile_core.replanning.remaining_day import RemainingDay
from lastmile_core.replanning.vehicle_state import VehicleStatus
from lastmile_core.schedule import Judgement, judge, words_of
from lastmile_core.schedule.build_plan import in_currency, unassigned_in_words, violations_in_words
from lastmile_core.schedule.plan_route import plan_route
from lastmile_core.schedule.reasons.on_estimates import as_sure_as_travel
from lastmile_core.schedule.timing.dock_queue import queueing
from lastmile_core.tracking.moments import seconds_between, shift
from lastmile_core.units import show_clock, show_duration


def combined_plan(rest: RemainingDay, routes: Mapping[int, Sequence[int]]) -> Plan:
    """Return the plan of the whole day, not yet stored (version 0): judged from now on, told up to now.

    Stops behind their promised window are violations, so that nobody takes the plan for one that keeps its word.

    Parameters
    ----------
    routes
        Of the rest of the day, vehicle index to visit indices.
    """
    judged = judge(rest.built.problem, routes)
    words = words_of(rest.built)
    found = _whole_day(rest, judged)
    violations = (*violations_in_words(rest.built, judged, words), *_late(rest, found))
    left_out = unassigned_in_words(rest.built, judged, words)
    unassigned = (*(as_sure_as_travel(left, rest.travel[0]) for left in left_out), *rest.left_out)
    status = PlanStatus.PARTIAL if unassigned else PlanStatus.FEASIBLE
    plan = _plan(rest, found, in_currency(judged.cost))
    return replace(
        plan,
        unassigned=unassigned,
        violations=violations,
        made_from=basis_of(rest.inputs, rest.roads),
        status=PlanStatus.INFEASIBLE if violations else status,
    )


def as_it_runs(rest: RemainingDay) -> Plan:
    """Return the day as it would go on without a change, vehicles that are out of order as if they went on.

    To compare others with: it does not say why orders are on no route.
    """
    judged = judge(rest.built.problem, rest.current)
    before = {route.vehicle_id: route for route in rest.plan.routes_in_use}
    found = [
        _as_expected(rest, route, before[route.vehicle_id]) if route.vehicle_id in rest.broken else route
        for route in _whole_day(rest, judged)
    ]
    return _plan(rest, found, in_currency(judged.cost))


def _whole_day(rest: RemainingDay, judged: Judgement) -> list[Route]:
    """Return the routes of the day, each with its past."""
    ahead = {route.vehicle_id: route for route in _ahead(rest, judged)}
    before = {route.vehicle_id: route for route in rest.plan.routes_in_use}
    promised = _Promises(rest)
    found = (
        _whole(rest, before.get(vehicle_id), ahead.get(vehicle_id), promised)
        for vehicle_id in sorted(ahead.keys() | before.keys())
    )
    return [route for route in found if route is not None and route.stops]


def _ahead(rest: RemainingDay, judged: Judgement) -> list[Route]:
    built = rest.built
    locks = PlanLocks.of(rest.plan)
    docks: dict[int, dict[int, str]] = {}
    for loading in queueing(built.problem, judged.timetables.values()):
        if loading.dock is not None:
            docks.setdefault(loading.vehicle, {})[loading.trip] = built.problem.docks[loading.dock].dock_id
    return [
        plan_route(
            built,
            timetable,
            locks=locks,
            docks=docks.get(vehicle, {}),
            geometry=(),
        )
        for vehicle, timetable in judged.timetables.items()
    ]


def _plan(rest: RemainingDay, routes: Sequence[Route], ahead: CostParts) -> Plan:
    return Plan(
        plan_id=uuid.uuid4().hex,
        service_date=rest.inputs.day.service_date,
        depot_id=rest.inputs.depot.depot_id,
        origin=PlanOrigin.REPLAN,
        routes=tuple(routes),
        cost=_cost(rest, routes, ahead),
        travel_source=rest.travel[0],
        travel_region=rest.travel[1],
        created_at=utc_now(),
    )


class _Promises:
    """Which window a stop is measured by: the published one, or the order's own."""

    def __init__(self, rest: RemainingDay) -> None:
        self._published = {stop.visit_id: stop.window for route in rest.plan.routes for stop in route.stops}
        self._orders = by_visit(rest.inputs.orders)

    def on(self, stop: Stop) -> Stop:
        order, start = self._orders.get(stop.visit_id), stop.service_start
        windows = sorted(order.windows, key=lambda window: window.earliest) if order else []
        fits = [window for window in windows if window.earliest <= start <= window.latest]
        missed = [window for window in windows if window.earliest <= start] or windows[:1]
        known: list[TimeWindow | None] = [self._published.get(stop.visit_id), *(fits or missed)]
        chosen = known[-1]
        return replace(stop, window=chosen)


def _whole(rest: RemainingDay, published: Route | None, ahead: Route | None, promised: _Promises) -> Route | None:
    """Return a vehicle's day: its past, then what lies ahead; None for one that stays in."""
    if ahead is not None:
        ahead = replace(ahead, stops=tuple(promised.on(stop) for stop in ahead.stops))
    state = rest.states.get(published.vehicle_id) if published is not None else None
    if published is None or state is None or (state.status is VehicleStatus.AT_DEPOT and not state.past):
        return ahead
    vehicle = next((one for one in rest.inputs.vehicles if one.vehicle_id == state.vehicle_id), None)
    return CombinedRoute(state, published, ahead, is_broken=state.vehicle_id in rest.broken).route(vehicle)


def _cost(rest: RemainingDay, routes: Sequence[Route], ahead: CostParts) -> CostParts:
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in rest.inputs.vehicles}
    parts = [operating_cost(route, vehicles.get(route.vehicle_id)) for route in routes]
    return replace(
        ahead,
        vehicles=sum(part.vehicles for part in parts),
        distance=sum(part.distance for part in parts),
        paid_time=sum(part.paid_time for part in parts),
        overtime=sum(part.overtime for part in parts),
    )


def _as_expected(rest: RemainingDay, route: Route, published: Route) -> Route:
    """Return the past of a broken vehicle with the stops that it would have made, at the times then expected."""
    done = {stop.visit_id for stop in route.stops}
    expected = rest.expected
    later = []
    for stop in published.stops:
        if stop.visit_id in done or stop.visit_id not in expected:
            continue
        late = seconds_between(stop.service_start, expected[stop.visit_id])
        later.append(
            replace(
                stop,
                arrival=shift(stop.arrival, late),
                service_start=shift(stop.service_start, late),
                departure=shift(stop.departure, late),
            )
        )
    if not later:
        return route
    home = shift(later[-1].departure, published.return_drive_s)
    vehicle = next((one for one in rest.inputs.vehicles if one.vehicle_id == route.vehicle_id), None)
    whole = replace(
        route,
        stops=(*route.stops, *later),
        return_at=home,
        is_open_end=published.is_open_end,
        end=published.end,
        return_drive_s=published.return_drive_s,
        return_distance_m=published.return_distance_m,
    )
    return summed(whole, vehicle)


def _late(rest: RemainingDay, routes: Sequence[Route]) -> list[Violation]:
    """Return the stops ahead that begin after their window."""
    names = {vehicle.vehicle_id: vehicle.name or vehicle.vehicle_id for vehicle in rest.inputs.vehicles}
    found = []
    for route in routes:
        state = rest.states.get(route.vehicle_id)
        for stop in route.stops[len(state.past) if state is not None else 0 :]:
            if stop.window is None or is_pickup_id(stop.visit_id):
                continue
            late = seconds_between(stop.window.latest, stop.service_start)
            if late > 0:
                words = f"{show_clock(stop.window.earliest)}–{show_clock(stop.window.latest)}"
                found.append(
                    Violation(
                        cause=ViolationCause.TIME_WINDOW,
                        vehicle_id=route.vehicle_id,
                        visit_id=stop.visit_id,
                        amount=late,
                        unit="s",
                        message=f"{names.get(route.vehicle_id, route.vehicle_id)} reaches "
                        f"{visit_words(stop.visit_id)} {show_duration(max(60, late))} after its window ({words})",
                    )
                )
    return found
