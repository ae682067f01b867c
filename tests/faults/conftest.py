"""A small day whose search takes as long as a test wants, and waiting on conditions."""

from __future__ import annotations

import os
import signal
import sys
import time as clock
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.jobs import run
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import (
    DayKey,
    Depot,
    Driver,
    Job,
    Load,
    Location,
    Order,
    Plan,
    PlanNotes,
    PlanOrigin,
    TimeWindow,
    Vehicle,
)
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.database.process_alive import process_is_alive
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan
from lastmile_core.workflows.plan.plan_day import start_planning

# Children find their work by module name.
sys.path.insert(0, str(Path(__file__).resolve().parent))

FAULT_DAY = date(2026, 11, 23)
Until = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds and return what it returned."""

    def wait(condition: Callable[[], Any]) -> Any:
        deadline = clock.monotonic() + 120
        while clock.monotonic() < deadline:
            if found := condition():
                return found
            clock.sleep(0.05)
        raise AssertionError("the condition never came true")

    return wait


@pytest.fixture
def fault_settings(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(run, "max_running", lambda: 2)
    return load_settings()


@pytest.fixture
def fault_store(fault_settings: Settings, until: Until) -> Iterator[Store]:
    """Two vans and thirty orders with windows: small, and yet nobody can prove a plan of it best in a minute."""
    with open_store(fault_settings.database) as store:
        store.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=48.7758, lon=9.1829)))
        for name in ("van1", "van2"):
            driver = Driver(driver_id=f"d-{name}", name=f"Driver of {name}", depot_id="yard", shift_end=time(19))
            store.drivers.save(driver)
            store.vehicles.save(
                Vehicle(
                    vehicle_id=name,
                    name=name,
                    depot_id="yard",
                    capacity=Load.of(kg=100),
                    driver_id=driver.driver_id,
                )
            )
        store.orders.save_many(fault_order(number) for number in range(30))
        yield store
        for job in store.jobs.list_active():
            _end_worker(job, until)


def _end_worker(job: Job, until: Until) -> None:
    """Leave no search behind that goes on for minutes after a test that failed."""
    if job.pid is not None and job.pid != os.getpid():
        with suppress(ProcessLookupError):
            os.kill(job.pid, signal.SIGKILL)
        until(lambda: not process_is_alive(job.pid or 0))


def fault_order(number: int) -> Order:
    opens = datetime(2026, 11, 23, 8 + number % 4, tzinfo=UTC)
    return Order(
        order_id=f"A{number:02d}",
        service_date=FAULT_DAY,
        depot_id="yard",
        customer_name=f"Customer {number}",
        location=Location(lat=48.74 + number * 37 % 30 / 400, lon=9.14 + number * 17 % 30 / 300),
        load=Load.of(kg=4),
        windows=(TimeWindow(earliest=opens, latest=opens.replace(hour=opens.hour + 5)),),
    )


@pytest.fixture
def new_order() -> Callable[[int], Order]:
    return fault_order


@pytest.fixture
def hand_plan(fault_settings: Settings, fault_store: Store) -> Plan:
    """Version 1: every order on one of the two vans by its number, published."""
    prepared = prepare_day(fault_settings, load_inputs(fault_store, FAULT_DAY, "yard"))
    numbers: Sequence[int] = range(30)
    routes = {name: [f"A{n:02d}" for n in numbers if n % 2 == side] for side, name in enumerate(("van1", "van2"))}
    plan = judged_plan(fault_settings, prepared, routes, PlanNotes(by="Ana", origin=PlanOrigin.IMPORT))
    stored = fault_store.plans.add(plan, expected_head=0)
    fault_store.plans.publish(FAULT_DAY, "yard", stored.version, "Ana", datetime(2026, 11, 23, 5, tzinfo=UTC))
    found = fault_store.plans.get(FAULT_DAY, "yard", stored.version)
    assert found is not None
    return found


@pytest.fixture
def searching(fault_settings: Settings, fault_store: Store, until: Until) -> Callable[..., Job]:
    """Start a real search that goes on for minutes, and wait until it has found something."""

    def begin(**more: Any) -> Job:
        job = start_planning(
            fault_settings,
            fault_store,
            PlanPayload(day=DayKey(FAULT_DAY, "yard"), time_limit_s=600, why="morning", **more),
            by="Ana",
        )
        return until(lambda: with_best(fault_store, job.job_id))

    return begin


def with_best(store: Store, job_id: str) -> Job | None:
    job = store.jobs.get(job_id)
    assert job.is_active, job.message
    return job if job.progress.get("best") else None


@pytest.fixture
def ended(fault_store: Store, until: Until) -> Callable[[Job], Job]:
    """Wait until a job is no longer active."""

    def wait(job: Job) -> Job:
        def look() -> Job | None:
            now = fault_store.jobs.get(job.job_id)
            return None if now.is_active else now

        return until(look)

    return wait
