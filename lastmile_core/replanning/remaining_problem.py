"""A problem moved to a moment of the day: vehicles begin where they are, and what has begun stays first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lastmile_core.model import OrderKind, Plan, Route
from lastmile_core.planning.replan import stay_near
from lastmile_core.problem import BreakRule, BuiltProblem, DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.problem.building.work_hours import HORIZON
from lastmile_core.replanning.vehicle_state import VehicleState, VehicleStatus
from lastmile_core.schedule import Judgement, RouteTimetable, judge, time_route

Current = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMoment:
    """What the problem needs to know of the running day; moments in seconds of the day.

    Attributes
    ----------
    plan
        What is published.
    promised
        When visits of broken vehicles were expected, by name; they may be late at the price of ``late``.
    late
        Cents per hour after the promised window.
    """

    now: int
    plan: Plan
    states: Mapping[str, VehicleState]
    promised: Mapping[str, int]
    prices: DayPrices
    late: int
    routes: Mapping[str, Route] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "routes", {route.vehicle_id: route for route in self.plan.routes})


def remaining_problem(built: BuiltProblem, current: Current, at: AtMoment) -> BuiltProblem:
    """Return the problem of the rest of the day.

    Vehicles under way begin at their last stop and cannot load any more, unless they come back to the depot. What
    is too late already, or was on a broken vehicle, may come after its window at a price; everybody else's window
    stays as hard as it was, so that nobody is late because of somebody else.

    Parameters
    ----------
    current
        The routes as they run now; a begun route has its first visit frozen.
    """
    problem = replace(
        built.problem,
        vehicles=tuple(_vehicle(built, idx, at) for idx in range(built.problem.num_vehicles)),
        prices=replace(at.prices, balance=0),
    )
    problem = replace(problem, visits=_who_has_the_goods(built, problem, at))
    problem = _pinned(built, problem, at)
    problem = _relaxed(problem, judge(problem, current), at)
    return replace(built, problem=stay_near(problem, current))


def _vehicle(built: BuiltProblem, idx: int, at: AtMoment) -> VehicleDay:
    day, own = built.problem.vehicles[idx], built.vehicles[idx]
    state = at.states.get(day.vehicle_id)
    if state is None or state.status is VehicleStatus.FINISHED:
        return replace(day, shift=(max(day.shift[0], at.now), max(day.shift[1], at.now)))
    since = max(day.shift[0], state.since) if state.status is VehicleStatus.AT_DEPOT else state.since
    day = replace(day, shift=(since, max(since, day.shift[1])), breaks=_breaks(built, day, state, at))
    if state.status is VehicleStatus.AT_DEPOT and not state.past:
        if state.loading_s is None:
            return day
        at_the_dock = sum(built.problem.visits[v].dock_time for v in _visits(built, state))
        return replace(day, loading=max(0, state.loading_s - at_the_dock))
    loading = 0
    if state.status is VehicleStatus.AT_DEPOT:
        loading = built.depot.loading_s if own.reload_s is None else own.reload_s
    metres = sum(stop.distance_m for stop in state.past)
    worked = max(0, since - _work_start(built, state, at))
    return replace(
        day,
        loading=loading,
        fixed_cost=0,
        regular_time=None if day.regular_time is None else max(0, day.regular_time - worked),
        max_duration=None if day.max_duration is None else max(0, day.max_duration - worked),
        max_distance=None if day.max_distance is None else max(0, day.max_distance - metres),
        max_stops=None
        if day.max_stops is None
        else max(0, day.max_stops - sum(not stop.is_pickup for stop in state.past)),
    )


def _visits(built: BuiltProblem, state: VehicleState) -> list[int]:
    return [built.visit_idx[name] for name in state.open_visits if name in built.visit_idx]


def _work_start(built: BuiltProblem, state: VehicleState, at: AtMoment) -> int:
    return built.day.seconds_of(at.routes[state.vehicle_id].loading_start)


def _breaks(built: BuiltProblem, day: VehicleDay, state: VehicleState, at: AtMoment) -> tuple[BreakRule, ...]:
    """Return the breaks still to come; one that is due after so much work counts from this morning."""
    left = []
    for rule in day.breaks[state.breaks_taken :]:
        if rule.after_work is not None and (state.past or state.status is VehicleStatus.ON_ROUTE):
            due = _work_start(built, state, at) + rule.after_work
            rule = replace(rule, latest=min(rule.latest, due), after_work=None)
        if rule.latest > state.since:
            left.append(rule)
    return tuple(left)


def _who_has_the_goods(built: BuiltProblem, problem: RoutingProblem, at: AtMoment) -> tuple[Visit, ...]:
    """Return the visits with the vehicles that can have their goods: who carries them, or who still loads."""
    carrier = {
        built.visit_idx[name]: built.vehicle_idx[vehicle_id]
        for vehicle_id, state in at.states.items()
        if vehicle_id in built.vehicle_idx
        for name in state.on_board
        if name in built.visit_idx
    }
    # Who is on the way home begins at a stop that is done: nobody else can have that.
    carrier |= {visit: idx for idx, day in enumerate(problem.vehicles) for visit in day.frozen_prefix}
    on_road = {idx for idx, day in enumerate(problem.vehicles) if _is_on_road(day, at)}
    loads = frozenset(idx for idx, own in enumerate(built.vehicles) if idx not in on_road or own.max_trips > 1)
    # Whoever is under way began before now, so goods that come now can only be loaded at a reload.
    ready = at.now + 1 if loads & on_road else 0
    found = []
    for idx, visit in enumerate(problem.visits):
        if idx in carrier:
            visit = replace(visit, allowed_vehicles=frozenset({carrier[idx]}), dock_time=0, release=0)
        elif _is_at_the_depot(built, visit):
            allowed = loads if visit.allowed_vehicles is None else visit.allowed_vehicles & loads
            everyone = len(allowed) == problem.num_vehicles
            visit = replace(visit, allowed_vehicles=None if everyone else allowed, release=max(visit.release, ready))
        found.append(visit)
    return tuple(found)


def _is_on_road(day: VehicleDay, at: AtMoment) -> bool:
    state = at.states.get(day.vehicle_id)
    return state is not None and state.status is VehicleStatus.ON_ROUTE


def _is_at_the_depot(built: BuiltProblem, visit: Visit) -> bool:
    if not visit.is_order or visit.partner is not None:
        return False
    return built.by_visit[visit.visit_id].kind is OrderKind.DELIVERY


def _pinned(built: BuiltProblem, problem: RoutingProblem, at: AtMoment) -> RoutingProblem:
    """Return the problem with what has begun at the time at which it began, or will begin as things go."""
    visits, vehicles = list(problem.visits), list(problem.vehicles)
    for idx, day in enumerate(problem.vehicles):
        if not day.frozen_prefix:
            continue
        first, state = day.frozen_prefix[0], at.states[day.vehicle_id]
        visit = problem.visits[first]
        if state.begun and not state.is_there:
            start, service = _reached(problem, idx, first, at.now), visit.service
        elif state.begun:
            start, service = state.since, max(visit.service, at.now - state.since)
        else:
            start, service = max(at.now, state.since), 0
        set_up = visit.set_up if state.begun and not state.is_there else 0
        if not (state.begun and not state.is_there):
            vehicles[idx] = replace(day, shift=(start, max(start, day.shift[1])))
        visits[first] = replace(
            visit, windows=((start, start),), service=service, set_up=set_up, preferred=None, release=0
        )
    return replace(problem, visits=tuple(visits), vehicles=tuple(vehicles))


def _reached(problem: RoutingProblem, vehicle: int, first: int, now: int) -> int:
    """Return when service begins at the visit that a vehicle drives to."""
    day = problem.vehicles[vehicle]
    no_breaks = tuple(replace(v, breaks=()) if n == vehicle else v for n, v in enumerate(problem.vehicles))
    timed = time_route(replace(problem, vehicles=no_breaks), vehicle, [first], (day.shift[0],))
    ready = max(now, timed.arrivals[0] + timed.set_ups[0])
    windows = problem.visits[first].windows
    return next((max(ready, earliest) for earliest, latest in windows if ready <= latest), ready)


def _relaxed(problem: RoutingProblem, judged: Judgement, at: AtMoment) -> RoutingProblem:
    """Return the problem in which what runs now breaks no rule, and late is better than not at all."""
    visits, vehicles = list(problem.visits), list(problem.vehicles)
    frozen = {visit for day in problem.vehicles for visit in day.frozen_prefix}
    for idx, visit in enumerate(problem.visits):
        if visit.visit_id in at.promised and idx not in frozen:
            visits[idx] = replace(_may_be_late(visit, at.late), previous_start=at.promised[visit.visit_id])
    for vehicle, timed in judged.timetables.items():
        for number, late in zip(timed.visits, timed.lateness, strict=True):
            if late and number not in frozen:
                visits[number] = _may_be_late(visits[number], at.late)
        stops = sum(problem.visits[number].is_order for number in timed.visits)
        vehicles[vehicle] = _within(vehicles[vehicle], timed, stops)
    return replace(problem, visits=tuple(visits), vehicles=tuple(vehicles))


def _may_be_late(visit: Visit, price: int) -> Visit:
    last = visit.windows[-1]
    if last[1] >= HORIZON:
        return visit
    return replace(
        visit,
        windows=(*visit.windows[:-1], (last[0], HORIZON)),
        preferred=(visit.windows[0][0], last[1]),
        early_price=0,
        late_price=price,
    )


def _within(day: VehicleDay, timed: RouteTimetable, stops: int) -> VehicleDay:
    """Return the vehicle with limits that its route, as it runs now, keeps."""
    return replace(
        day,
        shift=(day.shift[0], max(day.shift[1], timed.end)),
        capacity=tuple(map(max, day.capacity, timed.peaks)) if day.capacity else (),
        breaks=() if timed.missing_break else day.breaks,
        max_distance=None if day.max_distance is None else max(day.max_distance, timed.distance),
        max_duration=None if day.max_duration is None else max(day.max_duration, timed.paid),
        max_stops=None if day.max_stops is None else max(day.max_stops, stops),
    )
