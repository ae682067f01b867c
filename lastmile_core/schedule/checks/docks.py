"""No vehicle has to queue for a dock, and none loads while no dock is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.timing.dock_queue import queueing
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


def check(problem: RoutingProblem, timetables: Iterable[RouteTimetable]) -> Iterator[RuleViolation]:
    """Yield a violation for each loading without a dock at its time.

    ``visit`` is the reload, or None for the first loading. ``detail`` is ``queue`` (``amount`` seconds to queue for a
    dock) or ``closed`` (no dock is open for it at its time; ``amount`` seconds until one is, or by which it lies after
    the last one closes).
    """
    for loading in queueing(problem, timetables):
        if loading.is_sound:
            continue
        yield RuleViolation(
            cause=ViolationCause.DOCKS,
            vehicle=loading.vehicle,
            visit=loading.visit,
            amount=loading.queue_s,
            unit="s",
            detail=("closed" if loading.is_closed else "queue",),
        )
