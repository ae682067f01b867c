"""There is a road for every leg."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each leg without a road, at the visit it leads to (the last visit for the way home)."""
    for leg in timetable.unreachable:
        visit = timetable.visits[min(leg, len(timetable.visits) - 1)]
        yield RuleViolation(
            cause=ViolationCause.REACHABLE, vehicle=timetable.vehicle, visit=visit, amount=1, unit="legs"
        )
