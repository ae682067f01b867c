"""A broken rule in the solver's vocabulary; ``build_plan`` turns it into a ``Violation`` in words."""

from __future__ import annotations

from dataclasses import dataclass

from lastmile_core.model.violation import ViolationCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule broken by one route.

    Attributes
    ----------
    vehicle, visit
        Indices; ``visit`` is None when the whole route is meant.
    amount, unit
        By how much: ``s``, ``m``, ``stops``, ``skills``, ``times``, ``legs``, ``visits``, or for capacity
        the name of the load dimension (then the amount is in that unit, not in thousandths).
    detail
        The missing skills; empty for other rules.
    """

    cause: ViolationCause
    vehicle: int
    visit: int | None
    amount: float
    unit: str
    detail: tuple[str, ...] = ()
