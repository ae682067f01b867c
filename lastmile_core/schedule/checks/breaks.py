"""Every break that is due begins inside its span and lasts as long as it must."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation with the seconds of breaks that were due and could not be placed."""
    if timetable.missing_break:
        yield RuleViolation(
            cause=ViolationCause.BREAKS,
            vehicle=timetable.vehicle,
            visit=None,
            amount=timetable.missing_break,
            unit="s",
        )
