"""A small day in a real store, looked at through the real pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import ServiceDay, today_in, utc_now
from lastmile_core.model import (
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    PlanNotes,
    PlanOrigin,
    TimeWindow,
    Vehicle,
)
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

ROOT = Path(__file__).resolve().parents[2]
EVIL = "![i](http://evil.test/track.png) <img src=x onerror=alert(1)> [a](javascript:alert(1)) :red[x] $a$"
PAGES = ("today", "orders", "plan", "routes", "performance", "fleet", "setup")


@pytest.fixture
def store(own_home: Path) -> Store:
    return open_store(load_settings().database)


@pytest.fixture
def small_day(store: Store) -> Store:
    """One depot, two vans, five orders; the second customer's name attacks the page."""
    depot = Depot(depot_id="north", name="North depot", location=Location(lat=45.0, lon=-30.0), timezone="UTC")
    day = ServiceDay(service_date=today_in("UTC"), timezone="UTC")
    window = TimeWindow(earliest=day.local(time(8)), latest=day.local(time(12)))
    with store.atomic():
        store.depots.save(depot)
        store.docks.save(Dock(dock_id="n1", depot_id="north", name="Bay 1"))
        store.drivers.save_many([Driver(driver_id=f"d{i}", name=f"Driver {i}", depot_id="north") for i in (1, 2)])
        store.vehicles.save_many(
            [
                Vehicle(
                    vehicle_id=f"v{i}",
                    name=f"Van {i}",
                    depot_id="north",
                    capacity=Load.of(parcels=10),
                    driver_id=f"d{i}",
                )
                for i in (1, 2)
            ]
        )
        store.orders.save_many(
            [
                Order(
                    order_id=f"A{i}",
                    service_date=day.service_date,
                    depot_id="north",
                    customer_name=EVIL if i == 2 else f"Customer {i}",
                    address=EVIL if i == 2 else f"Street {i}",
                    notes=EVIL if i == 2 else "",
                    location=Location(lat=45.0 + i / 200, lon=-30.0 + i / 300),
                    load=Load.of(parcels=1),
                    windows=(window,) if i % 2 else (),
                )
                for i in range(1, 6)
            ]
        )
    return store


@pytest.fixture
def planned_day(small_day: Store) -> Store:
    """The small day with a judged plan: A1 to A3 on Van 1, A4 on Van 2, A5 left out."""
    settings = load_settings()
    day = today_in("UTC")
    prepared = prepare_day(settings, load_inputs(small_day, day, "north"))
    plan = judged_plan(
        settings,
        prepared,
        {"v1": ["A1", "A2", "A3"], "v2": ["A4"]},
        PlanNotes(by=EVIL, why=EVIL, origin=PlanOrigin.SEARCH),
    )
    small_day.plans.add(plan, expected_head=0)
    return small_day


@pytest.fixture
def published_day(planned_day: Store) -> Store:
    planned_day.plans.publish(today_in("UTC"), "north", 1, by="Ana", at=utc_now())
    return planned_day


@pytest.fixture
def today() -> date:
    return today_in("UTC")


@pytest.fixture
def look(own_home: Path) -> Callable[..., AppTest]:
    """Open a page inside its frame."""

    def open_page(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        if name != "today":
            app.switch_page(str(ROOT / "pages" / f"{name}.py")).run()
        assert not app.exception, app.exception
        return app

    return open_page
