"""The figures of a day from its plan and a file of events."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from lastmile_core import (
    DEFINITIONS,
    ImportAnswers,
    Plan,
    PlanningDay,
    day_figures,
    plan_routes,
    read_depots,
    read_events,
    read_orders,
    read_vehicles,
)

ANSWERS = ImportAnswers(replies={"unused": True})
DATA = Path(__file__).resolve().parent.parent / "sample_data"
TODAY = date(2026, 11, 23)
SHOWN = ("first_attempt_rate", "on_time", "idle_time", "stops_per_paid_hour")


def write_events(plan: Plan, path: Path) -> None:
    """Write what the vans reported, as a telematics program would: some minutes late, one door in ten stays shut."""
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Vehicle", "Order number", "Event", "Time", "Reason"])
        for route in plan.routes:
            late = timedelta(minutes=chance.randint(0, 12))
            rows.writerow([route.vehicle_id, "", "loading started", route.loading_start.isoformat(), ""])
            rows.writerow([route.vehicle_id, "", "departed", (route.departure + late).isoformat(), ""])
            for stop in route.stops:
                is_home = chance.random() > 0.1
                what, why = ("delivered", "") if is_home else ("failed", "nobody home")
                rows.writerow([route.vehicle_id, stop.visit_id, "arrived", (stop.arrival + late).isoformat(), ""])
                rows.writerow([route.vehicle_id, stop.visit_id, what, (stop.departure + late).isoformat(), why])
            rows.writerow([route.vehicle_id, "", "returned", (route.return_at + late).isoformat(), ""])


def main() -> None:
    """Plan a day, let it happen, and read the figures."""
    depots = [depot for depot, _ in read_depots(DATA / "depots.csv", answers=ANSWERS).depots]
    orders = read_orders(DATA / "orders_today.csv", TODAY, depots).orders
    day = PlanningDay(
        depot=depots[0],
        service_date=TODAY,
        orders=tuple(order for order in orders if order.depot_id == depots[0].depot_id)[:40],
        vehicles=tuple(read_vehicles(DATA / "vehicles.csv", depots[0].depot_id).vehicles[:4]),
    )
    plan = plan_routes(day, time_limit_s=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        write_events(plan, path)
        read = read_events(path, plan, day.depot, day.vehicles)
    print(f"{len(read.events)} events, {len(read.rejected_rows)} rows refused")

    figures = day_figures(day, plan, read.events)

    for key in SHOWN:
        figure, definition = figures[key], DEFINITIONS[key]
        shown = figure.reason if figure.value is None else f"{figure.value:.3g} {definition.unit}"
        print(f"{definition.name}: {shown} ({figure.counted} counted, {figure.excluded} left out)")
        print(f"    {definition.formula}")


if __name__ == "__main__":
    main()
