"""What is on board never exceeds the vehicle's capacity, in any dimension."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each dimension, with the excess at the fullest moment in that dimension's unit."""
    capacity = problem.vehicles[timetable.vehicle].capacity
    for number, (peak, limit) in enumerate(zip(timetable.peaks, capacity, strict=True)):
        if peak > limit:
            yield RuleViolation(
                cause=ViolationCause.CAPACITY,
                vehicle=timetable.vehicle,
                visit=None,
                amount=(peak - limit) / problem.load_scale(number),
                unit=problem.dimensions[number],
            )
