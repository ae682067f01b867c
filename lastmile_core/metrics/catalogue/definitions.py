"""Every KPI that the product computes: name, formula, exclusions, source."""

from __future__ import annotations

from lastmile_core.metrics.catalogue.metric_definition import MetricDefinition
from lastmile_core.metrics.catalogue.order_definitions import ORDER_DEFINITIONS
from lastmile_core.metrics.catalogue.route_definitions import ROUTE_DEFINITIONS

DEFINITIONS: dict[str, MetricDefinition] = {
    definition.key: definition for definition in (*ORDER_DEFINITIONS, *ROUTE_DEFINITIONS)
}
"""All KPIs by key, in the order in which a review reads them."""
