from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lastmile_core.model import Depot, Load, Location, Vehicle
from lastmile_core.store.open_store import open_store
from tests.workflows import synthetic


@pytest.fixture(scope="session")
def make_day():
    return synthetic.make_day


@pytest.fixture
def harbour_store(tmp_path):
    with open_store(tmp_path / "harbour.db") as store:
        store.depots.save(Depot(depot_id="harbour", name="Harbour", location=Location(lat=0.0, lon=0.0)))
        store.vehicles.save_many(
            Vehicle(
                vehicle_id=f"van{number:02d}",
                name=f"Van {number}",
                depot_id="harbour",
                capacity=Load.of(parcels=20, kg=200),
            )
            for number in range(2)
        )
        yield store


@pytest.fixture
def fill_day(harbour_store, make_day):
    """Put one day of two routes with five stops into the store, as far as asked."""

    def fill(day: date, *, publish: bool = True, happened: bool = True):
        orders, plan, events = make_day(day, num_routes=2, stops_per_route=5)
        harbour_store.orders.save_many(orders)
        stored = harbour_store.plans.add(plan, expected_head=None)
        if publish:
            at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=6)
            stored = harbour_store.plans.publish(day, "harbour", stored.version, "Ana", at)
        if happened:
            harbour_store.events.append(events)
        return stored

    return fill
