"""What is picked up is delivered by the same vehicle, later, on the same trip."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation for each pair that is not whole or not in order.

    ``detail`` is ``alone`` (the other half is not on this route; at the half that is), ``order`` (delivered before
    it was picked up; at the delivery) or ``trip`` (a reload lies between; at the delivery).
    """
    if not problem.has_trip_rules:
        return
    placed: dict[int, tuple[int, int]] = {}
    trip = 0
    for position, visit in enumerate(timetable.visits):
        trip += problem.visits[visit].is_reload
        placed[visit] = (trip, position)
    for visit, (trip, position) in placed.items():
        stop = problem.visits[visit]
        if stop.partner is None:
            continue
        other = placed.get(stop.partner)
        wrong = ""
        if other is None:
            wrong = "alone"
        elif not stop.is_pickup:
            wrong = "order" if position < other[1] else "trip" if trip != other[0] else ""
        if wrong:
            yield RuleViolation(
                cause=ViolationCause.PAIRS,
                vehicle=timetable.vehicle,
                visit=visit,
                amount=1,
                unit="visits",
                detail=(wrong,),
                other=stop.partner,
            )
