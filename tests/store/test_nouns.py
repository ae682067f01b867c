"""What is stored comes back equal: depots, fleet, roster, customers, orders, imports, settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.model import (
    Availability,
    Customer,
    CustomerVehicle,
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    OrderStatus,
    Priority,
    ServiceKind,
    TimeWindow,
    Vehicle,
    VehicleClass,
)
from lastmile_core.store import ImportRecord, Setting, Store

DAY = date(2026, 11, 23)
DRIVER = Driver(driver_id="d1", name="Ida", depot_id="harbour", skills=frozenset({"lift"}), shift_start=time(6, 30))
VAN = Vehicle(
    vehicle_id="v1",
    name="Van 1",
    depot_id="harbour",
    vehicle_class=VehicleClass.CARGO_BIKE,
    capacity=Load.of(kg=900, parcels=120),
    max_stops=60,
    skills=frozenset({"cold"}),
    driver_id="d1",
)


def test_a_depot_comes_back_equal_and_is_changed_in_place(store: Store, harbour_depot: Depot) -> None:
    assert store.depots.get("harbour") == harbour_depot
    assert store.depots.get("nowhere") is None
    renamed = replace(harbour_depot, name="Harbour South")
    store.depots.save(renamed)
    assert store.depots.all() == [renamed]


def test_an_unknown_time_zone_is_refused_in_words(store: Store, harbour_depot: Depot) -> None:
    with pytest.raises(LastmileError, match="no time zone 'Mars/Base'"):
        store.depots.save(replace(harbour_depot, timezone="Mars/Base"))


def test_docks_drivers_vehicles_and_customers_come_back_equal(store: Store) -> None:
    dock = Dock(dock_id="k1", depot_id="harbour", name="Bay 1", opens=time(5, 15))
    customer = Customer(customer_id="c1", name="Léa", district="Old Town", location=Location(lat=48.1, lon=2.0))
    store.docks.save(dock)
    store.drivers.save(DRIVER)
    store.vehicles.save_many([VAN, replace(VAN, vehicle_id="v2", name="Van 2", is_active=False)])
    store.customers.save_many([customer, Customer(customer_id="c2", name="No place yet")])
    assert store.docks.of_depot("harbour") == [dock]
    assert store.drivers.get("d1") == DRIVER
    assert store.vehicles.get("v1") == VAN
    assert [vehicle.vehicle_id for vehicle in store.vehicles.of_depot("harbour")] == ["v1"]
    assert len(store.vehicles.of_depot("harbour", active_only=False)) == 2
    assert store.customers.get("c1") == customer
    assert store.customers.all()[1].location is None
    store.docks.remove("k1")
    assert store.docks.of_depot("harbour") == []


def test_a_vehicle_of_an_unknown_depot_is_refused_in_words(store: Store) -> None:
    with pytest.raises(LastmileError, match="not stored"):
        store.vehicles.save(replace(VAN, depot_id="nowhere"))
    assert store.vehicles.get("v1") is None


def test_the_roster_starts_from_the_usual_driver_and_shift(store: Store) -> None:
    away = replace(DRIVER, driver_id="d2", is_active=False)
    store.drivers.save_many([DRIVER, away])
    no_driver = replace(VAN, vehicle_id="v2", name="Van 2", driver_id=None)
    store.vehicles.save_many([VAN, no_driver, replace(VAN, vehicle_id="v3", name="Van 3", driver_id="d2")])
    usual, alone, left = store.availability.for_day(DAY, "harbour")
    assert (usual.driver_id, usual.shift_start, usual.is_available) == ("d1", time(6, 30), True)
    assert (alone.driver_id, alone.shift_start, alone.shift_end) == (None, time(7), time(16))
    assert not left.is_available


def test_what_was_set_for_a_day_holds_for_that_day_only(store: Store) -> None:
    store.drivers.save(DRIVER)
    store.vehicles.save(VAN)
    entry = Availability(
        service_date=DAY,
        vehicle_id="v1",
        driver_id=None,
        shift_start=time(9),
        shift_end=time(12),
        is_available=False,
        note="in the workshop",
    )
    store.availability.set(entry)
    assert store.availability.for_day(DAY, "harbour") == [entry]
    assert store.availability.for_day(DAY + timedelta(days=1), "harbour")[0].driver_id == "d1"


def test_an_order_comes_back_equal_in_the_depots_time_zone(store: Store, make_order: Callable[..., Order]) -> None:
    order = make_order(priority=Priority.HIGH, import_id="i1", notes='<b>"quoted"</b>')
    store.orders.save_many([order, make_order("A2", location=None, windows=(), load=Load())])
    found = store.orders.due_on(DAY, "harbour")
    assert found[0] == order
    assert str(found[0].windows[0].earliest.tzinfo) == "Europe/Paris"
    assert found[1].location is None
    assert store.orders.get("A1", DAY) == order
    assert store.orders.get("A1", DAY + timedelta(days=1)) is None


def test_the_same_orders_again_change_nothing_and_a_changed_one_is_named(
    store: Store, make_order: Callable[..., Order]
) -> None:
    assert store.orders.save_many([make_order("A1"), make_order("A2")]).added == ("A1", "A2")
    before = store.data_version()
    again = store.orders.save_many([make_order("A1", import_id="second"), make_order("A2")])
    assert again.unchanged == ("A1", "A2")
    assert store.data_version() == before
    changed = [make_order("A1"), make_order("A2", service_s=600), make_order("A3")]
    assert store.orders.compare(changed).updated == ("A2",)
    result = store.orders.save_many(changed)
    assert (result.added, result.updated, result.unchanged) == (("A3",), ("A2",), ("A1",))
    assert store.orders.counts(DAY, "harbour")[OrderStatus.READY] == 3


def test_one_order_number_may_come_again_on_another_day(store: Store, make_order: Callable[..., Order]) -> None:
    store.orders.save_many([make_order("A1"), make_order("A1", service_date=DAY + timedelta(days=1))])
    assert store.orders.dates("harbour") == [DAY, DAY + timedelta(days=1)]
    assert len(store.orders.between(DAY, DAY + timedelta(days=1))) == 2


def test_skipping_orders_counts_them(store: Store, make_order: Callable[..., Order]) -> None:
    store.orders.save_many([make_order("A1"), make_order("A2")])
    store.orders.save(make_order("A1", status=OrderStatus.SKIPPED))
    assert store.orders.counts(DAY, "harbour")[OrderStatus.SKIPPED] == 1
    assert [order.order_id for order in store.orders.get_many(["A2", "A9"], DAY)] == ["A2"]


def test_numpy_numbers_are_stored_as_numbers(store: Store, database: Path, make_order: Callable[..., Order]) -> None:
    order = make_order(
        service_s=np.int64(300),
        location=Location(lat=np.float64(48.5), lon=np.float32(2.5)),
        load=Load.of(kg=np.int64(3)),
    )
    store.orders.save(order)
    with sqlite3.connect(database) as raw:
        kinds = raw.execute("SELECT typeof(service_s), typeof(lat), load FROM orders").fetchone()
    raw.close()
    assert kinds == ("integer", "real", '{"kg":3.0}')


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        store.audit.write("Ana", "test", at=datetime(2026, 11, 23, 8, 0))


def test_hostile_text_stays_text(store: Store, make_order: Callable[..., Order]) -> None:
    hostile = "x'; DROP TABLE orders; --"
    store.orders.save(make_order(hostile, customer_name=hostile))
    assert store.orders.get(hostile, DAY) is not None
    assert store.orders.due_on(DAY, hostile) == []


def test_an_import_record_keeps_counts_issues_and_the_file(store: Store) -> None:
    record = ImportRecord(
        import_id="i1",
        file_name="orders.csv",
        file_hash="abc",
        depot_id="harbour",
        service_date=DAY,
        imported_at=datetime(2026, 11, 22, 18, tzinfo=UTC),
        imported_by="Ana",
        counts={"accepted": np.int64(3)},
        mapping={"order_id": "Order no."},
        issues=[{"row": 7, "code": "WINDOW_ORDER"}],
    )
    store.imports.add(record, content=b"a;b\n" * 1000)
    assert store.imports.get("i1") == record
    assert store.imports.of_file("abc") == [record]
    assert store.imports.of_file("other") == []
    assert store.imports.latest(5) == [record]
    assert store.imports.content("i1") == b"a;b\n" * 1000


def test_settings_are_json_values(store: Store) -> None:
    store.settings.set(Setting.TARGETS, {"on_time": 0.95})
    store.settings.set(Setting.TARGETS, {"on_time": 0.97, "list": [1, None]})
    assert store.settings.get(Setting.TARGETS) == {"on_time": 0.97, "list": [1, None]}
    assert store.settings.get(Setting.METRIC_RULES, 3) == 3
    assert list(store.settings.all()) == ["targets"]


def test_what_is_no_setting_finds_no_place_among_them(store: Store) -> None:
    with pytest.raises(ValueError, match="out_of_order"):
        store.settings.set("out_of_order:2026-11-23/harbour", {})  # type: ignore[arg-type]
    assert store.settings.all() == {}


def test_a_window_over_the_change_of_clocks_keeps_its_moments(store: Store, make_order: Callable[..., Order]) -> None:
    # 25 October 2026, 02:30 happens twice in Paris; the store keeps moments, not wall clocks.
    window = TimeWindow(
        earliest=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), latest=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    )
    store.orders.save(make_order(service_date=date(2026, 10, 25), windows=(window,)))
    found = store.orders.due_on(date(2026, 10, 25))[0].windows[0]
    assert found.earliest.astimezone(UTC) == window.earliest
    assert found.latest.astimezone(UTC) == window.latest


def test_who_serves_whom_comes_back_one_word_a_pair(store: Store) -> None:
    pair = CustomerVehicle(customer_id="C01", vehicle_id="V1", kind=ServiceKind.FORBIDDEN)
    other = replace(pair, customer_id="Bar “Sol”", kind=ServiceKind.ALLOWED)
    store.customer_vehicles.save_many([pair, other])
    store.customer_vehicles.save_many([replace(pair, kind=ServiceKind.PREFERRED)])
    assert store.customer_vehicles.all() == [other, replace(pair, kind=ServiceKind.PREFERRED)]
    store.customer_vehicles.remove("C01", "V1")
    assert store.customer_vehicles.all() == [other]
