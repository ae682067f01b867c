"""How many first attempts of a plan will fail, by the chances that its orders carry."""

from __future__ import annotations

from collections.abc import Iterable

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Order, Plan


def expected_failures(plan: Plan, orders: Iterable[Order], day: ServiceDay) -> float | None:
    """Return the failed first attempts to be expected at the planned hours; None when no order says its chances.

    Orders without chances count as sure, and so do those that no route serves.
    """
    chances = {order.order_id: order.chances for order in orders if order.chances}
    if not chances:
        return None
    lost = 0.0
    for route in plan.routes:
        for stop in route.stops:
            known = chances.get(stop.visit_id)
            if known and not stop.is_pickup:
                hour = max(0, int(day.seconds_of(stop.service_start)) // 3600)
                lost += 1 - known[min(hour, len(known) - 1)]
    return lost
