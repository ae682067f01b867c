"""A broken rule in the solver's vocabulary; ``build_plan`` turns it into a ``Violation`` in words."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.plans.violation import ViolationCause


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleViolation:
    """One rule broken by one route.

    Attributes
    ----------
    vehicle, visit
        Indices; ``visit`` is None when the whole route is meant.
    amount, unit
        By how much: ``s``, ``m``, ``stops``, ``skills``, ``times``, ``legs``, ``visits``, ``trips``, or for
        capacity the name of the load dimension (then the amount is in that unit, not in thousandths).
    detail
        The missing skills; for pairs, relations, docks and position one word that says what is wrong (see there).
    other
        Another visit that it is about: the other half of a pair, the visit to ride with or not to ride with.
    """

    cause: ViolationCause
    vehicle: int
    visit: int | None
    amount: float
    unit: str
    detail: tuple[str, ...] = ()
    other: int | None = None
