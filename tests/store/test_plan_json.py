"""A plan written as JSON and read again is the same plan, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.model import (
    CostParts,
    Load,
    Location,
    Plan,
    PlanOrigin,
    PlanStatus,
    Route,
    RouteBreak,
    RouteReload,
    Stop,
    StopKind,
    TimeWindow,
    TravelSource,
    Unassigned,
    UnassignedKind,
    UnassignedReason,
    Violation,
    ViolationCause,
)
from lastmile_core.store.days.plan_json import plan_from_json, plan_to_json

ZONE = ZoneInfo("America/Sao_Paulo")
text = st.text(max_size=12)
seconds = st.integers(0, 10**6)
money = st.floats(-1e9, 1e9)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC).astimezone(ZONE)
)
loads = st.dictionaries(st.sampled_from(["kg", "parcels", "m³"]), st.floats(0.001, 1e6)).map(Load.of)
windows = st.tuples(moments, moments).map(lambda ends: TimeWindow(earliest=min(ends), latest=max(ends)))
places = st.builds(Location, lat=st.floats(-90, 90), lon=st.floats(-180, 180))
stops = st.builds(
    Stop,
    visit_id=text,
    arrival=moments,
    service_start=moments,
    departure=moments,
    wait_s=seconds,
    drive_s=seconds,
    distance_m=seconds,
    load_after=loads,
    window=st.none() | windows,
    is_locked=st.booleans(),
    kind=st.sampled_from(StopKind),
    set_up_s=seconds,
    has_locked_position=st.booleans(),
)
reloads = st.builds(
    RouteReload,
    reload_id=text,
    arrival=moments,
    start=moments,
    end=moments,
    before_stop=st.integers(0, 9),
    drive_s=seconds,
    distance_m=seconds,
    wait_s=seconds,
    load_after=loads,
    dock_id=text,
)
routes = st.builds(
    Route,
    vehicle_id=text,
    driver_id=st.none() | text,
    loading_start=moments,
    departure=moments,
    return_at=moments,
    stops=st.lists(stops, max_size=3).map(tuple),
    breaks=st.lists(st.builds(RouteBreak, start=moments, end=moments, before_stop=seconds), max_size=2).map(tuple),
    distance_m=seconds,
    peak_load=loads,
    cost=money,
    geometry=st.lists(text, max_size=3).map(tuple),
    is_locked=st.booleans(),
    reloads=st.lists(reloads, max_size=2).map(tuple),
    set_up_s=seconds,
    start=st.none() | places,
    end=st.none() | places,
    is_open_start=st.booleans(),
    is_open_end=st.booleans(),
    dock_id=text,
)
left_out = st.builds(
    Unassigned,
    order_id=text,
    kind=st.sampled_from(UnassignedKind),
    reason=st.sampled_from(UnassignedReason),
    message=text,
    mend=text,
    amount=money,
    unit=text,
    extra_s=seconds,
    vehicle_id=st.none() | text,
)
violations = st.builds(
    Violation,
    cause=st.sampled_from(ViolationCause),
    vehicle_id=text,
    visit_id=st.none() | text,
    amount=money,
    unit=text,
    message=text,
)
plans = st.builds(
    Plan,
    plan_id=text,
    service_date=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    depot_id=text,
    version=st.integers(0, 99),
    status=st.sampled_from(PlanStatus),
    origin=st.sampled_from(PlanOrigin),
    routes=st.lists(routes, max_size=2).map(tuple),
    unassigned=st.lists(left_out, max_size=2).map(tuple),
    violations=st.lists(violations, max_size=2).map(tuple),
    cost=st.builds(CostParts, **{field.name: money for field in fields(CostParts)}),
    travel_source=st.sampled_from(TravelSource),
    created_at=moments,
    why=text,
    parent_version=st.none() | st.integers(1, 9),
    restores=st.none() | st.integers(1, 9),
    redo_stack=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    published_at=st.none() | moments,
)


@given(plans)
@settings(max_examples=60, deadline=None)
def test_any_plan_comes_back_equal(plan: Plan) -> None:
    assert plan_from_json(plan_to_json(plan, ZONE.key)) == plan


def test_moments_come_back_in_the_plans_time_zone(make_plan: Callable[..., Plan]) -> None:
    again = plan_from_json(plan_to_json(make_plan(), "Europe/Paris"))
    assert str(again.routes[0].departure.tzinfo) == "Europe/Paris"


def test_numpy_numbers_become_numbers(make_plan: Callable[..., Plan]) -> None:
    plan = make_plan(cost=CostParts(vehicles=np.float64(3.5)), parent_version=np.int64(4))
    stored: dict[str, Any] = json.loads(plan_to_json(plan))["plan"]
    assert (stored["cost"], stored["parent_version"]) == ({"vehicles": 3.5}, 4)


def test_not_a_number_is_refused(make_plan: Callable[..., Plan]) -> None:
    with pytest.raises(ValueError, match="JSON"):
        plan_to_json(make_plan(cost=CostParts(distance=float("nan"))))


def test_a_field_that_was_added_later_takes_its_default(make_plan: Callable[..., Plan]) -> None:
    body = json.loads(plan_to_json(make_plan()))
    assert "why" not in body["plan"]
    assert plan_from_json(json.dumps(body)).why == ""


def test_the_name_of_a_visit_is_stored_under_the_name_it_always_had(make_plan: Callable[..., Plan]) -> None:
    plan = make_plan()
    stored = json.loads(plan_to_json(plan))["plan"]["routes"][0]["stops"][0]
    assert stored["order_id"] == plan.routes[0].stops[0].visit_id
    assert "visit_id" not in stored
