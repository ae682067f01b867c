"""What a dispatcher locked stays: a visit on its vehicle, a route as it is."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each visit locked to other vehicles, and one when a locked route was changed."""
    vehicle = timetable.vehicle
    for visit in timetable.visits:
        allowed = problem.visits[visit].allowed_vehicles
        if allowed is not None and vehicle not in allowed:
            yield RuleViolation(cause=ViolationCause.LOCK, vehicle=vehicle, visit=visit, amount=1, unit="visits")
    locked = problem.vehicles[vehicle].locked_visits
    if locked is not None and timetable.visits != locked:
        changed = max(1, len(set(locked) ^ set(timetable.visits)))
        yield RuleViolation(cause=ViolationCause.LOCK, vehicle=vehicle, visit=None, amount=changed, unit="visits")
