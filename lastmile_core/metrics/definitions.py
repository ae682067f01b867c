"""Every KPI that the product computes: name, formula, exclusions, source."""

from __future__ import annotations

from lastmile_core.metrics.definitions_orders import ORDER_DEFINITIONS
from lastmile_core.metrics.definitions_routes import ROUTE_DEFINITIONS
from lastmile_core.metrics.metric_definition import MetricDefinition

DEFINITIONS: dict[str, MetricDefinition] = {
    definition.key: definition for definition in (*ORDER_DEFINITIONS, *ROUTE_DEFINITIONS)
}
"""All KPIs by key, in the order in which a review reads them."""
