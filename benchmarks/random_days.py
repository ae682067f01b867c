#!/usr/bin/env python3
"""Plan random days on real roads to the end, as the page does it, and count the days that die.

    python benchmarks/random_days.py --days 30 --time 10 ROADS.osm.pbf OTHER_ROADS.osm.pbf

Each day has 300 to 1,000 orders: pairs 0 to 5 m apart, shared doors, one door under two roundings, points at the edges
of the road file and outside of it, islands, the sea; vans and bikes, windows, breaks, collections, several trips. Every
day is planned by a job in a worker of its own, judged and stored. Printed for each day: orders, what came out,
seconds; at the end days, orders, regions, deaths and seconds. Ends with 1 when a day died.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 23)
METRES = 111_320.0
Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomDay:
    """A depot's day that nobody chose."""

    depot: Any
    orders: tuple[Any, ...]
    vehicles: tuple[Any, ...]
    drivers: tuple[Any, ...]


def random_day(seed: int, bbox: Bbox, num_orders: int) -> RandomDay:
    """Return a day inside (and a little outside of) a bounding box: west, south, east, north."""
    from lastmile_core.model import Depot, Location

    draw = random.Random(seed)
    west, south, east, north = bbox
    middle = Location(lat=(south + north) / 2, lon=(west + east) / 2)
    depot = Depot(depot_id="d", name="Depot", location=middle, timezone="UTC")
    orders = _orders(draw, bbox, num_orders)
    vehicles, drivers = _fleet(draw, num_orders)
    return RandomDay(depot=depot, orders=tuple(orders), vehicles=vehicles, drivers=drivers)


def _orders(draw: random.Random, bbox: Bbox, count: int) -> list[Any]:
    from lastmile_core.model import Load, Order, OrderKind, Pickup, Priority, TimeWindow

    rich = draw.random() < 0.4
    places: list[Any] = []
    orders = []
    for number in range(count):
        places.append(_place(draw, bbox, places))
        opens = draw.choice((None, None, 7, 8, 10, 13, 16))
        window = ()
        if opens is not None:
            begin = datetime.combine(DAY, clock(opens), tzinfo=UTC)
            window = (TimeWindow(earliest=begin, latest=begin + timedelta(hours=draw.choice((1, 2, 4)))),)
        order = Order(
            order_id=f"R{number:04d}",
            service_date=DAY,
            depot_id="d",
            customer_name=f"Customer {number}",
            location=places[-1],
            load=Load.of(parcels=draw.randint(0, 4), kg=draw.choice((0.0, 0.004, 2.5, 18.0, 70.0))),
            windows=window,
            service_s=draw.choice((0, 60, 240, 900)),
            priority=draw.choice(list(Priority)),
        )
        kind = draw.random()
        if kind < 0.08:
            order = replace(order, kind=OrderKind.COLLECTION)
        elif rich and kind < 0.11:
            order = replace(order, pickup=Pickup(location=_place(draw, bbox, places)))
        elif rich and kind < 0.3:
            order = replace(order, set_up_s=180, chances=tuple(draw.choice((0.5, 0.7, 0.95)) for _ in range(24)))
        orders.append(order)
    return orders


def _place(draw: random.Random, bbox: Bbox, before: list[Any]) -> Any:
    """Return a place: anywhere, beside or at an earlier one, at the edge, or outside where no road is."""
    from lastmile_core.model import Location

    west, south, east, north = bbox
    kind = draw.random()
    lat, lon = draw.uniform(south, north), draw.uniform(west, east)
    if before and kind < 0.4:
        other = draw.choice(before)
        if kind < 0.1:
            return other
        lat, lon = other.lat, other.lon
        if kind < 0.15:
            return Location(lat=round(lat, 5), lon=round(lon, 5))
        lat, lon = lat + draw.uniform(-5, 5) / METRES, lon + draw.uniform(-5, 5) / METRES
    elif kind < 0.46:
        edge = draw.uniform(-150, 300) / METRES
        lat, lon = draw.choice(((south + edge, lon), (north - edge, lon), (lat, west + edge), (lat, east - edge)))
    elif kind < 0.47:
        lat = north + draw.uniform(1_000, 20_000) / METRES
    return Location(lat=lat, lon=lon)


