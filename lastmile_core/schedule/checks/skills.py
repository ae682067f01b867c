"""Vehicle and driver together can do what the visit asks for."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each visit, with the number of skills that are missing and their names."""
    have = problem.vehicles[timetable.vehicle].skills
    for visit in timetable.visits:
        needed = problem.visits[visit].skills
        if needed and not needed <= have:
            missing = tuple(sorted(needed - have))
            yield RuleViolation(
                cause=ViolationCause.SKILLS,
                vehicle=timetable.vehicle,
                visit=visit,
                amount=len(missing),
                unit="skills",
                detail=missing,
            )
