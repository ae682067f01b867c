"""A stored day with every rule: prepared, judged, changed by hand, locked, drawn and stored again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lastmile_core.clock import utc_now
from lastmile_core.model import (
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    Pickup,
    Plan,
    PlanningRules,
    PlanNotes,
    PlanOrigin,
    Vehicle,
    ViolationCause,
)
from lastmile_core.problem.locks import locks_of
from lastmile_core.schedule import routes_of
from lastmile_core.schedule.edits import AddReload, Assign, Edit, LockStop, MoveStop, Unassign
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import PreparedDay, load_inputs, prepare_day
from lastmile_core.workflows.orders.change_orders import skip_orders
from lastmile_core.workflows.plan.edit_route import best_places, edit_route, undo
from lastmile_core.workflows.plan.export_routes import routes_file
from lastmile_core.workflows.plan.geometry import drawn_plan
from lastmile_core.workflows.plan.judged_plan import drop_missing_visits, judged_plan

DAY = date(2026, 11, 23)
SHOP = Location(lat=48.80, lon=9.20)


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Four orders, one of them fetched at a shop; a van with two trips, and one that ends anywhere."""
    with open_store(settings.database) as opened:
        opened.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=48.7758, lon=9.1829)))
        opened.docks.save(Dock(dock_id="k1", depot_id="yard", name="Bay 1"))
        opened.drivers.save(Driver(driver_id="ida", name="Ida", depot_id="yard", districts=frozenset({"West"})))
        small = {"depot_id": "yard", "capacity": Load.of(kg=5)}
        opened.vehicles.save(Vehicle(vehicle_id="a", name="A", driver_id="ida", max_trips=2, **small))
        opened.vehicles.save(Vehicle(vehicle_id="b", name="B", open_end=True, **small))
        opened.orders.save_many([*(_order(number) for number in (1, 2, 3)), _order(4, pickup=Pickup(location=SHOP))])
        yield opened


def _order(number: int, **more: object) -> Order:
    base: dict[str, object] = {
        "order_id": f"A{number}",
        "service_date": DAY,
        "depot_id": "yard",
        "location": Location(lat=48.75 + number / 100, lon=9.15),
        "load": Load.of(kg=2),
        "district": "East",
    }
    return Order(**{**base, **more})  # type: ignore[arg-type]


def _prepared(settings: Settings, store: Store) -> PreparedDay:
    return prepare_day(settings, load_inputs(store, DAY, "yard"))


def _save(settings: Settings, store: Store, routes: dict[str, list[str]]) -> Plan:
    prepared = _prepared(settings, store)
    plan = judged_plan(
        settings, prepared, drop_missing_visits(prepared, routes), PlanNotes(by="Ana", origin=PlanOrigin.IMPORT)
    )
    return store.plans.add(plan, expected_head=None)


def _edit(settings: Settings, store: Store, plan: Plan, edit: Edit) -> Plan:
    return edit_route(settings, store, DAY, "yard", plan.version, edit, by="Ana", why="")


def test_a_day_is_changed_by_hand_and_comes_back_from_the_store(settings: Settings, store: Store) -> None:
    plan = _save(settings, store, {"a": ["A1", "A2", "A3"]})
    # Six kilograms on a van for five; the pickup was never planned.
    assert {violation.cause for violation in plan.violations} == {ViolationCause.CAPACITY}
    assert [left_out.order_id for left_out in plan.unassigned] == ["A4"]
    plan = _edit(settings, store, plan, AddReload(vehicle_id="a", position=2))
    assert plan.violations == ()
    assert routes_of(plan) == {"a": ("A1", "A2", "reload/a/1", "A3")}
    places = {place.vehicle_id: place for place in best_places(settings, store, plan, "A4")}
    assert set(places) == {"a", "b"}
    # An order that is put on a route brings its pickup along.
    best = places["a"]
    put = Assign(visit_id="A4", vehicle_id="a", position=best.position, after_reload=best.after_reload)
    plan = _edit(settings, store, plan, put)
    assert plan.violations == plan.unassigned == ()
    names = routes_of(plan)["a"]
    assert names.index("A4") == names.index("pickup/A4") + 1
    plan = _edit(settings, store, plan, MoveStop(visit_id="A4", vehicle_id="b", position=0))
    assert routes_of(plan)["b"] == ("pickup/A4", "A4")
    assert plan.cost.territory == 6.0
    found = store.plans.get(DAY, "yard", plan.version)
    assert found is not None
    assert found == replace(plan, created_at=found.created_at)
    second = found.routes[1]
    assert (second.is_open_end, second.return_distance_m, len(second.waypoints)) == (True, 0, 3)
    assert all(len(route.geometry) == len(route.waypoints) - 1 for route in found.routes if any(route.geometry))
    assert drawn_plan(settings, store, found) == found
    assert undo(settings, store, DAY, "yard", plan.version, by="Ana").routes[0].visit_ids == names
    assert b"Yard" in routes_file(store, found, "gpx")[1]