def _fleet(draw: random.Random, num_orders: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    from lastmile_core.model import Driver, Load, Vehicle, VehicleClass

    bikes = draw.random() < 0.4
    trips = draw.random() < 0.25
    vehicles, drivers = [], []
    for number in range(max(2, num_orders // draw.choice((20, 30, 60)))):
        is_bike = bikes and draw.random() < 0.2
        drivers.append(
            Driver(
                driver_id=f"D{number}",
                name=f"Driver {number}",
                depot_id="d",
                shift_start=clock(draw.choice((6, 7, 9))),
                shift_end=clock(draw.choice((15, 17, 20))),
            )
        )
        vehicles.append(
            Vehicle(
                vehicle_id=f"V{number}",
                name=f"Van {number}",
                depot_id="d",
                vehicle_class=VehicleClass.CARGO_BIKE if is_bike else VehicleClass.VAN,
                capacity=Load.of(parcels=60 if is_bike else 180, kg=150 if is_bike else 1200),
                driver_id=f"D{number}",
                max_trips=2 if trips else 1,
                max_stops=draw.choice((None, None, 45)),
            )
        )
    return tuple(vehicles), tuple(drivers)


def save_day(store: Any, day: RandomDay) -> None:
    """Put a day into an empty store."""
    with store.atomic():
        store.depots.save(day.depot)
        for driver in day.drivers:
            store.drivers.save(driver)
        for vehicle in day.vehicles:
            store.vehicles.save(vehicle)
        store.orders.save_many(day.orders)


def plan_to_the_end(settings: Any, store: Any, time_limit_s: float) -> Any:
    """Plan the stored day as the page does, wait for it and return the plan; raise what the job says when it died."""
    from lastmile_core.jobs.payloads import PlanPayload
    from lastmile_core.model import DayKey, JobStatus
    from lastmile_core.workflows.plan.plan_day import start_planning

    job = start_planning(
        settings, store, PlanPayload(day=DayKey(DAY, "d"), time_limit_s=time_limit_s), by="random days"
    )
    end = time.monotonic() + time_limit_s + 600
    while job.is_active and time.monotonic() < end:
        time.sleep(0.1)
        job = store.jobs.get(job.job_id)
    plan = store.plans.get(DAY, "d", job.result["version"]) if job.status is JobStatus.DONE else None
    if plan is None:
        raise RuntimeError(f"{job.status.value}: {job.message}")
    return plan


def run_day(roads: Path, seed: int, num_orders: int, time_limit_s: float) -> tuple[Any, RandomDay]:
    """Plan one random day in a home of its own that shares the road region; return plan and day."""
    from lastmile_core.settings import Settings
    from lastmile_core.store.open_store import open_store
    from lastmile_core.travel.regions import list_regions

    with tempfile.TemporaryDirectory(prefix="random-day-") as folder:
        home = Path(folder)
        (home / "regions").symlink_to(roads, target_is_directory=True)
        settings = Settings(home=home, database=home / "lastmile.db")
        (region,) = list_regions(settings)
        day = random_day(seed, region.bbox, num_orders)
        with open_store(settings.database) as store:
            save_day(store, day)
            return plan_to_the_end(settings, store, time_limit_s), day


def problem_of(plan: Any, day: RandomDay) -> str:
    """Return what is wrong with a finished plan: an order that is neither served nor named, a broken rule."""
    from lastmile_core.model import is_pickup_id

    told = [stop.visit_id for route in plan.routes for stop in route.stops if not is_pickup_id(stop.visit_id)]
    told += [left.order_id for left in plan.unassigned]
    if sorted(told) != sorted(order.order_id for order in day.orders):
        return "an order is neither served nor named, or it is both"
    return "; ".join(broken.message for broken in plan.violations)


def prepare(file: Path, folder: Path) -> Path:
    """Prepare a road file alone in a folder of regions and return that folder."""
    from lastmile_core.settings import Settings
    from lastmile_core.travel.regions import add_region

    home = folder / file.stem.split(".")[0]
    add_region(Settings(home=home, database=home / "lastmile.db"), file, "roads")
    return home / "regions"


def main(arguments: list[str] | None = None) -> int:
    """Plan the days and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roads", type=Path, nargs="+", help="road files (.osm.pbf); the days take turns on them")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--time", type=float, default=10.0, help="seconds of search a day")
    parser.add_argument("--least", type=int, default=300)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    deaths, orders, begun = 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="random-days-") as folder:
        regions = [prepare(file, Path(folder)) for file in options.roads]
        for number in range(options.days):
            seed = options.seed + number
            count = random.Random(seed).randint(options.least, options.most)
            roads, since = regions[number % len(regions)], time.monotonic()
            orders += count
            try:
                plan, day = run_day(roads, seed, count, options.time)
                wrong = problem_of(plan, day)
                words = f"{plan.num_stops} stops, {len(plan.routes_in_use)} routes, {len(plan.unassigned)} left out"
            except Exception as error:  # whatever ends a day is what is counted here
                wrong, words = f"{type(error).__name__}: {error}", "no plan"
            deaths += bool(wrong)
            seconds = time.monotonic() - since
            print(f"{roads.parent.name} seed {seed}: {count} orders, {words}, {seconds:.0f} s {wrong}", flush=True)
    seconds = time.monotonic() - begun
    print(f"{options.days} days, {orders} orders, {len(regions)} regions, {deaths} deaths, {seconds:.0f} s")
    return 1 if deaths else 0


if __name__ == "__main__":
    sys.exit(main())
