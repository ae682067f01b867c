"""Visits that belong together ride on one route; visits that do not go together ride apart. Only served ones count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation


def check(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> Iterator[RuleViolation]:
    """Yield a violation for each visit that rides apart from its group, or with one that it must not ride with.

    ``detail`` is ``apart`` (at each visit outside the vehicle that has most of the group, the first among equals;
    ``other`` is one of those there) or ``together`` (at each visit after the first of its group on one vehicle).
    """
    if not (problem.same_route or problem.different_routes):
        return
    vehicle_of = {visit: vehicle for vehicle in sorted(routes) for visit in routes[vehicle]}
    for group in problem.same_route:
        served = sorted(visit for visit in group if visit in vehicle_of)
        count = Counter(vehicle_of[visit] for visit in served)
        home = min(count, key=lambda vehicle: (-count[vehicle], vehicle), default=-1)
        for visit in served:
            if vehicle_of[visit] != home:
                other = next(one for one in served if vehicle_of[one] == home)
                yield _violation(vehicle_of[visit], visit, other, "apart")
    for group in problem.different_routes:
        first: dict[int, int] = {}
        for visit in sorted(visit for visit in group if visit in vehicle_of):
            vehicle = vehicle_of[visit]
            if first.setdefault(vehicle, visit) != visit:
                yield _violation(vehicle, visit, first[vehicle], "together")


def _violation(vehicle: int, visit: int, other: int, wrong: str) -> RuleViolation:
    return RuleViolation(
        cause=ViolationCause.RELATIONS,
        vehicle=vehicle,
        visit=visit,
        amount=1,
        unit="visits",
        detail=(wrong,),
        other=other,
    )
