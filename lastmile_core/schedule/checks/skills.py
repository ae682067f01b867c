"""Vehicle and driver together can do what the visit asks for."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[Fault]:
    """Yield a fault for each visit, with the number of skills that are missing and their names."""
    have = problem.vehicles[timetable.vehicle].skills
    for visit in timetable.visits:
        needed = problem.visits[visit].skills
        if needed and not needed <= have:
            missing = tuple(sorted(needed - have))
            yield Fault(
                cause=ViolationCause.SKILLS,
                vehicle=timetable.vehicle,
                visit=visit,
                amount=len(missing),
                unit="skills",
                detail=missing,
            )
