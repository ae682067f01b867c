"""Zero, missing and unlimited are three things; small loads are counted, by the search and by the judge."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Availability, Depot, Driver, Load, Location, Order, Vehicle
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem import BuiltProblem, build_problem
from lastmile_core.problem.formats.problem_json import problem_from_json, problem_to_json
from lastmile_core.problem.load_scales import load_scales, scaled
from lastmile_core.problem.routing_problem import NO_LIMIT
from lastmile_core.schedule.judge import judge
from lastmile_core.store.open_store import open_store
from lastmile_core.travel.times.estimate import EstimateProvider

DAY = date(2026, 11, 23)
DEPOT = Depot(depot_id="d", name="Depot", location=Location(lat=48.1, lon=11.5), timezone="UTC")
DRIVER = Driver(driver_id="D", name="Dora", depot_id="d", break_s=0)


def built(capacity: Load, loads: list[Load]) -> BuiltProblem:
    orders = [
        Order(
            order_id=f"A{number}",
            service_date=DAY,
            depot_id="d",
            location=Location(lat=48.1 + number / 9000, lon=11.5),
            load=load,
            service_s=10,
        )
        for number, load in enumerate(loads)
    ]
    vehicle = Vehicle(vehicle_id="V", name="Van", depot_id="d", capacity=capacity, driver_id="D")
    places = [DEPOT.location, *(order.location for order in orders if order.location)]
    return build_problem(
        day=ServiceDay(service_date=DAY, timezone="UTC"),
        depot=DEPOT,
        orders=orders,
        vehicles=[vehicle],
        drivers={"D": DRIVER},
        availability=[
            Availability(service_date=DAY, vehicle_id="V", driver_id="D", shift_start=time(7), shift_end=time(17))
        ],
        matrices={"van": EstimateProvider().matrix(places, "van")},
    )


def served(found: BuiltProblem) -> int:
    result = solve(found.problem, SearchLimits(time_s=5, max_iterations=30))
    assert not judge(found.problem, result.routes).violations
    return sum(len(order) for order in result.routes.values())


def test_nothing_rides_on_a_van_that_holds_nothing() -> None:
    loads = [Load.of(kg=5.4), Load()]
    assert served(built(Load.limits({"kg": 0}), loads)) == 1
    assert served(built(Load.limits({}), loads)) == 2
    assert served(built(Load.limits({"kg": 6}), loads)) == 2


def test_a_limit_of_zero_is_kept_and_one_that_is_not_there_stays_away(tmp_path: Path) -> None:
    vehicle = Vehicle(vehicle_id="V", name="Van", depot_id="d", capacity=Load.limits({"kg": 0, "m3": 2.5}))
    with open_store(tmp_path / "lastmile.db") as store:
        store.depots.save(DEPOT)
        store.vehicles.save(vehicle)
        found = store.vehicles.get("V")
    assert found == vehicle
    assert found.capacity.as_dict() == {"kg": 0.0, "m3": 2.5}


def test_small_loads_fill_a_van() -> None:
    found = built(Load.limits({"m3": 0.0021}), [Load.of(m3=0.0004)] * 8)
    assert found.problem.load_scales == (10_000,)
    assert served(found) == 5
    (violation,) = judge(found.problem, {0: list(range(8))}).violations
    assert violation.amount == pytest.approx(8 * 0.0004 - 0.0021)


def test_ordinary_loads_are_counted_in_thousandths() -> None:
    loads = [Load.of(kg=2.267962, parcels=3), Load.of(kg=18.5)]
    assert load_scales(loads, ("kg", "parcels")) == (1000, 1000)


@given(st.lists(st.floats(1e-8, 1e4), min_size=1, max_size=20))
def test_no_load_is_lost_and_none_changes_by_more_than_a_hundredth(amounts: list[float]) -> None:
    loads = [Load.of(m3=amount) for amount in amounts]
    scales = load_scales(loads, ("m3",))
    for load in loads:
        (whole,) = scaled(load, ("m3",), scales)
        assert whole > 0
        assert whole / scales[0] == pytest.approx(load.get("m3"), rel=0.01, abs=1e-9)


def test_a_problem_file_says_no_limit_with_null_and_no_room_with_zero() -> None:
    data = json.loads(json.dumps(problem_to_json(built(Load.limits({"kg": 7}), [Load.of(kg=5)]).problem)))
    data["vehicles"][0]["capacity"] = [None]
    assert problem_from_json(data).vehicles[0].capacity == (NO_LIMIT,)
    data["vehicles"][0]["capacity"] = [0]
    assert problem_from_json(data).vehicles[0].capacity == (0,)
    data["load_scales"] = [10_000, 5]
    with pytest.raises(Exception, match="load_scales has another number"):
        problem_from_json(data)


def test_the_scale_of_loads_survives_a_problem_file() -> None:
    problem = built(Load.limits({"m3": 0.0021}), [Load.of(m3=0.0004)]).problem
    again = problem_from_json(json.loads(json.dumps(problem_to_json(problem))))
    assert again.load_scales == problem.load_scales
    assert replace(again.vehicles[0]) == problem.vehicles[0]
