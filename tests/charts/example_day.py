"""Build an invented day whose routes have every part a chart can show: loading, waits, breaks, late stops."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from lastmile_core.model import (
    CostParts,
    Depot,
    Driver,
    Load,
    Location,
    Order,
    Plan,
    Route,
    RouteBreak,
    Stop,
    TimeWindow,
    Unassigned,
    UnassignedKind,
    UnassignedReason,
    Vehicle,
    Violation,
    ViolationCause,
)
from lastmile_core.travel.times.polyline import encode

DAY = date(2026, 11, 24)
ZONE = ZoneInfo("Europe/Lisbon")
NAMES = ["Meyer & Söhne", "Ana López", "Ødegård", "Παπαδόπουλος", "Иванова", "Quay Café", "B. O'Neil", "Łukasz Żak"]


@dataclass(frozen=True)
class ExampleDay:
    plan: Plan
    orders: dict[str, Order]
    depot: Depot
    vehicles: dict[str, Vehicle]
    drivers: dict[str, Driver]

    @property
    def names(self) -> dict[str, str]:
        return {vehicle_id: vehicle.name for vehicle_id, vehicle in self.vehicles.items()}


def _clock(hours: float) -> datetime:
    return datetime(2026, 11, 24, tzinfo=ZONE) + timedelta(seconds=round(hours * 3600))


def _street(start: Location, end: Location, rng: random.Random) -> str:
    """Walk around corners, as streets do."""
    points = [(start.lat, start.lon)]
    lat, lon = start.lat, start.lon
    for share in (0.25, 0.5, 0.75, 1.0):
        lon_next = start.lon + (end.lon - start.lon) * share
        points.append((lat + rng.uniform(-1, 1) * 1e-5, lon_next))
        lat = start.lat + (end.lat - start.lat) * share
        lon = lon_next
        points.append((lat, lon))
    points[-1] = (end.lat, end.lon)
    return encode(points)


def build_example_day(
    num_routes: int = 4, stops_per_route: int = 8, *, unassigned: int = 2, seed: int = 7
) -> ExampleDay:
    rng = random.Random(seed)
    depot = Depot(
        depot_id="harbour", name="Harbour depot", location=Location(lat=38.600, lon=-30.100), timezone="Europe/Lisbon"
    )
    orders: dict[str, Order] = {}
    routes: list[Route] = []
    violations: list[Violation] = []
    vehicles, drivers = {}, {}
    for r in range(num_routes):
        vehicle_id, driver_id = f"van-{r + 1}", f"driver-{r + 1}"
        vehicles[vehicle_id] = Vehicle(
            vehicle_id=vehicle_id, name=f"Van {r + 1}", depot_id="harbour", capacity=Load.of(parcels=120, kg=900)
        )
        drivers[driver_id] = Driver(driver_id=driver_id, name=f"Driver {NAMES[r % len(NAMES)]}", depot_id="harbour")
        angle = 2 * math.pi * r / max(num_routes, 1)
        centre = Location(lat=38.600 + 0.035 * math.sin(angle), lon=-30.100 + 0.055 * math.cos(angle))
        loading = _clock(6.5 + 0.1 * r)
        departure = loading + timedelta(minutes=15)
        now, place = departure, depot.location
        stops, geometry, breaks = [], [], []
        drive_total = wait_total = distance_total = 0
        for s in range(stops_per_route):
            order_id = f"{10_000 + r * 100 + s}"
            turn = 2 * math.pi * s / stops_per_route
            spot = Location(
                lat=round(centre.lat + 0.014 * math.sin(turn) + rng.uniform(-2e-3, 2e-3), 6),
                lon=round(centre.lon + 0.02 * math.cos(turn) + rng.uniform(-2e-3, 2e-3), 6),
            )
            drive = rng.randrange(180, 900)
            arrival = now + timedelta(seconds=drive)
            window = None
            if s % 3 == 1:
                hour = arrival.hour + (1 if s % 2 else 0)
                window = TimeWindow(earliest=_clock(hour), latest=_clock(hour + 2))
            start = arrival
            if window and arrival < window.earliest:
                start = window.earliest
            if s == 5 and r % 2 == 0:
                window = TimeWindow(earliest=arrival - timedelta(hours=2), latest=arrival - timedelta(minutes=14))
                violations.append(
                    Violation(
                        cause=ViolationCause.TIME_WINDOW,
                        vehicle_id=vehicle_id,
                        visit_id=order_id,
                        amount=840,
                        unit="s",
                        message="late by 14 min",
                    )
                )
            leave = start + timedelta(seconds=240)
            if s == stops_per_route // 2:
                breaks.append(RouteBreak(start=leave, end=leave + timedelta(minutes=30), before_stop=s + 1))
            orders[order_id] = Order(
                order_id=order_id,
                service_date=DAY,
                depot_id="harbour",
                customer_name=rng.choice(NAMES),
                address=f"{rng.randrange(1, 90)} Quay Street",
                postcode="1200",
                city="Porto Novo",
                location=spot,
                load=Load.of(parcels=rng.randrange(1, 5), kg=rng.randrange(1, 40) / 2),
                windows=(window,) if window else (),
                phone="+351 555 0100",
                notes="Ring twice" if s % 4 == 0 else "",
            )
            wait = round((start - arrival).total_seconds())
            distance = drive * 8
            geometry.append(_street(place, spot, rng))
            stops.append(
                Stop(
                    visit_id=order_id,
                    arrival=arrival,
                    service_start=start,
                    departure=leave,
                    wait_s=wait,
                    drive_s=drive,
                    distance_m=distance,
                    window=window,
                )
            )
            drive_total, wait_total, distance_total = drive_total + drive, wait_total + wait, distance_total + distance
            now, place = (breaks[-1].end if breaks and breaks[-1].before_stop == s + 1 else leave), spot
        geometry.append(_street(place, depot.location, rng))
        routes.append(
            Route(
                vehicle_id=vehicle_id,
                driver_id=driver_id,
                loading_start=loading,
                departure=departure,
                return_at=now + timedelta(minutes=12),
                stops=tuple(stops),
                breaks=tuple(breaks),
                distance_m=distance_total + 5000,
                drive_s=drive_total + 720,
                service_s=240 * stops_per_route,
                wait_s=wait_total,
                break_s=1800,
                loading_s=900,
                return_drive_s=720,
                return_distance_m=5000,
                peak_load=Load.of(parcels=40, kg=300),
                cost=180.0,
                geometry=tuple(geometry),
            )
        )
    left_out = []
    for u in range(unassigned):
        order_id = f"2{u:04d}"
        orders[order_id] = Order(
            order_id=order_id,
            service_date=DAY,
            depot_id="harbour",
            customer_name='=HYPERLINK("x")',
            location=Location(lat=38.63 + u / 200, lon=-30.14),
        )
        left_out.append(
            Unassigned(
                order_id=order_id,
                kind=UnassignedKind.PROVEN,
                reason=UnassignedReason.TIME_WINDOW,
                message="the window ends 14 min before the earliest arrival",
            )
        )
    plan = Plan(
        plan_id="p1",
        service_date=DAY,
        depot_id="harbour",
        version=3,
        routes=tuple(routes),
        unassigned=tuple(left_out),
        violations=tuple(violations),
        cost=CostParts(vehicles=60.0 * num_routes, distance=200.0, paid_time=700.0, unserved=100.0),
        created_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC),
    )
    return ExampleDay(plan=plan, orders=orders, depot=depot, vehicles=vehicles, drivers=drivers)


def without_geometry(day: ExampleDay) -> ExampleDay:
    routes = tuple(replace(route, geometry=()) for route in day.plan.routes)
    return replace(day, plan=replace(day.plan, routes=routes))
