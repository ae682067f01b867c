"""One module for each rule; each has ``check`` and the name of its ``ViolationCause``.

``route_violations`` runs the rules that look at one timed route; ``plan_violations`` those that need all routes:
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
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable

__all__ = ["ROUTE_CHECKS", "plan_violations", "relations", "route_violations", "visit_once"]

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


def route_violations(problem: RoutingProblem, timetable: RouteTimetable) -> tuple[RuleViolation, ...]:
    """Return everything that is wrong with one route, in the order of the rules."""
    return tuple(violation for check in ROUTE_CHECKS for violation in check(problem, timetable))


def plan_violations(problem: RoutingProblem, timetables: Mapping[int, RouteTimetable]) -> tuple[RuleViolation, ...]:
    """Return what is wrong between the routes (by vehicle index)."""
    routes = {vehicle: timetable.visits for vehicle, timetable in timetables.items()}
    return (
        *visit_once.check(problem, routes),
        *relations.check(problem, routes),
        *docks.check(problem, timetables.values()),
    )
