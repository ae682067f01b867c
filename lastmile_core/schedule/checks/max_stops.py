"""A route has no more stops than its vehicle allows."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[Fault]:
    """Yield a fault with the number of stops too many."""
    limit = problem.vehicles[timetable.vehicle].max_stops
    if limit is not None and len(timetable.visits) > limit:
        yield Fault(
            cause=ViolationCause.MAX_STOPS,
            vehicle=timetable.vehicle,
            visit=None,
            amount=len(timetable.visits) - limit,
            unit="stops",
        )
