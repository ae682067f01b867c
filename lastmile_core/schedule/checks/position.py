"""A route begins with what is done or under way, and a stop locked to a position has that position."""

from __future__ import annotations

from collections.abc import Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[RuleViolation]:
    """Yield a violation when the frozen beginning was changed, and one for each locked stop at another place.

    ``detail`` is ``frozen`` (``amount`` visits of the beginning are not where they were) or ``place`` (``amount``
    positions away from where it is locked).
    """
    vehicle = timetable.vehicle
    frozen = problem.vehicles[vehicle].frozen_prefix
    begin = timetable.visits[: len(frozen)]
    if begin != frozen:
        kept = sum(1 for now, then in zip(begin, frozen, strict=False) if now == then)
        yield _violation(vehicle, None, len(frozen) - kept, "visits", "frozen")
    position = 0
    for visit in timetable.visits:
        stop = problem.visits[visit]
        if not stop.is_order:
            continue
        if stop.locked_position is not None and stop.locked_position != position:
            yield _violation(vehicle, visit, abs(stop.locked_position - position), "stops", "place")
        position += 1


def _violation(vehicle: int, visit: int | None, amount: int, unit: str, wrong: str) -> RuleViolation:
    return RuleViolation(
        cause=ViolationCause.POSITION, vehicle=vehicle, visit=visit, amount=amount, unit=unit, detail=(wrong,)
    )
