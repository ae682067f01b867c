"""The vehicle is back before its shift ends; loading never begins before the shift."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation of so many seconds when the vehicle returns after the end of its shift."""
    over = timetable.end - problem.vehicles[timetable.vehicle].shift[1]
    if timetable.visits and over > 0:
        yield RuleViolation(cause=ViolationCause.SHIFT, vehicle=timetable.vehicle, visit=None, amount=over, unit="s")
