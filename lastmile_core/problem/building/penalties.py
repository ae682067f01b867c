"""What leaving an order out costs, by priority.

The unit is a detour that is plainly worth driving, priced with the dearest vehicle of the day: a van
of its own, ``REFERENCE_KM`` kilometres and ``REFERENCE_S`` seconds of paid time. So the figures follow
the depot's currency and price level, and even a LOW order justifies sending one more van.

| priority | times the unit | with the usual van (60.00 + 0.45/km + 24.00/h) |
|---|---|---|
| LOW | 1 | 109.50 |
| NORMAL | 5 | 547.50 |
| HIGH | 25 | 2,737.50 |
| MUST | 1000 | 109,500.00 |
"""

from __future__ import annotations

from collections.abc import Iterable

from lastmile_core.model import Priority
from lastmile_core.problem.routing_problem import VehicleDay

REFERENCE_KM = 30
REFERENCE_S = 5400
FLOOR_CENTS = 1000
"""Smallest unit: with a fleet that costs nothing, orders must still be worth serving."""

FACTORS = {Priority.LOW: 1, Priority.NORMAL: 5, Priority.HIGH: 25, Priority.MUST: 1000}


def penalties_for(vehicles: Iterable[VehicleDay]) -> dict[Priority, int]:
    """Return the penalty of each priority in cents."""
    unit = max(
        (
            vehicle.fixed_cost + REFERENCE_KM * vehicle.cost_per_km + vehicle.cost_per_hour * REFERENCE_S // 3600
            for vehicle in vehicles
        ),
        default=0,
    )
    return {priority: factor * max(unit, FLOOR_CENTS) for priority, factor in FACTORS.items()}
