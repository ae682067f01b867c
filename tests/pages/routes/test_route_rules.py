"""A route with a pickup, a second trip, a wait and a break on the Routes page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import ServiceDay, utc_now
from lastmile_core.model import Driver, Location, OrderKind, Pickup, Plan, PlanNotes, PlanOrigin, TimeWindow
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

Look = Callable[..., AppTest]
NAMES = ["A1", "pickup/A2", "A2", "reload/v1/1", "A3", "A4"]


@pytest.fixture
def ruled_day(small_day: Store, today: date) -> Store:
    """Van 1 serves A1, fetches and brings A2, comes back to load, waits for A3 until 13:00 and collects A4."""
    day = ServiceDay(service_date=today, timezone="UTC")
    van, driver = small_day.vehicles.get("v1"), small_day.drivers.get("d1")
    orders = {order.order_id: order for order in small_day.orders.due_on(today, "north")}
    assert van is not None
    assert isinstance(driver, Driver)
    afternoon = TimeWindow(earliest=day.local(time(13)), latest=day.local(time(14)))
    morning = TimeWindow(earliest=day.local(time(8)), latest=day.local(time(9)))
    with small_day.atomic():
        small_day.vehicles.save_many([replace(van, max_trips=3)])
        small_day.drivers.save_many([replace(driver, break_earliest=time(9, 0), break_latest=time(12))])
        small_day.orders.save_many(
            [
                replace(orders["A1"], windows=(morning,)),
                replace(orders["A2"], pickup=Pickup(location=Location(lat=45.01, lon=-30.0), name="Baker")),
                replace(orders["A3"], windows=(afternoon,)),
                replace(orders["A4"], kind=OrderKind.COLLECTION),
            ]
        )
    prepared = prepare_day(load_settings(), load_inputs(small_day, today, "north"))
    plan = judged_plan(load_settings(), prepared, {"v1": NAMES}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    assert plan.violations == ()
    small_day.plans.add(plan, expected_head=0)
    return small_day


def _plan(store: Store, today: date) -> Plan:
    found = store.plans.latest(today, "north")
    assert found is not None
    return found


def _list(app: AppTest) -> list[dict[str, object]]:
    return next(one.value.to_dict("records") for one in app.dataframe if "What" in one.value.columns)


def test_the_list_names_pickups_trips_breaks_and_waits(look: Look, ruled_day: Store) -> None:
    app = look("routes", route="v1")
    rows = _list(app)
    words = [row["What"] for row in rows if row["What"] != "▬ break"]
    assert words == ["↓ delivery", "↑ pickup", "↓ delivery", "↻ reload, trip 2", "↓ delivery", "↑ collection"]
    assert sum(row["What"] == "▬ break" for row in rows) == 1
    assert [row["#"] for row in rows if row["#"]] == ["1", "2", "3", "4", "5"]
    assert "Baker" in [row["Customer"] for row in rows]
    assert "A2 (pickup)" in [row["Order"] for row in rows]
    assert any(str(row["Waits"]).startswith("◇ ") for row in rows)
    assert any("2 trips" in one.value for one in app.markdown)
    assert next(one.value for one in app.dataframe if "Trips" in one.value.columns)["Trips"].tolist() == [2]


def test_a_pickup_is_shown_and_marked_as_one(look: Look, ruled_day: Store, today: date) -> None:
    ruled_day.plans.publish(today, "north", 1, by="Ana", at=utc_now())
    app = look("routes", route="v1", stop="pickup/A2")
    said = "\n".join(one.value for one in app.markdown)
    assert "Baker" in said
    assert "the pickup of \\#A2" in said
    next(one for one in app.button if one.label == "Picked up").click().run()
    events = ruled_day.events.of_day(today, "north")
    assert [(event.visit_id, event.kind.value) for event in events] == [("pickup/A2", "delivered")]
    board = look("today")
    assert next(one.value for one in board.metric if "Served" in one.label) == "0"


def test_a_collection_is_collected(look: Look, ruled_day: Store, today: date) -> None:
    ruled_day.plans.publish(today, "north", 1, by="Ana", at=utc_now())
    app = look("routes", route="v1", stop="A4")
    assert any(one.label == "Collected" for one in app.button)


def test_trips_are_taken_out_and_put_in_by_hand(look: Look, ruled_day: Store, today: date) -> None:
    app = look("routes", route="v1")
    assert any("before stop 4" in one.value for one in app.markdown)
    next(one for one in app.button if one.label == "Take out").click().run()
    assert not app.exception
    assert _plan(ruled_day, today).routes[0].reloads == ()
    next(one for one in app.number_input if one.label.startswith("Back to load")).set_value(3).run()
    next(one for one in app.button if one.label == "Add a trip").click().run()
    assert [reload.before_stop for reload in _plan(ruled_day, today).routes[0].reloads] == [2]


def test_a_stop_is_locked_to_its_place(look: Look, ruled_day: Store, today: date) -> None:
    app = look("routes", route="v1", stop="A3")
    next(one for one in app.button if one.label == "Lock to its place").click().run()
    stop = next(stop for stop in _plan(ruled_day, today).routes[0].stops if stop.visit_id == "A3")
    assert (stop.is_locked, stop.has_locked_position) == (True, True)
    assert "place and vehicle" in [row["Locked"] for row in _list(app)]


def test_versions_that_differ_name_the_pickup(look: Look, ruled_day: Store, today: date) -> None:
    prepared = prepare_day(load_settings(), load_inputs(ruled_day, today, "north"))
    routes = {"v1": ["A1", "A3", "A4"], "v2": ["pickup/A2", "A2"]}
    other = judged_plan(load_settings(), prepared, routes, PlanNotes(by="Ben", origin=PlanOrigin.EDIT))
    ruled_day.plans.add(other, expected_head=1)
    app = look("plan")
    moved = next(
        one.value for one in app.dataframe if "Order" in one.value.columns and "Version 1" in one.value.columns
    )
    assert moved["Order"].tolist() == ["A2", "A2 (pickup)"]
