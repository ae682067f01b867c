"""How bad broken rules are, to compare unlike ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import Fault

UNIT_WEIGHT = {
    "s": 1.0,
    "m": 0.2,
    "stops": 600.0,
    "legs": 1e9,
    "skills": 1e8,
    "visits": 1e8,
    "times": 1e9,
    "trips": 7200.0,
}
"""Rough seconds of trouble per unit of a fault, to rank faults of different rules; a load counts by share."""

FULL_LOAD_WEIGHT = 36_000.0
"""Seconds of trouble when a load exceeds the capacity by the whole capacity."""


HARDNESS = {
    ViolationCause.TIME_WINDOW: 1,
    ViolationCause.SHIFT: 1,
    ViolationCause.BREAKS: 1,
    ViolationCause.LOCK: 2,
    ViolationCause.MAX_DISTANCE: 3,
    ViolationCause.MAX_STOPS: 3,
    ViolationCause.CAPACITY: 4,
    ViolationCause.SKILLS: 5,
    ViolationCause.REACHABLE: 6,
    ViolationCause.VISIT_ONCE: 7,
    ViolationCause.MAX_DURATION: 1,
    ViolationCause.RELEASE: 1,
    ViolationCause.DOCKS: 2,
    ViolationCause.POSITION: 2,
    ViolationCause.RELATIONS: 2,
    ViolationCause.TRIPS: 3,
    ViolationCause.PAIRS: 6,
}
"""How hard a rule is to mend on the day: a phone call, a click, a setting, another van, another driver, a road."""


class _FaultKey(NamedTuple):
    cause: ViolationCause
    visit: int | None
    unit: str


def faults_added(old: Sequence[Fault], new: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return what the new route breaks beyond the old one, with the added amounts."""
    if not old:
        return tuple(new)
    had = {_FaultKey(fault.cause, fault.visit, fault.unit): fault.amount for fault in old}
    added: list[Fault] = []
    for fault in new:
        more = fault.amount - had.get(_FaultKey(fault.cause, fault.visit, fault.unit), 0.0)
        if more > 0:
            added.append(replace(fault, amount=more))
    return tuple(added)


def trouble(problem: RoutingProblem, faults: Sequence[Fault]) -> float:
    """Return roughly how bad faults are together, in seconds of lateness, to compare unlike ones."""
    total = 0.0
    for fault in faults:
        if fault.cause is ViolationCause.CAPACITY:
            dimension = problem.dimensions.index(fault.unit)
            limit = problem.vehicles[fault.vehicle].capacity[dimension] / problem.load_scale(dimension)
            total += FULL_LOAD_WEIGHT * fault.amount / max(limit, 1e-3)
        else:
            total += fault.amount * UNIT_WEIGHT[fault.unit]
    return total


def main_fault(problem: RoutingProblem, faults: Sequence[Fault]) -> Fault:
    """Return the fault that people hear of first: the hardest to mend, the worst of those."""
    return max(faults, key=lambda fault: (HARDNESS[fault.cause], trouble(problem, (fault,))))
