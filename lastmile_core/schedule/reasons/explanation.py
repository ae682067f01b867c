"""Why an order was left out, before it is written down for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from lastmile_core.model.plans.unassigned import UnassignedKind, UnassignedReason
from lastmile_core.schedule.reasons.mend import Mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reason for one visit that no route serves.

    Attributes
    ----------
    amount, unit
        By how much the rule is broken: ``s``, ``m``, or a load dimension in its own unit.
    message, mend
        In plain words: why, and the smallest change that would help.
    mends
        What ``mend`` asks for as changes that can be applied, each one tried out: any one of them is enough for PROVEN
        to fit an empty vehicle, for SQUEEZED OUT to go where it is cheapest. Empty where only a person can tell.
    extra_s, extra_m, extra_cost
        What the cheapest inclusion would add: paid seconds, metres, cents; 0 for PROVEN.
    vehicle
        The vehicle that comes closest (PROVEN) or carries the cheapest inclusion; None without vehicles.
    displaces
        A visit that is cheaper to leave out and whose place this one could take; None when there is none.
    """

    visit: int
    kind: UnassignedKind
    reason: UnassignedReason
    message: str
    mend: str
    amount: float = 0.0
    unit: str = ""
    extra_s: int = 0
    extra_m: int = 0
    extra_cost: int = 0
    vehicle: int | None = None
    displaces: int | None = None
    mends: tuple[Mend, ...] = field(default=())
