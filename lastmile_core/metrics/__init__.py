"""metrics: see docs/architecture.md for what this room holds and may import."""

from lastmile_core.metrics.actual import compute
from lastmile_core.metrics.compare import Change, compare
from lastmile_core.metrics.day_facts import DayFacts, attempted_orders, link_days
from lastmile_core.metrics.day_sums import DaySums, finish_days, nothing_on, sum_day
from lastmile_core.metrics.definitions import DEFINITIONS
from lastmile_core.metrics.metric_definition import MetricDefinition, MetricKind
from lastmile_core.metrics.metric_value import MetricValue, SliceValue
from lastmile_core.metrics.planned import PlannedFigures, planned_figures
from lastmile_core.metrics.rules import EmissionFactor, MetricRules
from lastmile_core.metrics.waterfall import Waterfall

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
    "PlannedFigures",
    "SliceValue",
    "Waterfall",
    "attempted_orders",
    "compare",
    "compute",
    "finish_days",
    "link_days",
    "nothing_on",
    "planned_figures",
    "sum_day",
]
