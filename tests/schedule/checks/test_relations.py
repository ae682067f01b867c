"""Orders that ride together, and orders that do not."""

from __future__ import annotations

from lastmile_core.model import ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import best_insertion, insertions, judge, rejudge

VANS = [VehicleDay(vehicle_id=name) for name in "uvw"]


def _visits():
    return [Visit(visit_id=str(idx), location=idx + 1, load=()) for idx in range(5)]


def _violations(problem, routes):
    return [(f.vehicle, f.visit, f.other, *f.detail) for f in judge(problem, routes).violations]


def test_the_smaller_part_of_a_group_rides_apart(line):
    problem = line(_visits(), VANS, same_route=(frozenset({0, 1, 2}),))
    assert _violations(problem, {1: [0, 3, 2, 1]}) == []
    assert _violations(problem, {0: [0], 1: [1, 2]}) == [(0, 0, 1, "apart")]
    assert _violations(problem, {0: [0], 1: [1], 2: [2]}) == [(1, 1, 0, "apart"), (2, 2, 0, "apart")]
    assert {violation.cause for violation in judge(problem, {0: [0], 1: [1]}).violations} == {ViolationCause.RELATIONS}


def test_only_served_orders_count(line):
    problem = line(_visits(), VANS, same_route=(frozenset({0, 1}),), different_routes=(frozenset({2, 3}),))
    assert _violations(problem, {0: [0, 2]}) == []


def test_orders_that_must_ride_apart_are_named_after_the_first(line):
    problem = line(_visits(), VANS, different_routes=(frozenset({1, 2, 4}),))
    assert _violations(problem, {0: [1], 1: [2], 2: [4]}) == []
    assert _violations(problem, {0: [4, 0, 1], 1: [2]}) == [(0, 4, 1, "together")]


def test_judging_again_sees_the_routes_that_did_not_change(line):
    problem = line(_visits(), VANS, same_route=(frozenset({0, 1}),), different_routes=(frozenset({2, 3}),))
    judgement = judge(problem, {0: [0, 2], 1: [1], 2: [3]})
    for changed in ({1: [], 0: [0, 1, 2]}, {2: [], 0: [0, 2, 3]}, {0: []}):
        assert rejudge(problem, judgement, changed) == judge(problem, {**judgement.routes, **changed})


def test_a_slot_that_breaks_a_relation_is_no_slot(line):
    problem = line(_visits(), VANS, same_route=(frozenset({0, 1}),), different_routes=(frozenset({0, 2}),))
    routes = {0: [2], 1: [1], 2: [3]}
    assert {put.vehicle for put in insertions(problem, routes, 0)} == {1}
    assert best_insertion(problem, {0: [2, 1]}, 0) is None
