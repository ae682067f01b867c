"""Why an order was left out: proven, squeezed out, not found yet; never confused."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.model import UnassignedKind, UnassignedReason, ViolationCause
from lastmile_core.problem import UNREACHABLE, BreakRule, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule import best_insertion, explain, insertions, judge
from lastmile_core.schedule.reasons.relaxed import shortest_paths

HOUR = 3600
KIND, REASON = UnassignedKind, UnassignedReason
SOLVER_WORDS = ("visit", "node", "infeasib", "constraint", "objective", "solver", "heuristic", "slack", "None")


def _visit(order_id="7", location=10, load=(0,), **more) -> Visit:
    return Visit(visit_id=order_id, location=location, load=load, **more)


def _van(**more) -> VehicleDay:
    return VehicleDay(**{"vehicle_id": "Van 1", "shift": (8 * HOUR, 16 * HOUR), "capacity": (10_000,), **more})


PROVEN = {
    "window": (
        _visit(windows=((7 * HOUR, 7 * HOUR + 56 * 60),)),
        [_van()],
        REASON.TIME_WINDOW,
        840,
        ("ends at 07:56, 14 min before the earliest possible arrival (08:10, with Van 1)", "Ask for 08:10–09:10"),
    ),
    "second window": (
        _visit(windows=((0, HOUR), (2 * HOUR, 3 * HOUR))),
        [_van()],
        REASON.TIME_WINDOW,
        5 * HOUR + 600,
        ("last window ends at 03:00",),
    ),
    "shift": (
        _visit(service=8 * HOUR),
        [_van(), _van(vehicle_id="Van 2", shift=(8 * HOUR, 12 * HOUR))],
        REASON.SHIFT,
        1200,
        ("back at 16:20, 20 min after the shift ends (16:00)", "Let the shift of Van 1 run until 16:20"),
    ),
    "late window": (
        _visit(windows=((15 * HOUR + 3000, 17 * HOUR),)),
        [_van()],
        REASON.SHIFT,
        0,
        ("Even alone on Van 1",),
    ),
    "capacity": (
        _visit(load=(12_000,)),
        [_van(capacity=(5_000,)), _van(vehicle_id="Van 2")],
        REASON.CAPACITY,
        2,
        ("It is 12 kg; the largest vehicle that could take it (Van 2) holds 10 kg",),
    ),
    "skills": (
        _visit(skills=frozenset({"crane"})),
        [_van()],
        REASON.SKILLS,
        1,
        ("It needs crane; no vehicle on today has that", "Send a vehicle or driver with crane today"),
    ),
    "distance": (
        _visit(),
        [_van(max_distance=15_000)],
        REASON.MAX_DISTANCE,
        5000,
        ("There and back is 20.0 km; Van 1 may drive 15.0 km", "by 5.0 km"),
    ),
    "no stops allowed": (_visit(), [_van(max_stops=0)], REASON.MAX_STOPS, 1, ("may not have any stop",)),
    "locked to a van that is off": (
        _visit(allowed_vehicles=frozenset()),
        [_van()],
        REASON.LOCK,
        1,
        ("locked to a vehicle that is not on today", "Unlock the order"),
    ),
    "every route locked": (_visit(), [_van(locked_visits=())], REASON.LOCK, 1, ("is locked",)),
    "a crane van with too short a shift": (
        _visit(skills=frozenset({"crane"}), service=8 * HOUR),
        [_van(vehicle_id="Van 0"), _van(skills=frozenset({"crane"}))],
        REASON.SHIFT,
        1200,
        ("Even alone on Van 1",),
    ),
}


@pytest.mark.parametrize("name", PROVEN)
def test_what_is_impossible_alone_is_proven_with_rule_amount_and_mend(line, name):
    visit, vans, reason, amount, phrases = PROVEN[name]
    if name == "late window":
        visit, amount = _visit(windows=((15 * HOUR + 3300, 17 * HOUR),)), 300
    problem = line([visit], vans, dimensions=("kg",))
    (told,) = explain(problem, {}, [0])
    assert (told.kind, told.reason, told.amount) == (KIND.PROVEN, reason, amount)
    for phrase in phrases:
        assert phrase in f"{told.message} {told.mend}"
    assert not any(word in f"{told.message} {told.mend}".lower() for word in map(str.lower, SOLVER_WORDS))


def test_no_road_is_proven(line):
    problem = line([_visit()], [_van()], dimensions=("kg",))
    problem.durations[0][10, :] = UNREACHABLE
    (told,) = explain(problem, {}, [0])
    assert (told.kind, told.reason) == (KIND.PROVEN, REASON.REACHABLE)
    assert "No road leads there" in told.message


def test_without_vehicles_everything_is_left_out_for_that_reason(line):
    problem = line([_visit()], [], dimensions=())
    told = explain(problem, {}, [0])
    assert [(one.kind, one.reason) for one in told] == [(KIND.PROVEN, REASON.NO_VEHICLE)]
    assert best_insertion(problem, {}, 0) is None


def test_a_way_round_is_no_proof(line):
    # Straight there is blocked, but over place 5 it can be reached in time: not impossible, only not alone.
    problem = line([_visit("5", 5), _visit("7", 10)], [_van()], dimensions=("kg",))
    problem.durations[0][0, 10] = problem.distances[0][0, 10] = UNREACHABLE
    (told,) = explain(problem, {}, [1])
    assert told.kind is not KIND.PROVEN
    assert judge(problem, {0: [0, 1]}).violations == ()


def test_shortest_paths_go_over_other_places():
    matrix = np.array([[0, 9, 2, UNREACHABLE], [9, 0, 9, 9], [9, 3, 0, UNREACHABLE], [1, 1, 1, 0]], dtype=np.int64)
    assert shortest_paths(matrix, 0).tolist() == [0, 5, 2, 14]
    assert shortest_paths(matrix[:3, :3], 2).tolist() == [9, 3, 0]
    closed = np.full((2, 2), UNREACHABLE, dtype=np.int64)
    assert shortest_paths(closed, 0).tolist() == [0, UNREACHABLE]


def test_a_full_van_squeezes_out_and_says_what_it_would_take(line):
    problem = line(
        [_visit("1", 10, load=(8_000,)), _visit("2", 11, load=(5_000,))],
        [_van(cost_per_km=45, cost_per_hour=2400)],
        dimensions=("kg",),
    )
    (told,) = explain(problem, {0: [0]}, [1])
    assert (told.kind, told.reason, told.amount, told.unit) == (KIND.SQUEEZED_OUT, REASON.CAPACITY, 3, "kg")
    assert (told.extra_s, told.extra_m, told.extra_cost) == (120, 2000, 170)
    assert "Van 1 carries 3 kg more than it can hold" in told.message
    assert "+2 min, +2.0 km" in told.message
    assert "Take 3 kg off Van 1" in told.mend


def test_the_customer_who_would_become_late_is_named(line):
    visits = [
        _visit("1", 10, windows=((8 * HOUR, 8 * HOUR + 1000),)),
        _visit("2", 100, windows=((8 * HOUR, 9 * HOUR + 2400),)),
    ]
    visits.append(_visit("3", 60, service=1800, windows=((8 * HOUR, 9 * HOUR + 1000),)))
    problem = line(visits, [_van()], dimensions=("kg",))
    (told,) = explain(problem, {0: [0, 1]}, [2])
    assert (told.kind, told.reason) == (KIND.SQUEEZED_OUT, REASON.TIME_WINDOW)
    assert "reaches #2 30 min after its window" in told.message
    assert told.amount == 1800
    assert told.mend == "Ask #2 for 10:10–11:50, or send one more vehicle."


def test_a_less_important_order_is_named_when_it_could_make_room(line):
    visits = [_visit("1", 10, load=(8_000,), penalty=100), _visit("2", 11, load=(8_000,), penalty=5_000)]
    problem = line(visits, [_van()], dimensions=("kg",))
    (told,) = explain(problem, {0: [0]}, [1])
    assert (told.kind, told.reason, told.displaces) == (KIND.SQUEEZED_OUT, REASON.CAPACITY, 0)
    assert "instead of #1" in told.message


def test_a_slot_that_exists_was_not_found_yet(line):
    problem = line([_visit("1"), _visit("2", 5)], [_van()], dimensions=("kg",))
    (told,) = explain(problem, {0: [0]}, [1])
    assert (told.kind, told.reason, told.extra_m) == (KIND.NOT_FOUND_YET, REASON.UNPLANNED, 0)


def test_a_slot_that_costs_more_than_it_is_worth_is_a_matter_of_price(line):
    problem = line([_visit(penalty=500)], [_van(fixed_cost=6000)], dimensions=("kg",))
    (told,) = explain(problem, {}, [0])
    assert (told.kind, told.reason, told.extra_cost) == (KIND.SQUEEZED_OUT, REASON.PRICE, 6000)
    assert "costs 60.00 and leaving it out is priced at 5.00" in told.message


def test_insertions_are_sorted_by_cost_and_break_nothing(line):
    problem = line(
        [_visit("1", 10), _visit("2", 20), _visit("3", 15)], [_van(cost_per_km=45), _van()], dimensions=("kg",)
    )
    found = insertions(problem, {0: [0, 1]}, 2)
    assert [put.extra_cost for put in found] == sorted(put.extra_cost for put in found)
    assert len(found) == 4
    assert insertions(problem, {0: [0, 1]}, 2, limit=1)[0].extra_cost == found[0].extra_cost
    assert best_insertion(problem, {0: [0, 1]}, 2) == found[0]


# ---------------------------------------------------------------- invariants


@st.composite
def small_days(draw):
    num, fleet = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    minutes = st.integers(0, 40)
    visits = []
    for idx in range(num):
        begins = sorted(draw(st.lists(st.integers(480, 780), max_size=2, unique=True)))
        windows = tuple((begin * 60, (begin + draw(st.integers(0, 60))) * 60) for begin in begins)
        visits.append(
            Visit(
                visit_id=str(idx),
                location=idx + 1,
                load=(draw(st.integers(0, 6)) * 1000,),
                is_collection=draw(st.booleans()),
                service=60 * draw(st.integers(0, 60)),
                windows=windows or ((0, 172_800),),
                penalty=draw(st.sampled_from([100, 1000, 100_000])),
                skills=frozenset(draw(st.sets(st.sampled_from(["crane"]), max_size=1))),
            )
        )
    cells = (num + 1) ** 2
    far = st.one_of(minutes, minutes, minutes, minutes, st.just(None))
    matrix = draw(st.lists(far, min_size=cells, max_size=cells))
    durations = np.array([UNREACHABLE if cell is None else cell * 60 for cell in matrix], dtype=np.int64)
    durations = durations.reshape(num + 1, num + 1)
    np.fill_diagonal(durations, 0)
    distances = np.where(durations >= UNREACHABLE, UNREACHABLE, durations * 10)
    vehicles = []
    for idx in range(fleet):
        begin = draw(st.integers(480, 600))
        rest = draw(st.integers(500, 720))
        vehicles.append(
            VehicleDay(
                vehicle_id=str(idx),
                shift=(begin * 60, (begin + draw(st.integers(60, 360))) * 60),
                loading=60 * draw(st.integers(0, 15)),
                capacity=(draw(st.integers(2, 12)) * 1000,),
                skills=frozenset(draw(st.sets(st.sampled_from(["crane"]), max_size=1))),
                fixed_cost=draw(st.sampled_from([0, 6000])),
                cost_per_km=45,
                cost_per_hour=2400,
                breaks=(BreakRule(duration=1800, earliest=rest * 60, latest=(rest + draw(st.integers(0, 60))) * 60),)
                if draw(st.booleans())
                else (),
                max_distance=draw(st.sampled_from([None, 30_000])),
                max_stops=draw(st.sampled_from([None, 2])),
            )
        )
    return RoutingProblem(
        visits=tuple(visits),
        vehicles=tuple(vehicles),
        durations=(durations,),
        distances=(distances,),
        dimensions=("kg",),
    )


def _every_route(num):
    for size in range(1, num + 1):
        yield from itertools.permutations(range(num), size)


@settings(deadline=None, max_examples=120)
@given(small_days())
def test_what_is_proven_impossible_is_on_no_route_that_keeps_the_rules(problem):
    proven = {
        told.visit for told in explain(problem, {}, range(problem.num_visits)) if told.kind is UnassignedKind.PROVEN
    }
    for vehicle in range(problem.num_vehicles):
        for route in _every_route(problem.num_visits):
            if proven & set(route):
                assert judge(problem, {vehicle: route}).violations != ()


@settings(deadline=None, max_examples=120)
@given(small_days(), st.randoms(use_true_random=False))
def test_the_best_insertion_is_what_trying_every_slot_finds(problem, random):
    others = list(range(1, problem.num_visits))
    random.shuffle(others)
    cut = random.randint(0, len(others))
    routes = {0: others[:cut], problem.num_vehicles - 1: others[cut:]} if problem.num_vehicles > 1 else {0: others}
    before = judge(problem, routes)
    if any(violation.cause is ViolationCause.REACHABLE for violation in before.violations):
        return  # a new leg needs a road, even in a route that has a leg without one
    costs = []
    for vehicle in range(problem.num_vehicles):
        route = list(routes.get(vehicle, ()))
        for slot in range(len(route) + 1):
            after = judge(problem, {**routes, vehicle: [*route[:slot], 0, *route[slot:]]})
            if not _worse(before.violations, after.violations):
                costs.append(after.cost.operating - before.cost.operating)
    found = best_insertion(problem, routes, 0)
    assert (found is None) == (not costs)
    assert len(insertions(problem, routes, 0)) == len(costs)
    if found is not None and not before.violations and _keeps_triangle(problem):
        assert found.extra_cost == min(costs)


def _worse(before, after):
    had = {
        (violation.cause, violation.vehicle, violation.visit, violation.unit): violation.amount for violation in before
    }
    return [
        violation
        for violation in after
        if violation.amount > had.get((violation.cause, violation.vehicle, violation.visit, violation.unit), 0)
    ]


def _keeps_triangle(problem):
    durations = problem.durations[0]
    return bool((durations[:, None, :] <= durations[:, :, None] + durations[None, :, :]).all())


@settings(deadline=None, max_examples=60)
@given(small_days(), st.randoms(use_true_random=False))
def test_everything_left_out_has_a_reason_in_words(problem, random):
    served = [visit for visit in range(problem.num_visits) if random.random() < 0.5]
    routes = {0: served}
    left_out = judge(problem, routes).unassigned
    told = explain(problem, routes, left_out)
    assert [one.visit for one in told] == list(left_out)
    for one in told:
        assert one.message
        assert one.mend
        assert not any(word.lower() in f"{one.message} {one.mend}".lower() for word in SOLVER_WORDS)
