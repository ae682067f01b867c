"""The rules that few orders, vehicles and depots have come back equal, and old files have none of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils.migrations import Migrations

from lastmile_core.errors import LastmileError
from lastmile_core.model import Driver, Location, Order, Pickup, PlanningRules, TimeWindow, Vehicle
from lastmile_core.store import Store
from lastmile_core.store.database.connection import connect, use_wal
from lastmile_core.store.migrations import m2026_11_22_first, m2026_11_23_kept_days, migrate
from lastmile_core.store.open_store import open_store
from lastmile_core.store.orders.order_rules import order_rules_json, read_order_rules

ZONE = ZoneInfo("Europe/Paris")
DAY = date(2026, 11, 23)
text = st.text(max_size=8)
groups = st.frozensets(text, max_size=3)
seconds = st.integers(0, 9_000)
prices = st.none() | st.floats(0, 1e6)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC).astimezone(ZONE)
)
windows = st.tuples(moments, moments).map(lambda ends: TimeWindow(earliest=min(ends), latest=max(ends)))
places = st.builds(Location, lat=st.floats(-90, 90), lon=st.floats(-180, 180))
RULES = {
    "pickup": st.none()
    | st.builds(
        Pickup,
        location=st.none() | places,
        name=text,
        address=text,
        postcode=text,
        city=text,
        phone=text,
        notes=text,
        windows=st.lists(windows, max_size=2).map(tuple),
        service_s=seconds,
        set_up_s=seconds,
    ),
    "set_up_s": seconds,
    "dock_s": seconds,
    "kerb_side": st.sampled_from([None, True, False]),
    "release_at": st.none() | moments,
    "preferred": st.none() | windows,
    "early_price": prices,
    "late_price": prices,
    "same_route": groups,
    "different_routes": groups,
    "allowed_vehicles": groups,
    "forbidden_vehicles": groups,
    "chances": st.lists(st.floats(0, 1), max_size=24).map(tuple),
}


@given(st.fixed_dictionaries({}, optional=RULES))
@settings(max_examples=80, deadline=None)
def test_any_rules_of_an_order_come_back_equal(rules: dict[str, object]) -> None:
    order = Order(order_id="A1", service_date=DAY, depot_id="harbour", **rules)  # type: ignore[arg-type]
    again = replace(
        Order(order_id="A1", service_date=DAY, depot_id="harbour"), **read_order_rules(order_rules_json(order), ZONE)
    )
    assert again == order


def test_every_rule_of_an_order_is_tried_above() -> None:
    names = [field.name for field in fields(Order)]
    # Who should rather serve it is said of the customer and not stored with the order.
    assert set(names[names.index("custom") + 1 :]) - {"preferred_vehicles"} == set(RULES)


def test_an_order_with_rules_is_told_from_one_without(store: Store, make_order: Callable[..., Order]) -> None:
    plain = make_order("A1")
    with_pickup = make_order("A2", pickup=Pickup(location=Location(lat=48.6, lon=2.3)), same_route=frozenset({"set"}))
    store.orders.save_many([plain, with_pickup])
    assert store.orders.due_on(DAY) == [plain, with_pickup]
    assert store.orders.compare([plain, replace(with_pickup, same_route=frozenset())]).updated == ("A2",)


def test_fleet_rules_come_back_equal(store: Store) -> None:
    van = Vehicle(
        vehicle_id="v1",
        name="Van",
        depot_id="harbour",
        max_trips=3,
        loading_s=600,
        reload_s=0,
        max_duration_s=28_800,
        regular_s=27_000,
        overtime_price=12.5,
        open_start=True,
        open_end=True,
        start=Location(lat=48.7, lon=2.1),
        end=Location(lat=48.8, lon=2.2),
    )
    plain = Vehicle(vehicle_id="v2", name="Van 2", depot_id="harbour")
    driver = Driver(
        driver_id="d1", name="Ida", depot_id="harbour", break_after_s=16_200, districts=frozenset({"Old Town"})
    )
    store.vehicles.save_many([van, plain])
    store.drivers.save(driver)
    assert store.vehicles.get("v1") == van
    assert store.vehicles.get("v2") == plain
    assert store.drivers.get("d1") == driver


def test_a_depots_planning_rules_come_back_equal(store: Store) -> None:
    assert store.planning_rules.of_depot("harbour") == PlanningRules()
    rules = PlanningRules(
        waiting_price=1.5,
        failed_attempt_price=9,
        early_price=0,
        late_price=3,
        moved_stop_price=4,
        changed_time_price=6,
        unfamiliar_price=0.5,
        balance_price=7,
        traffic=(1.0, 1.4),
        district_traffic=(("Old Town", (1.0, 1.9)),),
        use_docks=True,
    )
    before = store.data_version()
    store.planning_rules.save("harbour", rules)
    assert store.planning_rules.of_depot("harbour") == rules
    assert store.data_version() > before
    with pytest.raises(LastmileError, match="not stored"):
        store.planning_rules.save("nowhere", rules)


@pytest.mark.parametrize(
    ("kind", "values", "says"),
    [
        (PlanningRules, {"late_price": -1}, "zero or a positive price"),
        (PlanningRules, {"traffic": (1.0, 0.0)}, "1 is what the roads say"),
        (Vehicle, {"vehicle_id": "v", "name": "v", "depot_id": "d", "max_trips": 0}, "give one or more"),
        (Order, {"pickup": Pickup(), "kind": "collection"}, "make it a delivery"),
        (Order, {"chances": (0.2, 80)}, "divide per cent by 100"),
        (Order, {"release_at": datetime(2026, 11, 23, 8)}, "attach the depot's zone"),
        (Order, {"set_up_s": -1}, "give zero or more"),
        (Order, {"late_price": -0.1}, "give zero or more"),
        (Pickup, {"service_s": -60}, "give zero or more"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_mend(kind: type, values: dict[str, object], says: str) -> None:
    base = {"order_id": "A1", "service_date": DAY, "depot_id": "harbour"} if kind is Order else {}
    with pytest.raises(ValueError, match=says):
        kind(**{**base, **values})


def test_orders_and_fleet_of_an_older_file_have_no_rules(database: Path, make_order: Callable[..., Order]) -> None:
    connection = connect(database)
    use_wal(connection)
    old = Migrations("lastmile")
    old(name="m2026_11_22_first")(m2026_11_22_first.apply)
    old(name="m2026_11_23_kept_days")(m2026_11_23_kept_days.apply)
    migrate(database, connection, old)
    connection.execute(
        "INSERT INTO depots VALUES ('harbour','H',48.5,2.25,'','Europe/Paris','05:00:00','22:00:00',900,'EUR')"
    )
    connection.execute(
        "INSERT INTO orders VALUES ('A1','2026-11-23','harbour','',NULL,'','','','',48.5,2.2,'delivery','{}','[]',240,"
        "2,'[]','','','','ready',NULL,'[]')"
    )
    connection.execute("INSERT INTO vehicles VALUES ('v1','Van','harbour','van','{}',60,0.45,24,NULL,NULL,'[]',NULL,1)")
    connection.close()
    with open_store(database) as store:
        (order,) = store.orders.due_on(DAY)
        assert (order.pickup, order.chances, order.set_up_s) == (None, (), 0)
        assert store.customer_vehicles.all() == []
        assert store.vehicles.get("v1") == Vehicle(vehicle_id="v1", name="Van", depot_id="harbour")
        late = replace(order, release_at=datetime(2026, 11, 23, 9, tzinfo=ZONE) + timedelta(minutes=5))
        assert store.orders.save(late).updated == ("A1",)
    with sqlite3.connect(database) as raw:
        assert raw.execute("SELECT changes FROM order_changes").fetchone() == (3,)
    raw.close()
