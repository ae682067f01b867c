"""One small day, every figure of which the tests compute by hand.

Van 1 (planned 07:00-09:00, 18 km): A, B, C. Queues 10 min at the dock, leaves late, B is not home.
Van 2 (planned 07:30-10:05, 34 km): D, E, F. D too early, E too late, F was never loaded.
G is on no route, H was skipped.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lastmile_core.metrics import DayFacts
from lastmile_core.model import (
    Depot,
    Driver,
    EventKind,
    Load,
    Location,
    Order,
    OrderStatus,
    Plan,
    Route,
    Stop,
    StopEvent,
    TimeWindow,
    Vehicle,
)

DAY = date(2026, 11, 24)
WINDOWS = {
    "A": ("07:00", "08:00"),
    "B": ("08:00", "10:00"),
    "D": ("09:00", "13:00"),
    "E": ("09:00", "09:30"),
    "G": ("10:00", "12:00"),
}
PLACES = {"A": 0.01, "B": 0.02, "C": 0.03, "D": 0.11, "E": 0.12, "F": 0.13, "G": 0.14, "H": 0.15}


def clock(hhmm: str) -> datetime:
    hours, minutes = hhmm.split(":")
    return datetime(2026, 11, 24, int(hours), int(minutes), tzinfo=UTC)


def window_of(order_id: str) -> TimeWindow | None:
    ends = WINDOWS.get(order_id)
    return TimeWindow(earliest=clock(ends[0]), latest=clock(ends[1])) if ends else None


def make_order(order_id: str) -> Order:
    window = window_of(order_id)
    return Order(
        order_id=order_id,
        service_date=DAY,
        depot_id="harbour",
        customer_name=f"Customer {order_id}",
        customer_id=f"c-{order_id}",
        district="Old Town" if order_id in "ABC" else "Port",
        location=Location(lat=0.0, lon=PLACES[order_id]),
        load=Load.of(parcels=1, kg=50 if order_id == "A" else 10),
        windows=(window,) if window else (),
        service_s=600,
        status=OrderStatus.SKIPPED if order_id == "H" else OrderStatus.READY,
    )


def make_stop(order_id: str, arrive: str, start: str, leave: str, drive_min: int, metres: int) -> Stop:
    return Stop(
        visit_id=order_id,
        arrival=clock(arrive),
        service_start=clock(start),
        departure=clock(leave),
        wait_s=int((clock(start) - clock(arrive)).total_seconds()),
        drive_s=drive_min * 60,
        distance_m=metres,
        window=window_of(order_id),
    )


def make_plan() -> Plan:
    first = Route(
        vehicle_id="van1",
        driver_id="ana",
        loading_start=clock("07:00"),
        departure=clock("07:15"),
        return_at=clock("09:00"),
        stops=(
            make_stop("A", "07:30", "07:30", "07:40", 15, 5000),
            make_stop("B", "07:50", "08:00", "08:10", 10, 3000),
            make_stop("C", "08:30", "08:30", "08:40", 20, 4000),
        ),
        distance_m=18000,
        return_drive_s=1200,
        return_distance_m=6000,
        peak_load=Load.of(parcels=3, kg=70),
    )
    second = Route(
        vehicle_id="van2",
        loading_start=clock("07:30"),
        departure=clock("07:45"),
        return_at=clock("10:05"),
        stops=(
            make_stop("D", "09:00", "09:00", "09:05", 75, 20000),
            make_stop("E", "09:15", "09:15", "09:20", 10, 2000),
            make_stop("F", "09:30", "09:30", "09:35", 10, 2000),
        ),
        distance_m=34000,
        return_drive_s=1800,
        return_distance_m=10000,
        peak_load=Load.of(parcels=3, kg=30),
    )
    return Plan(
        plan_id="p3",
        service_date=DAY,
        depot_id="harbour",
        version=3,
        routes=(first, second),
        created_at=clock("05:00"),
        published_at=clock("06:00"),
    )


def make_event(number: int, vehicle_id: str, kind: str, at: str, order_id: str | None = None, **more) -> StopEvent:
    return StopEvent(
        event_id=f"e{number:03d}",
        service_date=DAY,
        depot_id="harbour",
        vehicle_id=vehicle_id,
        kind=EventKind(kind),
        occurred_at=clock(at),
        received_at=clock(at) + timedelta(seconds=3),
        visit_id=order_id,
        **{"source": "file", **more},
    )


STORY = (
    ("van1", "dock_arrived", "06:55", None, {}),
    ("van1", "loading_started", "07:10", None, {}),
    ("van1", "loading_finished", "07:25", None, {}),
    ("van1", "departed", "07:30", None, {}),
    ("van1", "arrived", "07:50", "A", {"odometer_m": 5000}),
    ("van1", "service_started", "07:52", "A", {}),
    ("van1", "delivered", "08:00", "A", {"source": "page"}),
    ("van1", "left", "08:02", "A", {}),
    ("van1", "arrived", "08:15", "B", {"odometer_m": 8500}),
    ("van1", "service_started", "08:15", "B", {}),
    ("van1", "failed", "08:20", "B", {"reason": "nobody_home"}),
    ("van1", "left", "08:20", "B", {}),
    ("van1", "arrived", "08:40", "C", {"odometer_m": 12500}),
    ("van1", "service_started", "08:40", "C", {}),
    ("van1", "delivered", "08:50", "C", {"outcome": "neighbour"}),
    ("van1", "left", "08:50", "C", {}),
    ("van1", "returned", "09:20", None, {"odometer_m": 19000}),
    ("van2", "dock_arrived", "07:30", None, {}),
    ("van2", "loading_started", "07:30", None, {}),
    ("van2", "loading_finished", "07:45", None, {}),
    ("van2", "failed", "07:45", "F", {"reason": "not_loaded"}),
    ("van2", "departed", "07:45", None, {}),
    ("van2", "arrived", "08:50", "D", {"odometer_m": 20000}),
    ("van2", "service_started", "09:00", "D", {}),
    ("van2", "delivered", "09:05", "D", {}),
    ("van2", "left", "09:05", "D", {}),
    ("van2", "arrived", "09:35", "E", {"odometer_m": 22500}),
    ("van2", "service_started", "09:35", "E", {}),
    ("van2", "delivered", "09:40", "E", {}),
    ("van2", "left", "09:40", "E", {}),
    ("van2", "returned", "10:10", None, {"odometer_m": 36000}),
)


def make_vehicle(vehicle_id: str) -> Vehicle:
    return Vehicle(
        vehicle_id=vehicle_id,
        name=vehicle_id.replace("van", "Van "),
        depot_id="harbour",
        capacity=Load.of(parcels=10, kg=100),
        fixed_cost=60.0,
        cost_per_km=0.5,
        cost_per_hour=24.0,
    )


@pytest.fixture
def small_day() -> DayFacts:
    return DayFacts(
        service_date=DAY,
        depot=Depot(depot_id="harbour", name="Harbour", location=Location(lat=0.0, lon=0.0)),
        plan=make_plan(),
        orders=tuple(make_order(order_id) for order_id in "ABCDEFGH"),
        events=tuple(
            make_event(number, vehicle, kind, at, order_id, **more)
            for number, (vehicle, kind, at, order_id, more) in enumerate(STORY)
        ),
        vehicles={vehicle_id: make_vehicle(vehicle_id) for vehicle_id in ("van1", "van2")},
        drivers={"ana": Driver(driver_id="ana", name="Ana", depot_id="harbour")},
    )


@pytest.fixture
def without():
    """Return the facts without the events that the keywords describe."""

    def drop(facts: DayFacts, **match) -> DayFacts:
        kept = [e for e in facts.events if not all(getattr(e, name) == value for name, value in match.items())]
        return replace(facts, events=tuple(kept))

    return drop
