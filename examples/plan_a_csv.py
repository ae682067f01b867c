"""Plan a day from files: orders, vehicles and drivers in, routes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lastmile_core import ImportAnswers, PlanningDay, plan_routes, read_depots, read_drivers, read_orders, read_vehicles

ANSWERS = ImportAnswers(replies={"unused": True})
DATA = Path(__file__).resolve().parent.parent / "sample_data"
TODAY = date(2026, 11, 23)


def main() -> None:
    """Plan the first sixty orders of the harbour depot with its first five vans."""
    depots = [depot for depot, _ in read_depots(DATA / "depots.csv", answers=ANSWERS).depots]
    harbour = depots[0]
    read = read_orders(DATA / "orders_today.csv", TODAY, depots)
    for issue in read.issues[:3]:
        print(f"row {issue.row}: {issue.message} {issue.mend}")
    day = PlanningDay(
        depot=harbour,
        service_date=TODAY,
        orders=tuple(order for order in read.orders if order.depot_id == harbour.depot_id)[:60],
        vehicles=tuple(read_vehicles(DATA / "vehicles.csv", harbour.depot_id).vehicles[:5]),
        drivers=tuple(read_drivers(DATA / "drivers.csv", harbour.depot_id).drivers[:5]),
    )

    plan = plan_routes(day, time_limit_s=3)

    print(f"{plan.status.value}, driving times: {plan.travel_source.value}, {plan.cost.total:.2f} {harbour.currency}")
    for route in plan.routes:
        print(f"{route.vehicle_id} leaves at {route.departure:%H:%M}, back at {route.return_at:%H:%M}:")
        print("   ", " ".join(f"{stop.visit_id}@{stop.service_start:%H:%M}" for stop in route.stops))
    for left in plan.unassigned:
        print(f"not served: {left.order_id}. {left.message} {left.mend}")


if __name__ == "__main__":
    main()
