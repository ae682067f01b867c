"""One rule, one story: each check names the rule, the vehicle, the stop and by how much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lastmile_core.model import ViolationCause
from lastmile_core.problem import UNREACHABLE, BreakRule, VehicleDay, Visit
from lastmile_core.schedule import judge, rejudge

HOUR = 3600
CAUSES = ViolationCause


def _visit(order_id="a", location=10, load=(0,), **more) -> Visit:
    return Visit(visit_id=order_id, location=location, load=load, **more)


def _van(**more) -> VehicleDay:
    return VehicleDay(**{"vehicle_id": "v", "shift": (8 * HOUR, 16 * HOUR), "capacity": (10_000,), **more})


STORIES = {
    "a late stop says how late": (
        [_visit(windows=((7 * HOUR, 8 * HOUR),))],
        _van(),
        (CAUSES.TIME_WINDOW, 0, 600, "s", ()),
    ),
    "an overloaded van says how much": ([_visit(load=(12_500,))], _van(), (CAUSES.CAPACITY, None, 2.5, "kg", ())),
    "a long day says by how much": (
        [_visit(service=8 * HOUR)],
        _van(),
        (CAUSES.SHIFT, None, 1200, "s", ()),
    ),
    "missing skills are named": (
        [_visit(skills=frozenset({"crane", "fridge", "lift"}))],
        _van(skills=frozenset({"lift"})),
        (CAUSES.SKILLS, 0, 2, "skills", ("crane", "fridge")),
    ),
    "a break without a place is counted": (
        [_visit(location=0, windows=((8 * HOUR, 8 * HOUR),)), _visit("b", location=150)],
        _van(
            breaks=(
                BreakRule(duration=5400, earliest=9 * HOUR, latest=9 * HOUR),
                BreakRule(duration=60, earliest=9 * HOUR + 60, latest=9 * HOUR + 60),
            )
        ),
        (CAUSES.BREAKS, None, 60, "s", ()),
    ),
    "too many stops": ([_visit("a"), _visit("b")], _van(max_stops=1), (CAUSES.MAX_STOPS, None, 1, "stops", ())),
    "too many metres": ([_visit()], _van(max_distance=18_500), (CAUSES.MAX_DISTANCE, None, 1500, "m", ())),
    "a stop locked to another van": (
        [_visit(allowed_vehicles=frozenset({7}))],
        _van(),
        (CAUSES.LOCK, 0, 1, "visits", ()),
    ),
    "a locked route with a stop more": ([_visit()], _van(locked_visits=()), (CAUSES.LOCK, None, 1, "visits", ())),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_broken_rule_is_named_with_its_amount(line, name):
    visits, vehicle, expected = STORIES[name]
    problem = line(visits, [vehicle], dimensions=("kg",))
    judgement = judge(problem, {0: range(len(visits))})
    (violation,) = judgement.violations
    assert (violation.cause, violation.visit, violation.amount, violation.unit, violation.detail) == expected
    assert violation.vehicle == 0


@pytest.mark.parametrize(("leg", "visit"), [((0, 10), 0), ((10, 12), 1), ((12, 0), 1)])
def test_a_leg_without_a_road_is_named_at_its_stop(line, leg, visit):
    problem = line([_visit("a", 10), _visit("b", 12)], [_van()], dimensions=("kg",))
    problem.distances[0][leg] = UNREACHABLE
    (violation,) = judge(problem, {0: [0, 1]}).violations
    assert (violation.cause, violation.visit) == (CAUSES.REACHABLE, visit)


def test_an_order_on_two_routes_is_named_once_for_each_repetition(line):
    problem = line([_visit("a"), _visit("b")], [_van(), _van(vehicle_id="w")], dimensions=("kg",))
    violations = judge(problem, {0: [0, 1, 0], 1: [1]}).violations
    assert [(f.cause, f.vehicle, f.visit) for f in violations] == [
        (CAUSES.VISIT_ONCE, 0, 0),
        (CAUSES.VISIT_ONCE, 1, 1),
    ]


def test_a_locked_route_that_stays_in_is_a_changed_route(line):
    problem = line([_visit()], [_van(locked_visits=(0,)), _van(vehicle_id="w")], dimensions=("kg",))
    assert [violation.cause for violation in judge(problem, {}).violations] == [CAUSES.LOCK]
    assert judge(problem, {0: [0]}).violations == ()


def test_a_clean_plan_has_no_violations_and_its_cost_adds_up(line):
    van = _van(fixed_cost=6000, cost_per_km=45, cost_per_hour=2400, loading=900)
    problem = line([_visit(service=300), _visit("b", penalty=7_000)], [van], dimensions=("kg",))
    judgement = judge(problem, {0: [0]})
    assert judgement.is_feasible
    assert judgement.unassigned == (1,)
    cost = judgement.cost
    # 20 km at 0.45; 15 + 10 + 5 + 10 minutes at 24.00 an hour.
    assert (cost.vehicles, cost.distance, cost.paid_time, cost.unserved, cost.lateness) == (6000, 900, 1600, 7000, 0)
    assert cost.total == 15_500
    assert cost.operating == 8_500


def test_vehicles_that_stay_in_cost_nothing(line):
    problem = line([_visit()], [_van(fixed_cost=6000)], dimensions=("kg",))
    judgement = judge(problem, {0: []})
    assert judgement.timetables == {}
    assert judgement.cost.operating == 0


@pytest.mark.parametrize("routes", [{3: [0]}, {0: [9]}, {-1: [0]}, {0: [-1]}])
def test_unknown_indices_are_refused(line, routes):
    with pytest.raises(ValueError, match="is not in the problem"):
        judge(line([_visit()], [_van()], dimensions=("kg",)), routes)


def test_judging_only_what_changed_gives_the_same_answer(line):
    visits = [_visit(str(i), i + 1, load=(4_000,), windows=((8 * HOUR, 8 * HOUR + 300),)) for i in range(8)]
    vans = [_van(vehicle_id=str(i)) for i in range(4)]
    vans[3] = replace(vans[3], locked_visits=(7,))
    problem = line(visits, vans, dimensions=("kg",))
    routes = {0: (0, 1, 2), 1: (3, 4), 2: (0,), 3: ()}
    judgement = judge(problem, routes)
    for changed in ({0: (0, 1), 1: (3, 2, 4)}, {2: ()}, {3: (7,)}, {0: (), 1: (), 2: (), 3: (6,)}):
        assert rejudge(problem, judgement, changed) == judge(problem, {**routes, **changed})
