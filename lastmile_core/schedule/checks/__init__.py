"""One module a rule; each has ``check`` and the name of its ``ViolationCause``.

``route_faults`` runs the rules that look at one timed route; ``visit_once`` and ``lock`` (its part
about visits) need no times, but the same call covers them per route where they can be seen there.
"""

from __future__ import annotations

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import (
    breaks,
    capacity,
    lock,
    max_distance,
    max_stops,
    reachable,
    shift,
    skills,
    time_window,
    visit_once,
)
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable

__all__ = ["ROUTE_CHECKS", "route_faults", "visit_once"]

ROUTE_CHECKS = (
    time_window.check,
    capacity.check,
    shift.check,
    skills.check,
    breaks.check,
    reachable.check,
    max_stops.check,
    max_distance.check,
    lock.check,
)


def route_faults(problem: RoutingProblem, timetable: RouteTimetable) -> tuple[Fault, ...]:
    """Return everything that is wrong with one route, in the order of the rules."""
    return tuple(fault for check in ROUTE_CHECKS for fault in check(problem, timetable))
