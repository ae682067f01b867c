"""A vehicle goes on no more trips than it may."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation with the number of trips too many."""
    over = len(timetable.loadings) - problem.vehicles[timetable.vehicle].max_trips
    if over > 0:
        yield RuleViolation(
            cause=ViolationCause.TRIPS, vehicle=timetable.vehicle, visit=None, amount=over, unit="trips"
        )
