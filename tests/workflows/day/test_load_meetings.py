"""What orders weigh meets what vehicles hold, or a person is asked; never is there no limit without a word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Depot, Driver, Load, Location, Order, Vehicle
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.company.load_names import forget_load_name, keep_load_name, load_names
from lastmile_core.workflows.day.load_meetings import loads_meet
from lastmile_core.workflows.day.prepare_day import load_inputs, loads_of
from lastmile_core.workflows.plan.plan_day import start_planning

DAY = date(2026, 11, 23)


def order(number: int, **load: float) -> Order:
    place = Location(lat=48.1 + number / 1000, lon=11.5)
    return Order(order_id=f"A{number}", service_date=DAY, depot_id="d", location=place, load=Load.of(load))


def van(number: int = 1, **limits: float) -> Vehicle:
    return Vehicle(vehicle_id=f"V{number}", name=f"Van {number}", depot_id="d", capacity=Load.limits(limits))


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.database) as opened:
        opened.depots.save(Depot(depot_id="d", name="Depot", location=Location(lat=48.1, lon=11.5)))
        opened.drivers.save(Driver(driver_id="D", name="Dora", depot_id="d"))
        opened.vehicles.save(Vehicle(**{**_fields(van(parcels=30)), "driver_id": "D"}))
        opened.orders.save_many([order(number, volumes=10) for number in range(10)])
        yield opened


def _fields(vehicle: Vehicle) -> dict[str, object]:
    return {name: getattr(vehicle, name) for name in ("vehicle_id", "name", "depot_id", "capacity")}


def test_a_load_that_may_be_an_idle_capacity_is_asked_about_before_planning(settings: Settings, store: Store) -> None:
    with pytest.raises(LastmileError, match=r"10 orders have “volumes”.*limit “parcels”") as caught:
        start_planning(settings, store, PlanPayload(day=DayKey(DAY, "d"), time_limit_s=1), by="dana")
    assert "--load volumes=parcels" in caught.value.mend


def test_the_answer_is_kept_and_the_load_counts(store: Store) -> None:
    keep_load_name(store, "volumes", "parcels", by="dana")
    inputs = load_inputs(store, DAY, "d")
    assert {one.load for one in inputs.orders} == {Load.of(parcels=10)}
    assert loads_of(store, inputs).questions == ()
    assert store.orders.due_on(DAY, "d")[0].load == Load.of(volumes=10)
    forget_load_name(store, "volumes", by="dana")
    assert load_names(store) == {}
    assert len(loads_of(store, load_inputs(store, DAY, "d")).questions) == 1


def test_a_load_without_a_limit_is_said_once(store: Store) -> None:
    keep_load_name(store, "volumes", "", by="dana")
    found = loads_of(store, load_inputs(store, DAY, "d"))
    assert found.questions == ()
    assert load_inputs(store, DAY, "d").orders[0].load == Load.of(volumes=10)


@pytest.mark.parametrize(("load", "limit"), [("volumes", "volumes"), ("  ", "parcels")])
def test_an_answer_names_two_loads(store: Store, load: str, limit: str) -> None:
    with pytest.raises(LastmileError, match="two different"):
        keep_load_name(store, load, limit, by="dana")


@pytest.mark.parametrize(
    ("orders", "vehicles", "asked", "noted"),
    [
        ([order(1, kg=5)], [van(kg=9)], [], []),
        ([order(1, kg=5)], [van()], [], []),
        ([order(1, kg=5)], [van(parcels=9)], [], ["limits “kg”", "limit “parcels”"]),
        ([order(1, pallets=5)], [van(kg=9)], ["pallets"], ["limit “kg”"]),
        ([order(1, kg=5), order(2)], [van(kg=9)], [], ["1 of 2 orders have no load"]),
        ([order(1), order(2)], [van(kg=9)], [], ["none of 2 orders"]),
        ([order(1, kg=5)], [van(kg=9), van(2)], [], ["Without any limit although others have one: Van 2"]),
    ],
)
def test_what_does_not_meet_is_said(
    orders: list[Order], vehicles: list[Vehicle], asked: list[str], noted: list[str]
) -> None:
    found = loads_meet(orders, vehicles)
    assert [question.load for question in found.questions] == asked
    assert len(found.notes) == len(noted)
    assert all(words in note for words, note in zip(noted, found.notes, strict=True))


@pytest.mark.shared
def test_volumes_and_parcels_meet(settings: Settings, store: Store, shared_data: Path) -> None:
    from click.testing import CliRunner

    from lastmile_core.cli import main

    folder = shared_data / "real_days"
    store.depots.save(Depot(depot_id="d", name="Depot", location=Location(lat=-30.03, lon=-51.21)))
    for words in (
        ("import", folder / "vehicles_volumes.csv", "--kind", "vehicles"),
        ("import", folder / "orders_volumes.csv", "--date", "2026-11-24"),
    ):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == 0, done.output
    inputs = load_inputs(store, date(2026, 11, 24), "d")
    found = loads_of(store, inputs)
    if not found.questions:
        # They meet: whatever they are called, each order's load is limited by a vehicle.
        limited = {name for vehicle in inputs.vehicles for name, _ in vehicle.capacity.amounts}
        assert all(name in limited for one in inputs.orders for name, _ in one.load.amounts)
        assert all(one.load.amounts for one in inputs.orders)
