"""Definitions and figures of what happened: pure functions from the facts of days to KPIs.

Sub-rooms: ``catalogue`` (definitions), ``facts`` (what KPIs count on), ``orders`` and ``routes`` (the KPIs).
On top: ``day_sums`` (a day), ``day_pack`` (its sums as text), ``actual`` (a period), ``compare`` (two periods),
``planned`` (figures of a plan). May import model, tracking, units and clock.
Read ``day_sums.py`` first.
"""

from lastmile_core.metrics.actual import compute
from lastmile_core.metrics.catalogue.definitions import DEFINITIONS
from lastmile_core.metrics.catalogue.metric_definition import MetricDefinition, MetricKind
from lastmile_core.metrics.compare import Change, compare
from lastmile_core.metrics.day_sums import DaySums, finish_days, nothing_on, sum_day
from lastmile_core.metrics.facts.day_facts import DayFacts, attempted_orders, link_days
from lastmile_core.metrics.facts.metric_rules import EmissionFactor, MetricRules
from lastmile_core.metrics.metric_value import MetricValue, SliceValue
from lastmile_core.metrics.routes.waterfall import Waterfall

__all__ = [
    "DEFINITIONS",
    "Change",
    "DayFacts",
    "DaySums",
    "EmissionFactor",
    "MetricDefinition",
    "MetricKind",
    "MetricRules",
    "MetricValue",
    "SliceValue",
    "Waterfall",
    "attempted_orders",
    "compare",
    "compute",
    "finish_days",
    "link_days",
    "nothing_on",
    "sum_day",
]
