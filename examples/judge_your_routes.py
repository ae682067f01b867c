"""Judge routes that somebody else made: every stop timed, every broken rule named with its amount."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from lastmile_core import Depot, Driver, Load, Location, Order, PlanningDay, TimeWindow, Vehicle, judge_routes

TODAY = date(2026, 11, 23)


def clock(text: str) -> datetime:
    """Return a time of the day."""
    return datetime.combine(TODAY, time.fromisoformat(text), tzinfo=UTC)


def order(name: str, lat: float, lon: float, kg: float, earliest: str, latest: str) -> Order:
    """Return an order with a place, a weight and a window."""
    return Order(
        order_id=name,
        service_date=TODAY,
        depot_id="yard",
        location=Location(lat=lat, lon=lon),
        load=Load.of(kg=kg),
        windows=(TimeWindow(earliest=clock(earliest), latest=clock(latest)),),
        service_s=300,
    )


DAY = PlanningDay(
    depot=Depot(depot_id="yard", name="Yard", location=Location(lat=44.9668, lon=-29.9767)),
    service_date=TODAY,
    orders=(
        order("bakery", 44.985, -30.012, 120, "08:00", "09:00"),
        order("school", 44.978, -30.039, 80, "08:30", "09:00"),
        order("office", 44.992, -29.985, 60, "10:00", "12:00"),
        order("florist", 44.971, -29.990, 20, "08:00", "16:00"),
    ),
    vehicles=(Vehicle(vehicle_id="van-1", name="Van 1", depot_id="yard", capacity=Load.of(kg=250), driver_id="ana"),),
    drivers=(Driver(driver_id="ana", name="Ana", depot_id="yard", break_s=0),),
)
BY_HAND = {"van-1": ("office", "bakery", "school")}


def main() -> None:
    """Judge a route that was drawn by hand, and one in a better order."""
    for title, routes in (("by hand", BY_HAND), ("better", {"van-1": ("bakery", "school", "office")})):
        plan = judge_routes(DAY, routes)
        print(f"{title}: {plan.status.value}, {plan.cost.total:.2f} {DAY.depot.currency}")
        for stop in plan.routes[0].stops:
            late = " late" if stop.window and stop.service_start > stop.window.latest else ""
            print(f"    {stop.visit_id}: arrives {stop.arrival:%H:%M}, waits {stop.wait_s // 60} min{late}")
        for broken in plan.violations:
            print(f"    broken: {broken.cause.value}, {broken.amount:g} {broken.unit}. {broken.message}")
        for left in plan.unassigned:
            print(f"    no route: {left.order_id}. {left.message}")


if __name__ == "__main__":
    main()
