"""One KPI of one period, with everything a card needs to explain itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

from lastmile_core.metrics.catalogue.definitions import DEFINITIONS
from lastmile_core.metrics.catalogue.metric_definition import MetricDefinition, MetricKind
from lastmile_core.metrics.facts.tally import Row, Tally
from lastmile_core.metrics.wilson import wilson_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceValue:
    """A KPI for one part of the cases (``is_part`` False) or one share of the whole (True)."""

    value: float | None
    numerator: float
    denominator: float
    interval: tuple[float, float] | None = None
    is_part: bool = False


class Behind:
    """The cases behind one figure, sorted into slices and rows on first sight.

    A report has forty figures and a page shows the slices of four and the rows of one. Two threads that
    look at the same moment do the same work twice and find the same.
    """

    def __init__(self, kind: MetricKind, tally: Tally) -> None:
        self._kind = kind
        self._tally = tally

    @cached_property
    def slices(self) -> dict[str, dict[str, SliceValue]]:
        """Dimension → label → value."""
        return _slices(self._kind, self._tally)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """One dict a case."""
        return tuple(self._tally.rows())


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricValue:
    """A figure and where it comes from.

    Attributes
    ----------
    value
        In the unit of the definition; None when it cannot be given, ``reason`` says why.
    numerator, denominator
        ``value`` is the first divided by the second (a total: the first; P90 and binding share: see the definition).
    counted, excluded, exclusions
        Cases in the figure, cases left out, and how many for which reason.
    data_quality
        Share of the cases that belong in and have the data: counted ÷ (counted + missing).
    compared_with
        The plan version behind it, such as "v3", or how many days' newest published versions.
    behind
        The cases that :attr:`slices` and :attr:`rows` are made of, when somebody looks at them.
    """

    key: str
    value: float | None
    numerator: float = 0.0
    denominator: float = 0.0
    interval: tuple[float, float] | None = None
    counted: int = 0
    excluded: int = 0
    exclusions: dict[str, int] = field(default_factory=dict)
    data_quality: float | None = None
    compared_with: str = ""
    notes: tuple[str, ...] = ()
    reason: str = ""
    behind: Behind | None = field(default=None, repr=False, compare=False)

    @property
    def definition(self) -> MetricDefinition:
        """What the figure means."""
        return DEFINITIONS[self.key]

    @property
    def slices(self) -> dict[str, dict[str, SliceValue]]:
        """Dimension → label → value."""
        return self.behind.slices if self.behind else {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """One dict a case: date, route, vehicle_id, order, customer, value, counted, why."""
        return self.behind.rows if self.behind else ()


def finish(key: str, tally: Tally, compared_with: str = "", reason: str = "") -> MetricValue:
    """Return the value of one KPI from its sums.

    Parameters
    ----------
    reason
        Why there is nothing to count, when the tally is empty and does not say so itself.
    """
    definition = DEFINITIONS[key]
    exclusions = {**tally.left_out}
    for why, number in tally.missing.items():
        exclusions[why] = exclusions.get(why, 0) + number
    lacking = sum(tally.missing.values())
    value = _value(definition.kind, tally) if tally.counted else None
    is_rate = definition.kind is MetricKind.RATE
    return MetricValue(
        key=key,
        value=value,
        numerator=tally.numerator,
        denominator=tally.denominator,
        interval=wilson_interval(tally.numerator, tally.denominator) if is_rate else None,
        counted=tally.counted,
        excluded=sum(exclusions.values()),
        exclusions=exclusions,
        data_quality=tally.counted / (tally.counted + lacking) if tally.counted + lacking else None,
        compared_with=compared_with,
        notes=tuple(f"{sentence} ({number}×)" if number > 1 else sentence for sentence, number in tally.notes.items()),
        reason="" if value is not None else _why_empty(exclusions, reason),
        behind=Behind(definition.kind, tally),
    )


def quick_values(
    tallies: dict[str, Tally],
) -> tuple[dict[str, float | None], dict[str, tuple[float, float] | None]]:
    """Return (value by key, interval by key) of one day, for a trend; None where there is none."""
    values: dict[str, float | None] = dict.fromkeys(DEFINITIONS)
    intervals: dict[str, tuple[float, float] | None] = dict.fromkeys(DEFINITIONS)
    for key, tally in tallies.items():
        kind = DEFINITIONS[key].kind
        values[key] = _value(kind, tally) if tally.counted else None
        if kind is MetricKind.RATE:
            intervals[key] = wilson_interval(tally.numerator, tally.denominator)
    return values, intervals


def _value(kind: MetricKind, tally: Tally) -> float | None:
    if kind is MetricKind.TOTAL:
        return tally.numerator
    if kind is MetricKind.P90:
        return percentile(tally.values, 0.9)
    if kind is MetricKind.BINDING:
        shares = [up / down for up, down in tally.slices().get("dimension", {}).values() if down]
        return max(shares, default=None)
    return tally.numerator / tally.denominator if tally.denominator else None


def _slices(kind: MetricKind, tally: Tally) -> dict[str, dict[str, SliceValue]]:
    is_rate = kind is MetricKind.RATE
    found: dict[str, dict[str, SliceValue]] = {}
    for dimension, labels in tally.slices().items():
        found[dimension] = {
            label: SliceValue(
                value=up if kind is MetricKind.TOTAL else (up / down if down else None),
                numerator=up,
                denominator=down,
                interval=wilson_interval(up, down) if is_rate else None,
            )
            for label, (up, down) in sorted(labels.items())
        }
    for breakdown, shares in tally.parts.items():
        found[breakdown] = {
            label: SliceValue(
                value=amount / tally.denominator if tally.denominator else None,
                numerator=amount,
                denominator=tally.denominator,
                interval=wilson_interval(amount, tally.denominator) if is_rate else None,
                is_part=True,
            )
            for label, amount in shares.items()
        }
    return found


def _why_empty(exclusions: dict[str, int], reason: str) -> str:
    if reason:
        return reason
    if not exclusions:
        return "Nothing to count in this period."
    listed = "; ".join(f"{number} × {why}" for why, number in sorted(exclusions.items(), key=lambda item: -item[1]))
    return f"Nothing could be counted: {listed}."


def percentile(values: list[float], share: float) -> float | None:
    """Return the smallest value that at least ``share`` of all values do not exceed (nearest rank)."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