def test_what_is_gone_from_the_day_is_gone_from_the_routes(settings: Settings, store: Store) -> None:
    plan = _save(settings, store, {"a": ["A1", "reload/a/1", "pickup/A4", "A4"], "b": ["A2"]})
    skip_orders(store, DAY, ["A4"], by="Ana")
    left = drop_missing_visits(_prepared(settings, store), routes_of(plan))
    assert left == {"a": ["A1", "reload/a/1"], "b": ["A2"]}
    van = store.vehicles.get("a")
    assert van is not None
    store.vehicles.save(replace(van, max_trips=1))
    skip_orders(store, DAY, ["A1"], by="Ana")
    assert drop_missing_visits(_prepared(settings, store), routes_of(plan)) == {"a": [], "b": ["A2"]}
    skip_orders(store, DAY, ["A1", "A4"], by="Ana", skip=False)
    store.orders.save(_order(1, pickup=Pickup(location=SHOP)))
    store.orders.save(_order(4))
    # An order that got a pickup since is fetched first; one that lost it is not fetched any more.
    now = drop_missing_visits(_prepared(settings, store), routes_of(plan))
    assert now == {"a": ["pickup/A1", "A1", "A4"], "b": ["A2"]}
    only_reload = drop_missing_visits(_prepared(settings, store), {"a": ["reload/a/1"]})
    assert only_reload == {"a": []}


def test_a_locked_place_is_kept_in_the_plan_and_told_to_the_search(settings: Settings, store: Store) -> None:
    plan = _save(settings, store, {"a": ["pickup/A4", "A1", "A4"], "b": ["A2"]})
    plan = _edit(settings, store, plan, LockStop(visit_id="A4", with_position=True))
    locks = locks_of(store.plans.latest(DAY, "yard"))
    # Pickups do not count as places.
    assert (locks.stop_vehicle, locks.positions) == ({"A4": "a"}, {"A4": 1})
    (visit,) = (
        visit
        for visit in prepare_day(settings, load_inputs(store, DAY, "yard"), locks).built.problem.visits
        if visit.visit_id == "A4"
    )
    assert (visit.locked_position, visit.allowed_vehicles) == (1, {0})
    plan = _edit(settings, store, plan, MoveStop(visit_id="A1", vehicle_id="b", position=0))
    assert [stop.has_locked_position for stop in plan.routes[0].stops] == [False, True]
    assert _edit(settings, store, plan, Unassign(visit_id="A4")).unassigned[0].order_id == "A3"


def test_orders_without_their_pickups_place_wait(settings: Settings, store: Store) -> None:
    store.orders.save(_order(5, pickup=Pickup(address="somewhere")))
    inputs = load_inputs(store, DAY, "yard")
    assert [order.order_id for order in inputs.waiting] == ["A5"]


def test_the_depots_rules_reach_the_plan_and_make_it_stale(settings: Settings, store: Store) -> None:
    store.planning_rules.save("yard", PlanningRules(moved_stop_price=3, use_docks=True))
    plan = _save(settings, store, {"a": ["A1"], "b": ["A2"]})
    # Both would load at seven, so they take turns at the only bay.
    assert [route.dock_id for route in plan.routes] == ["k1", "k1"]
    assert plan.violations == ()
    assert plan.routes[0].departure <= plan.routes[1].loading_start
    assert plan.input_hash == _prepared(settings, store).input_hash
    store.plans.publish(DAY, "yard", plan.version, by="Ana", at=utc_now())
    moved = _edit(settings, store, plan, MoveStop(visit_id="A1", vehicle_id="b", position=0))
    assert moved.cost.instability == 3.0
    store.planning_rules.save("yard", PlanningRules(traffic=(2.0,)))
    slow = _prepared(settings, store)
    assert slow.input_hash != plan.input_hash
    later = judged_plan(settings, slow, routes_of(plan), PlanNotes(by="Ana", origin=PlanOrigin.IMPORT))
    assert later.routes[0].drive_s == pytest.approx(2 * plan.routes[0].drive_s, abs=2)
    assert later.cost.instability == 0


def test_goods_that_come_late_are_waited_for(settings: Settings, store: Store) -> None:
    late = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    store.orders.save(_order(1, release_at=late))
    (route,) = _save(settings, store, {"a": ["A2", "reload/a/1", "A1"]}).routes
    (reload,) = route.reloads
    assert reload.start == late
    assert route.loading_start < late


def test_a_change_of_one_route_leaves_the_others_their_turn_at_the_bay(settings: Settings, store: Store) -> None:
    store.planning_rules.save("yard", PlanningRules(use_docks=True))
    prepared = _prepared(settings, store)
    seven = 7 * 3600
    plan = judged_plan(
        settings,
        prepared,
        {"a": ["A1"], "b": ["A2"]},
        PlanNotes(by="Ana", origin=PlanOrigin.SEARCH),
        loading_starts={"a": (seven,), "b": (seven + 900,), "sold": (seven,)},
    )
    assert plan.violations == ()
    plan = store.plans.add(plan, expected_head=None)
    changed = _edit(settings, store, plan, Assign(visit_id="A3", vehicle_id="a", position=1))
    assert changed.violations == ()
    assert changed.routes[1].loading_start == plan.routes[1].loading_start
