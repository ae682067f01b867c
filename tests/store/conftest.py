"""A fresh store with one depot, and a day of work to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lastmile_core.model import Depot, EventKind, Load, Location, Order, Plan, Route, Stop, StopEvent, TimeWindow
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

ZONE = ZoneInfo("Europe/Paris")
DAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lastmile.db"


@pytest.fixture
def harbour_depot() -> Depot:
    return Depot(
        depot_id="harbour",
        name="Harbour",
        location=Location(lat=48.5, lon=2.25),
        address="Quay 1",
        timezone="Europe/Paris",
        opens=time(4, 30),
        currency="EUR",
    )


@pytest.fixture
def store(database: Path, harbour_depot: Depot) -> Iterator[Store]:
    with open_store(database) as opened:
        opened.depots.save(harbour_depot)
        yield opened


@pytest.fixture
def make_order() -> Callable[..., Order]:
    def make(order_id: str = "A1", **changes: object) -> Order:
        values: dict[str, object] = {
            "order_id": order_id,
            "service_date": DAY,
            "depot_id": "harbour",
            "customer_name": "Renée",
            "address": "1 Rue du Port",
            "location": Location(lat=48.51, lon=2.26),
            "load": Load.of(kg=2.5, parcels=1),
            "windows": (TimeWindow(earliest=EIGHT + timedelta(hours=1), latest=EIGHT + timedelta(hours=4)),),
            "skills": frozenset({"lift", "cold"}),
            "custom": (("Gate code", "12#"),),
        }
        return Order(**{**values, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_plan() -> Callable[..., Plan]:
    def make(num_stops: int = 2, **changes: object) -> Plan:
        stops = tuple(
            Stop(
                visit_id=f"A{i}",
                arrival=EIGHT + timedelta(minutes=20 * i),
                service_start=EIGHT + timedelta(minutes=20 * i),
                departure=EIGHT + timedelta(minutes=20 * i + 4),
                drive_s=960,
                distance_m=4000,
            )
            for i in range(num_stops)
        )
        route = Route(
            vehicle_id="van-1",
            loading_start=EIGHT - timedelta(minutes=15),
            departure=EIGHT,
            return_at=EIGHT + timedelta(hours=2),
            stops=stops,
            distance_m=4000 * num_stops,
        )
        values: dict[str, object] = {
            "plan_id": "",
            "service_date": DAY,
            "depot_id": "harbour",
            "routes": (route,),
            "created_at": EIGHT + timedelta(hours=2, minutes=2),
            "created_by": "Ana",
        }
        return Plan(**{**values, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_event() -> Callable[..., StopEvent]:
    def make(event_id: str = "e1", **changes: object) -> StopEvent:
        values: dict[str, object] = {
            "event_id": event_id,
            "service_date": DAY,
            "depot_id": "harbour",
            "vehicle_id": "van-1",
            "kind": EventKind.DELIVERED,
            "occurred_at": EIGHT,
            "received_at": EIGHT + timedelta(seconds=3),
            "visit_id": "A1",
            "outcome": "recipient",
        }
        return StopEvent(**{**values, **changes})  # type: ignore[arg-type]

    return make
