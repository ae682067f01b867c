"""One module for each rule; each has ``check`` and the name of its ``ViolationCause``.

``route_faults`` runs the rules that look at one timed route; ``plan_faults`` those that need all routes:
``visit_once``, ``relations`` and ``docks``. Two modules are no rule: ``rule_violation`` (what a check returns) and
``violation_severity`` (how to compare unlike violations).

May import ``schedule.timing``; no other sub-room of ``schedule``. Read ``time_window`` first.
"""

from __future__ import annotations

from collections.abc import Mapping

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import (
    breaks,
    capacity,
    docks,
    lock,
    max_distance,
    max_duration,
    max_stops,
    pairs,
    position,
    reachable,
    relations,
    release,
    shift,
    skills,
    time_window,
    trips,
    visit_once,
)
from lastmile_core.schedule.checks.rule_violation import Fault
from lastmile_core.schedule.timing.route_timetable import RouteTimetable

__all__ = ["ROUTE_CHECKS", "plan_faults", "relations", "route_faults", "visit_once"]

ROUTE_CHECKS = (
    time_window.check,
    capacity.check,
    shift.check,
    skills.check,
    breaks.check,
    reachable.check,
    max_stops.check,
    max_distance.check,
    max_duration.check,
    trips.check,
    release.check,
    pairs.check,
    lock.check,
    position.check,
)


def route_faults(problem: RoutingProblem, timetable: RouteTimetable) -> tuple[Fault, ...]:
    """Return everything that is wrong with one route, in the order of the rules."""
    return tuple(fault for check in ROUTE_CHECKS for fault in check(problem, timetable))


def plan_faults(problem: RoutingProblem, timetables: Mapping[int, RouteTimetable]) -> tuple[Fault, ...]:
    """Return what is wrong between the routes (by vehicle index)."""
    routes = {vehicle: timetable.visits for vehicle, timetable in timetables.items()}
    return (
        *visit_once.check(problem, routes),
        *relations.check(problem, routes),
        *docks.check(problem, timetables.values()),
    )
