"""The judge: times, checks and prices any set of routes, whoever made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import route_faults, visit_once
from lastmile_core.schedule.cost import CostCents, route_cost, unserved_cost
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.timetable import time_route


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge found.

    Attributes
    ----------
    timetables
        By vehicle index; only vehicles that serve something.
    faults
        Everything that breaks a rule, by vehicle, then by rule.
    unassigned
        Visit indices that no route serves, ascending.
    """

    timetables: dict[int, RouteTimetable]
    faults: tuple[Fault, ...]
    cost: CostCents
    unassigned: tuple[int, ...]

    @property
    def is_feasible(self) -> bool:
        """Whether no rule is broken; orders may still be left out."""
        return not self.faults

    @property
    def routes(self) -> dict[int, tuple[int, ...]]:
        """The judged visit orders by vehicle index."""
        return {vehicle: timetable.visits for vehicle, timetable in self.timetables.items()}


def judge(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> Judgement:
    """Judge ``routes`` (vehicle index to visit indices); vehicles that are not named stay in.

    Raises
    ------
    ValueError
        If a route names a vehicle or a visit that the problem does not have.
    """
    _require_known(problem, routes)
    # A vehicle whose route is locked is judged even when nobody names it: staying in breaks the lock.
    locked = {idx for idx, vehicle in enumerate(problem.vehicles) if vehicle.locked_visits}
    timetables = {
        vehicle: time_route(problem, vehicle, routes.get(vehicle, ())) for vehicle in sorted(locked | {*routes})
    }
    faults = [fault for timetable in timetables.values() for fault in route_faults(problem, timetable)]
    return _put_together(problem, timetables, faults)


def rejudge(problem: RoutingProblem, judgement: Judgement, changed: Mapping[int, Sequence[int]]) -> Judgement:
    """Judge again after only the routes in ``changed`` became different; the others are not timed again.

    The answer equals ``judge`` of the same routes. ``changed`` holds the whole new visit order of
    each touched vehicle, empty for a vehicle that now stays in.
    """
    _require_known(problem, changed)
    timetables = dict(judgement.timetables)
    for vehicle, visits in changed.items():
        timetables[vehicle] = time_route(problem, vehicle, visits)
    timetables = {vehicle: timetables[vehicle] for vehicle in sorted(timetables)}
    kept: dict[int, list[Fault]] = {}
    for fault in judgement.faults:
        if fault.vehicle not in changed and fault.cause is not ViolationCause.VISIT_ONCE:
            kept.setdefault(fault.vehicle, []).append(fault)
    faults: list[Fault] = []
    # A locked route that stays in has a fault but no timetable, hence the vehicles of both.
    for vehicle in sorted({*timetables, *kept}):
        if vehicle in changed:
            faults.extend(route_faults(problem, timetables[vehicle]))
        else:
            faults.extend(kept.get(vehicle, ()))
    return _put_together(problem, timetables, faults)


def _put_together(problem: RoutingProblem, timetables: dict[int, RouteTimetable], faults: list[Fault]) -> Judgement:
    in_use = {vehicle: timetable for vehicle, timetable in timetables.items() if timetable.visits}
    routes = {vehicle: timetable.visits for vehicle, timetable in in_use.items()}
    served = {visit for visits in routes.values() for visit in visits}
    unassigned = tuple(visit for visit in range(problem.num_visits) if visit not in served)
    cost = unserved_cost(problem, unassigned)
    for timetable in in_use.values():
        cost = cost + route_cost(problem, timetable)
    return Judgement(
        timetables=in_use,
        faults=(*faults, *visit_once.check(problem, routes)),
        cost=cost,
        unassigned=unassigned,
    )


def _require_known(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> None:
    for vehicle, visits in routes.items():
        if not 0 <= vehicle < problem.num_vehicles:
            raise ValueError(f"vehicle {vehicle} is not in the problem; it has {problem.num_vehicles}")
        for visit in visits:
            if not 0 <= visit < problem.num_visits:
                raise ValueError(f"visit {visit} is not in the problem; it has {problem.num_visits}")
