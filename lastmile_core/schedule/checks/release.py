"""No trip is loaded before its goods are at the dock.

The timetable waits for the goods, so this rule is only ever broken by times that somebody else made;
goods that come too late make a stop or the return late instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.loads import is_from_depot
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each delivery whose trip is loaded before its release, with the seconds in between."""
    if not problem.has_trip_rules:
        return
    for loading, trip in zip(timetable.loadings, timetable.trips, strict=True):
        for visit in trip:
            stop = problem.visits[visit]
            if is_from_depot(stop) and stop.release > loading.start:
                yield RuleViolation(
                    cause=ViolationCause.RELEASE,
                    vehicle=timetable.vehicle,
                    visit=visit,
                    amount=stop.release - loading.start,
                    unit="s",
                )
