"""Two periods side by side, with a word on whether the difference means anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastmile_core.metrics.catalogue.metric_definition import MetricKind
from lastmile_core.metrics.metric_value import MetricValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a KPI moved.

    Attributes
    ----------
    difference
        Now less before, in the unit of the KPI (a share: 0.02 is two points); None when one is missing.
    is_better
        True, False, or None when it did not move or neither direction is better.
    is_clear
        For rates: whether the two intervals are apart. None for KPIs without an interval.
    """

    key: str
    difference: float | None
    is_better: bool | None
    is_clear: bool | None


def compare(now: Mapping[str, MetricValue], before: Mapping[str, MetricValue]) -> dict[str, Change]:
    """Return the change of every KPI that both periods have."""
    return {key: _change(now[key], before[key]) for key in now if key in before}


def _change(now: MetricValue, before: MetricValue) -> Change:
    if now.value is None or before.value is None:
        return Change(key=now.key, difference=None, is_better=None, is_clear=None)
    difference = now.value - before.value
    better = now.definition.better
    is_better = None if not difference or not better else (difference > 0) == (better == "higher")
    is_clear = None
    if now.definition.kind is MetricKind.RATE and now.interval and before.interval:
        is_clear = now.interval[0] > before.interval[1] or now.interval[1] < before.interval[0]
    return Change(key=now.key, difference=difference, is_better=is_better, is_clear=is_clear)
