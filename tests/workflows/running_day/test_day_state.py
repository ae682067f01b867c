from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lastmile_core.errors import NotFoundError
from lastmile_core.model import DayKey, EventKind
from lastmile_core.workflows.running_day.day_state import day_state
from lastmile_core.workflows.running_day.record_event import EventReport, record_event

DAY = date(2026, 3, 2)


def states(overview):
    return {step.key: step.state for step in overview.steps}


def test_an_empty_day_asks_for_orders(harbour_store):
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.sentence == "No orders for this day yet."
    assert overview.next_page == "orders"
    assert states(overview)["orders"] == "current"


def test_orders_ask_for_a_plan(harbour_store, make_day):
    orders, _, _ = make_day(DAY, num_routes=2, stops_per_route=5)
    harbour_store.orders.save_many(orders)
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.sentence == "10 of 10 orders are ready."
    assert (overview.next_label, overview.steps[0].label) == ("Plan the day", "Orders 10 of 10 ready")


def test_a_plan_asks_to_be_published(harbour_store, fill_day):
    fill_day(DAY, publish=False, happened=False)
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.sentence == "Plan v1 has 2 routes."
    assert states(overview)["published"] == "current"


def test_a_published_day_tells_when_the_first_van_leaves(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.sentence == "v1 is published. The first van leaves at 07:15."
    assert overview.steps[2].label == "Published 06:00"
    assert states(overview)["on_road"] == "current"


def delivered(order_id: str, at: datetime) -> EventReport:
    day = DayKey(DAY, "harbour")
    return EventReport(day=day, vehicle_id="van00", kind=EventKind.DELIVERED, at=at, visit_id=order_id)


def test_on_the_road_the_share_of_stops_is_shown(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    record_event(harbour_store, delivered("0302-001", at), by="Ana")
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.on_road_share == pytest.approx(0.1)
    assert overview.steps[3].label == "On the road 10%"
    assert overview.sentence == "1 of 2 routes are out, 1 of 10 stops done."


def test_one_route_and_one_stop_are_not_said_as_many(harbour_store, make_day):
    orders, plan, _ = make_day(DAY, num_routes=1, stops_per_route=1)
    harbour_store.orders.save_many(orders)
    assert day_state(harbour_store, DAY, "harbour").sentence == "1 of 1 order is ready."
    stored = harbour_store.plans.add(plan, expected_head=None)
    assert day_state(harbour_store, DAY, "harbour").sentence == "Plan v1 has 1 route."
    at = datetime(2026, 3, 2, 6, tzinfo=UTC)
    harbour_store.plans.publish(DAY, "harbour", stored.version, "Ana", at)
    record_event(harbour_store, delivered(orders[0].order_id, at), by="Ana")
    assert day_state(harbour_store, DAY, "harbour").sentence == "1 of 1 route is out, 1 of 1 stop done."


def test_a_day_that_is_over_asks_for_the_review(harbour_store, fill_day):
    fill_day(DAY)
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.is_closed
    assert overview.sentence == "All 2 routes are back: 8 delivered, 2 failed."
    assert overview.next_page == "performance"
    assert set(states(overview).values()) == {"done"}


def test_a_newer_version_than_the_published_one_is_named(harbour_store, fill_day):
    fill_day(DAY, happened=False)
    plan = harbour_store.plans.latest(DAY, "harbour")
    harbour_store.plans.add(replace(plan, plan_id="second", version=0, published_at=None), expected_head=1)
    overview = day_state(harbour_store, DAY, "harbour")
    assert overview.sentence == "v1 is published; v2 is newer and drivers do not have it."


def test_an_unknown_depot_is_refused(harbour_store):
    with pytest.raises(NotFoundError):
        day_state(harbour_store, DAY, "nowhere")
