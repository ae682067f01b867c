"""How severe violations are, to compare those of different rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks.rule_violation import RuleViolation

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
"""Seconds of lateness that one unit of a violation counts for, roughly; it ranks violations of different rules."""

FULL_LOAD_WEIGHT = 36_000.0
"""Seconds of lateness that count when a load exceeds the capacity by the whole capacity."""


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


class _ViolationKey(NamedTuple):
    cause: ViolationCause
    visit: int | None
    unit: str


def added_violations(old: Sequence[RuleViolation], new: Sequence[RuleViolation]) -> tuple[RuleViolation, ...]:
    """Return what the new route breaks beyond the old one, with the added amounts."""
    if not old:
        return tuple(new)
    had = {_ViolationKey(violation.cause, violation.visit, violation.unit): violation.amount for violation in old}
    added: list[RuleViolation] = []
    for violation in new:
        more = violation.amount - had.get(_ViolationKey(violation.cause, violation.visit, violation.unit), 0.0)
        if more > 0:
            added.append(replace(violation, amount=more))
    return tuple(added)


def violation_severity(problem: RoutingProblem, violations: Sequence[RuleViolation]) -> float:
    """Return roughly how bad violations are together, in seconds of lateness, to compare unlike ones."""
    total = 0.0
    for violation in violations:
        if violation.cause is ViolationCause.CAPACITY:
            dimension = problem.dimensions.index(violation.unit)
            limit = problem.vehicles[violation.vehicle].capacity[dimension] / problem.load_scale(dimension)
            total += FULL_LOAD_WEIGHT * violation.amount / max(limit, 1e-3)
        else:
            total += violation.amount * UNIT_WEIGHT[violation.unit]
    return total


def main_violation(problem: RoutingProblem, violations: Sequence[RuleViolation]) -> RuleViolation:
    """Return the violation that people hear of first: the hardest to mend, the worst of those."""
    return max(violations, key=lambda violation: (HARDNESS[violation.cause], violation_severity(problem, (violation,))))
