"""Every visit is served by at most one vehicle, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation


def check(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> Iterator[RuleViolation]:
    """Yield a violation for every time that a visit appears again, on the vehicle that repeats it."""
    seen: set[int] = set()
    for vehicle in sorted(routes):
        for visit in routes[vehicle]:
            if visit in seen:
                yield RuleViolation(
                    cause=ViolationCause.VISIT_ONCE, vehicle=vehicle, visit=visit, amount=1, unit="times"
                )
            seen.add(visit)
