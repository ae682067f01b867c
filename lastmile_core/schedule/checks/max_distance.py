"""A route is no longer than its vehicle allows (a battery, a contract)."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation with the metres too many."""
    limit = problem.vehicles[timetable.vehicle].max_distance
    if limit is not None and timetable.distance > limit:
        yield RuleViolation(
            cause=ViolationCause.MAX_DISTANCE,
            vehicle=timetable.vehicle,
            visit=None,
            amount=timetable.distance - limit,
            unit="m",
        )
