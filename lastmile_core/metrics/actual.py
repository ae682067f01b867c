"""The KPIs of a period from the facts of its days."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.metrics.day_sums import finish_days, sum_day
from lastmile_core.metrics.facts.day_facts import DayFacts, link_days
from lastmile_core.metrics.facts.metric_rules import MetricRules
from lastmile_core.metrics.metric_value import MetricValue


def compute(
    day_facts: Sequence[DayFacts], rules: MetricRules | None = None, *, keep_rows: bool = True
) -> dict[str, MetricValue]:
    """Return every KPI of the days together.

    Parameters
    ----------
    day_facts
        Days of one depot in any order. What an earlier one of them attempted is no first attempt on a later one.
    keep_rows
        False when only figures are wanted; the rows behind them are then empty.
    """
    return finish_days(
        (sum_day(facts, rules, keep_rows=keep_rows) for facts in link_days(day_facts)), keep_rows=keep_rows
    )
