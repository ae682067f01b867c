"""What is picked up on the way is delivered by the same vehicle, later, on the same trip."""

from __future__ import annotations

import pytest

from lastmile_core.model import UnassignedKind, ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import explain, insertions, judge
from lastmile_core.schedule.timing.timetable import time_route

HOUR = 3600


@pytest.fixture
def problem(line):
    visits = [
        Visit(visit_id="p", location=3, load=(4000,), partner=1, is_pickup=True, penalty=0, service=60),
        Visit(visit_id="p", location=6, load=(4000,), partner=0, service=60, penalty=900),
        Visit(visit_id="x", location=4, load=(3000,), service=60),
        Visit(visit_id="r", location=0, load=(0,), is_reload=True, allowed_vehicles=frozenset({0})),
    ]
    vans = [VehicleDay(vehicle_id=name, capacity=(6000,), max_trips=2) for name in "vw"]
    return line(visits, vans, dimensions=("kg",))


def test_the_load_is_on_board_only_between_the_halves(problem):
    timetable = time_route(problem, 0, [2, 0, 1])
    assert timetable.loads_before == (3000,)
    assert timetable.loads_after == ((0,), (4000,), (0,))
    assert timetable.peaks == (4000,)
    assert judge(problem, {0: [2, 0, 1]}).is_feasible


def test_both_loads_at_once_can_be_too_much(problem):
    (violation,) = judge(problem, {0: [0, 2, 1]}).violations
    assert (violation.cause, violation.amount) == (ViolationCause.CAPACITY, 1.0)


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ({0: [1, 0]}, [(0, 1, 0, "order")]),
        ({0: [0, 3, 1]}, [(0, 1, 0, "trip")]),
        ({0: [1, 3, 0]}, [(0, 1, 0, "order")]),
        ({0: [0]}, [(0, 0, 1, "alone")]),
        ({0: [1]}, [(0, 1, 0, "alone")]),
        ({0: [0], 1: [1]}, [(0, 0, 1, "alone"), (1, 1, 0, "alone")]),
    ],
)
def test_a_pair_that_is_torn_or_turned_round_is_named(problem, routes, expected):
    violations = judge(problem, routes).violations
    assert {violation.cause for violation in violations} == {ViolationCause.PAIRS}
    assert [
        (violation.vehicle, violation.visit, violation.other, *violation.detail) for violation in violations
    ] == expected


def test_a_delivery_without_its_pickup_does_not_make_room(problem):
    assert min(time_route(problem, 0, [1, 2]).loads_after) >= (0,)


def test_goods_that_left_at_the_reload_are_not_unloaded_again(problem):
    assert time_route(problem, 0, [0, 3, 1]).loads_after == ((4000,), (0,), (0,))


def test_a_pair_left_out_is_one_order_with_one_price(problem):
    judgement = judge(problem, {0: [2]})
    assert judgement.unassigned == (1,)
    assert judgement.cost.unserved == 900
    (told,) = explain(problem, {0: [2]}, [1])
    assert told.kind is UnassignedKind.NOT_FOUND_YET


def test_a_pair_goes_in_together(problem):
    for asked in (0, 1):
        found = insertions(problem, {0: [2]}, asked)
        # Before the other order both loads would be on board at once.
        assert {put.timetable.visits for put in found} == {(2, 0, 1), (0, 1)}
