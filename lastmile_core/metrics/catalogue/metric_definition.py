"""What a figure means, in words that stand beside it on every card."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MetricKind(StrEnum):
    """How days become a period; no kind averages rates over days.

    RATE: numerator is a count out of the denominator, with a Wilson interval. RATIO: sum ÷ sum.
    TOTAL: the sum itself. P90: the 90th percentile of all single values together. BINDING: the
    largest of the sums ÷ sums by dimension.
    """

    RATE = "rate"
    RATIO = "ratio"
    TOTAL = "total"
    P90 = "p90"
    BINDING = "binding"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDefinition:
    """One KPI.

    Attributes
    ----------
    formula
        In words, with ÷ between numerator and denominator.
    unit
        "share" (0 to 1), "min", "min/route", "per hour", "per stop", "money" (the depot's currency) or "kg".
    better
        "higher", "lower" or "" when neither is better by itself.
    default_target, target_source
        A first proposal and where it comes from; None when nobody has published an honest one.
    slices
        Names of the breakdowns that a value of it carries.
    """

    key: str
    name: str
    kind: MetricKind
    formula: str
    unit: str
    numerator: str
    denominator: str
    exclusions: str
    source: str
    better: str = ""
    default_target: float | None = None
    target_source: str = ""
    slices: tuple[str, ...] = ()
