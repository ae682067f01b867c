"""A route is not paid longer than its vehicle allows, from the start of loading to the return."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation with the seconds too many."""
    limit = problem.vehicles[timetable.vehicle].max_duration
    if limit is not None and timetable.paid > limit:
        yield RuleViolation(
            cause=ViolationCause.MAX_DURATION,
            vehicle=timetable.vehicle,
            visit=None,
            amount=timetable.paid - limit,
            unit="s",
        )
