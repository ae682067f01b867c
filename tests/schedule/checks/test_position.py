"""What is done or under way stays at the beginning; a locked place is kept."""

from __future__ import annotations

import pytest

from lastmile_core.model import ViolationCause
from lastmile_core.problem import VehicleDay, Visit
from lastmile_core.schedule import judge


def _visits(**more):
    visits = [Visit(visit_id=str(idx), location=idx + 1, load=()) for idx in range(4)]
    return [*visits, Visit(visit_id="locked", location=7, load=(), **more)]


@pytest.mark.parametrize(
    ("route", "amount"), [([1, 0, 2], 0), ([1, 0], 0), ([0, 1, 2], 2), ([1, 2, 0], 1), ([1], 1), ([], 2)]
)
def test_the_frozen_beginning_must_stay(line, route, amount):
    problem = line(_visits(), [VehicleDay(vehicle_id="v", frozen_prefix=(1, 0))])
    violations = judge(problem, {0: route}).violations
    assert [(f.cause, f.visit, f.amount, f.detail) for f in violations] == (
        [(ViolationCause.POSITION, None, amount, ("frozen",))] if amount else []
    )


def test_a_vehicle_under_way_cannot_stay_in(line):
    problem = line(_visits(), [VehicleDay(vehicle_id="v", frozen_prefix=(1,))])
    assert [violation.cause for violation in judge(problem, {}).violations] == [ViolationCause.POSITION]


@pytest.mark.parametrize(("route", "away"), [([0, 1, 4], 0), ([0, 4, 1], 1), ([4, 0], 2), ([0, 1, 2, 3, 4], 2)])
def test_a_locked_position_is_counted_among_the_orders(line, route, away):
    problem = line(_visits(locked_position=2), [VehicleDay(vehicle_id="v")])
    violations = judge(problem, {0: route}).violations
    assert [(f.cause, f.visit, f.amount, f.unit) for f in violations] == (
        [(ViolationCause.POSITION, 4, away, "stops")] if away else []
    )


def test_pickups_and_reloads_are_not_counted(line):
    visits = [
        Visit(visit_id="p", location=1, load=(), partner=1, is_pickup=True),
        Visit(visit_id="p", location=2, load=(), partner=0),
        Visit(visit_id="r", location=0, load=(), is_reload=True, allowed_vehicles=frozenset({0})),
        Visit(visit_id="locked", location=3, load=(), locked_position=1),
    ]
    problem = line(visits, [VehicleDay(vehicle_id="v", max_trips=2)])
    assert judge(problem, {0: [0, 1, 2, 3]}).is_feasible
