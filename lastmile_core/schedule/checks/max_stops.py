"""A route has no more orders than its vehicle allows; reloads and pickups do not count."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation with the number of stops too many."""
    limit = problem.vehicles[timetable.vehicle].max_stops
    if limit is None or len(timetable.visits) <= limit:
        return
    over = sum(1 for visit in timetable.visits if problem.visits[visit].is_order) - limit
    if over > 0:
        yield RuleViolation(
            cause=ViolationCause.MAX_STOPS,
            vehicle=timetable.vehicle,
            visit=None,
            amount=over,
            unit="stops",
        )
