"""The judge: times, checks and prices any set of routes, whoever made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import plan_violations, route_violations
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.cost import CostCents, plan_cost
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge found.

    Attributes
    ----------
    timetables
        By vehicle index; only vehicles that serve something.
    violations
        Everything that breaks a rule: of single routes by vehicle, then by rule, and then between routes.
    unassigned
        Visit indices of the orders that no route serves, ascending; reloads and pickups are never among them.
    route_violations
        The violations of single routes by vehicle index, so that the rest can be judged again.
    """

    timetables: dict[int, RouteTimetable]
    violations: tuple[RuleViolation, ...]
    cost: CostCents
    unassigned: tuple[int, ...]
    route_violations: dict[int, tuple[RuleViolation, ...]]

    @property
    def is_feasible(self) -> bool:
        """Whether no rule is broken; orders may still be left out."""
        return not self.violations

    @property
    def routes(self) -> dict[int, tuple[int, ...]]:
        """The judged visit orders by vehicle index."""
        return {vehicle: timetable.visits for vehicle, timetable in self.timetables.items()}


def judge(
    problem: RoutingProblem,
    routes: Mapping[int, Sequence[int]],
    loading_starts: Mapping[int, Sequence[int]] | None = None,
) -> Judgement:
    """Judge ``routes`` (vehicle index to visit indices); vehicles that are not named stay in.

    Parameters
    ----------
    loading_starts
        By vehicle index the earliest begin of each of its loadings, when somebody staggers them at the docks
        (see :func:`timetable.time_route`); a vehicle that is not named loads as late as costs nothing.

    Raises
    ------
    ValueError
        If a route names a vehicle or a visit that the problem does not have.
    """
    _require_known(problem, routes)
    starts = loading_starts or {}
    # A vehicle whose route is locked or under way is judged even when nobody names it: staying in breaks that.
    bound = {idx for idx, vehicle in enumerate(problem.vehicles) if vehicle.locked_visits or vehicle.frozen_prefix}
    timetables = {
        vehicle: time_route(problem, vehicle, routes.get(vehicle, ()), starts.get(vehicle, ()))
        for vehicle in sorted(bound | {*routes})
    }
    violations = {vehicle: route_violations(problem, timetable) for vehicle, timetable in timetables.items()}
    return _put_together(problem, timetables, violations)


def rejudge(
    problem: RoutingProblem,
    judgement: Judgement,
    changed: Mapping[int, Sequence[int]],
    loading_starts: Mapping[int, Sequence[int]] | None = None,
) -> Judgement:
    """Judge again after only the routes in ``changed`` became different; the others are not timed again.

    The answer equals ``judge`` of the same routes. ``changed`` holds the whole new visit order of
    each touched vehicle, empty for a vehicle that now stays in; ``loading_starts`` is for those only, the
    others keep their times.
    """
    _require_known(problem, changed)
    starts = loading_starts or {}
    timetables, violations = dict(judgement.timetables), dict(judgement.route_violations)
    for vehicle, visits in changed.items():
        timetables[vehicle] = time_route(problem, vehicle, visits, starts.get(vehicle, ()))
        violations[vehicle] = route_violations(problem, timetables[vehicle])
    return _put_together(problem, {vehicle: timetables[vehicle] for vehicle in sorted(timetables)}, violations)


def _put_together(
    problem: RoutingProblem, timetables: dict[int, RouteTimetable], violations: dict[int, tuple[RuleViolation, ...]]
) -> Judgement:
    in_use = {vehicle: timetable for vehicle, timetable in timetables.items() if timetable.visits}
    served = {visit for timetable in in_use.values() for visit in timetable.visits}
    unassigned = tuple(
        idx
        for idx, visit in enumerate(problem.visits)
        if idx not in served and not (visit.is_reload or visit.is_pickup)
    )
    by_route = {vehicle: violations[vehicle] for vehicle in sorted(violations) if violations[vehicle]}
    return Judgement(
        timetables=in_use,
        violations=(
            *(violation for found in by_route.values() for violation in found),
            *plan_violations(problem, in_use),
        ),
        cost=plan_cost(problem, in_use.values(), unassigned),
        unassigned=unassigned,
        route_violations=by_route,
    )


def _require_known(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> None:
    for vehicle, visits in routes.items():
        if not 0 <= vehicle < problem.num_vehicles:
            raise ValueError(f"vehicle {vehicle} is not in the problem; it has {problem.num_vehicles}")
        for visit in visits:
            if not 0 <= visit < problem.num_visits:
                raise ValueError(f"visit {visit} is not in the problem; it has {problem.num_visits}")
