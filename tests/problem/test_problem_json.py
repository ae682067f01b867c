"""A problem with every rule survives a file, and a file that cannot be meant says why."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lastmile_core.errors import LastmileError
from lastmile_core.problem import (
    BreakRule,
    DayPrices,
    DockDay,
    RoutingProblem,
    Traffic,
    VehicleDay,
    Visit,
)
from lastmile_core.problem.formats.problem_json import problem_from_json, problem_to_json

HOUR = 3600


def full_problem() -> RoutingProblem:
    visits = (
        Visit(
            visit_id="a",
            location=1,
            load=(1000,),
            set_up=60,
            windows=((8 * HOUR, 9 * HOUR), (12 * HOUR, 18 * HOUR)),
            preferred=(13 * HOUR, 14 * HOUR),
            early_price=100,
            late_price=200,
            release=7 * HOUR,
            dock_time=30,
            skills=frozenset({"crane"}),
            allowed_vehicles=frozenset({0, 1}),
            locked_position=0,
            chances=(500, 900),
            previous_vehicle=1,
            previous_start=9 * HOUR,
            familiar_vehicles=frozenset({1}),
        ),
        Visit(visit_id="p", location=1, load=(2000,), partner=2, is_pickup=True, penalty=0),
        Visit(visit_id="p", location=2, load=(2000,), partner=1),
        Visit(visit_id="r", location=0, load=(0,), is_reload=True, service=600, allowed_vehicles=frozenset({0})),
    )
    vehicles = (
        VehicleDay(
            vehicle_id="v",
            capacity=(5000,),
            on_board=(500,),
            regular_time=8 * HOUR,
            overtime_price=900,
            breaks=(BreakRule(duration=1800, earliest=11 * HOUR, latest=14 * HOUR, after_work=6 * HOUR),),
            max_stops=9,
            max_distance=9000,
            max_duration=10 * HOUR,
            max_trips=2,
            locked_visits=(0,),
            frozen_prefix=(0,),
        ),
        VehicleDay(vehicle_id="w", capacity=(5000,)),
    )
    matrix = np.array([[0, 5, 6], [7, 0, 8], [9, 4, 0]], dtype=np.int64)
    return RoutingProblem(
        visits=visits,
        vehicles=vehicles,
        durations=(matrix,),
        distances=(matrix * 10,),
        dimensions=("kg",),
        name="full",
        docks=(DockDay(dock_id="north", location=0, opens=5 * HOUR, closes=20 * HOUR),),
        traffic=Traffic(factors=((1000, 1500), (900,)), district=(0, 0, 1)),
        prices=DayPrices(waiting=1, failed_attempt=2, moved_stop=3, changed_time=4, unfamiliar=5, balance=6),
        same_route=(frozenset({0, 2}),),
        different_routes=(frozenset({0, 2}),),
    )


def test_every_field_of_a_problem_comes_back():
    problem = full_problem()
    back = problem_from_json(json.loads(json.dumps(problem_to_json(problem))))
    for name in ("visits", "vehicles", "dimensions", "profiles", "name", "docks", "traffic", "prices"):
        assert getattr(back, name) == getattr(problem, name), name
    assert (back.same_route, back.different_routes) == (problem.same_route, problem.different_routes)
    assert all(np.array_equal(a, b) for a, b in zip(back.durations, problem.durations, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(back.distances, problem.distances, strict=True))


def test_no_field_of_the_full_problem_is_left_at_its_default():
    """Else the test above would not see that a field is forgotten."""
    problem = full_problem()
    plain_visit, plain_vehicle = Visit(visit_id="", location=0, load=()), VehicleDay(vehicle_id="")
    free = {"driver_id", "profile", "start", "end", "loading", "fixed_cost", "cost_per_km", "cost_per_hour"}
    for name in Visit.__dataclass_fields__.keys() - {"is_collection"}:
        assert any(getattr(visit, name) != getattr(plain_visit, name) for visit in problem.visits), name
    for name in VehicleDay.__dataclass_fields__.keys() - free - {"shift", "skills"}:
        assert any(getattr(day, name) != getattr(plain_vehicle, name) for day in problem.vehicles), name


def test_a_file_of_an_earlier_release_has_none_of_the_new_rules():
    data = problem_to_json(full_problem())
    for name in ("docks", "traffic", "prices", "same_route", "different_routes"):
        del data[name]
    data["visits"] = [{"order_id": "a", "location": 1, "load": [1000]}]
    data["vehicles"] = [{"vehicle_id": "v", "capacity": [5000]}]
    problem = problem_from_json(data)
    assert (problem.docks, problem.traffic, problem.prices) == ((), None, DayPrices())
    assert not problem.has_trip_rules
    assert not problem.has_visit_prices


WRONG = {
    "a pair whose halves do not name each other": (lambda d: d["visits"][1].update(partner=0), "must name each other"),
    "a pickup without a delivery": (lambda d: d["visits"][1].update(partner=None), "has no delivery"),
    "a pair with two loads": (lambda d: d["visits"][1].update(load=[1]), "same load"),
    "a reload for everybody": (lambda d: d["visits"][3].update(allowed_vehicles=None), "exactly one vehicle"),
    "a reload that carries": (lambda d: d["visits"][3].update(load=[5]), "no load"),
    "a release for goods from elsewhere": (lambda d: d["visits"][2].update(release=5), "release time"),
    "a chance above one": (
        lambda d: d["visits"][0].update(chances=[1001]),
        r"visits\[0\].chances\[0\] is 1001; write a whole number from 0 to 1,000",
    ),
    "a wish that ends before it begins": (
        lambda d: d["visits"][0].update(preferred=[9, 8]),
        r"preferred is \[9, 8\] and ends before it begins",
    ),
    "a driver who is not there": (lambda d: d["visits"][0].update(familiar_vehicles=[7]), "vehicle that is not there"),
    "a beginning that is not there": (lambda d: d["vehicles"][0].update(frozen_prefix=[9]), "begins with a visit"),
    "a fraction of a price": (
        lambda d: d["prices"].update(balance=0.5),
        r"prices.balance is 0.5; write a whole number",
    ),
    "a bay outside the map": (lambda d: d["docks"][0].update(location=3), "outside the matrices"),
    "a bay that closes first": (lambda d: d["docks"][0].update(closes=0), "closes before it opens"),
    "a group with a stranger": (lambda d: d.update(same_route=[[0, 9]]), "group of visits"),
    "traffic without factors": (lambda d: d["traffic"].update(factors=[]), "no factors"),
    "traffic that stands still": (lambda d: d["traffic"].update(factors=[[0]]), "above zero"),
    "traffic for other places": (lambda d: d["traffic"].update(district=[0]), "for 3 places"),
    "a district without factors": (lambda d: d["traffic"].update(district=[0, 1, 2]), "without factors"),
    "an unknown field": (lambda d: d["visits"][0].update(colour="red"), "colour"),
    "loads on board of another kind": (lambda d: d["vehicles"][0].update(on_board=[1, 2]), "on board"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_problem_that_cannot_be_meant_is_refused_with_a_sentence(name):
    spoil, sentence = WRONG[name]
    data = problem_to_json(full_problem())
    spoil(data)
    with pytest.raises(LastmileError, match=sentence):
        problem_from_json(data)
