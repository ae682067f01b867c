"""A rule of your own: frozen goods are at the customer 60 minutes after their van was loaded.

The planner does not know this rule. It is checked on the finished plan, and kept by planning again: an order that broke
it may be loaded no earlier than a moment, and is served no later than an hour after it. So any rule can be kept that a
window, a release time, a vehicle or a skill can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from lastmile_core import (
    ImportAnswers,
    Order,
    Plan,
    PlanningDay,
    TimeWindow,
    plan_routes,
    read_depots,
    read_orders,
    read_vehicles,
)

ANSWERS = ImportAnswers(replies={"unused": True})
DATA = Path(__file__).resolve().parent.parent / "sample_data"
TODAY = date(2026, 11, 23)
LONGEST = timedelta(minutes=60)
ROUNDS = 12


def too_long(plan: Plan, frozen: set[str]) -> Iterator[tuple[str, datetime]]:
    """Yield each frozen order that is too long on the way, with the moment at which its van was loaded."""
    for route in plan.routes:
        for stop in route.stops:
            if stop.visit_id in frozen and stop.service_start - route.loading_start > LONGEST:
                yield stop.visit_id, route.loading_start


def kept_fresh(order: Order, loaded: datetime) -> Order:
    """Return the order with a release time and a window that keep the rule."""
    (window,) = order.windows
    release = max(loaded, window.earliest - LONGEST / 2)
    latest = min(window.latest, release + LONGEST)
    return replace(order, release_at=release, windows=(TimeWindow(earliest=window.earliest, latest=latest),))


def main() -> None:
    """Plan twenty-five orders, five of them frozen, until the rule is kept."""
    depots = [depot for depot, _ in read_depots(DATA / "depots.csv", answers=ANSWERS).depots]
    orders = [order for order in read_orders(DATA / "orders_today.csv", TODAY, depots).orders if order.windows]
    orders = [order for order in orders if order.depot_id == depots[0].depot_id][:25]
    frozen = {order.order_id for order in orders[::5]}
    vehicles = tuple(read_vehicles(DATA / "vehicles.csv", depots[0].depot_id).vehicles[:4])
    for attempt in range(1, ROUNDS + 1):
        day = PlanningDay(depot=depots[0], service_date=TODAY, orders=tuple(orders), vehicles=vehicles)
        plan = plan_routes(day, time_limit_s=1)
        broken = dict(too_long(plan, frozen))
        late = ", ".join(sorted(broken)) or "none"
        print(f"plan {attempt}: {plan.cost.total:.2f}, not served: {len(plan.unassigned)}, too long on the way: {late}")
        if not broken:
            break
        orders = [kept_fresh(order, broken[order.order_id]) if order.order_id in broken else order for order in orders]


if __name__ == "__main__":
    main()
