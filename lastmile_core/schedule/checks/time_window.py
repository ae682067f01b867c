"""Service begins inside one of the visit's windows."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation of so many seconds for each visit whose service begins after its last window."""
    if not any(timetable.lateness):
        return
    for visit, late in zip(timetable.visits, timetable.lateness, strict=True):
        if late > 0:
            yield RuleViolation(
                cause=ViolationCause.TIME_WINDOW, vehicle=timetable.vehicle, visit=visit, amount=late, unit="s"
            )
