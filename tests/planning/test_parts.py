from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.break_clock import PLACES, break_clock
from lastmile_core.planning.base.cost_scale import CENT, CostScale
from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.base.finite import finite
from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.engines.ortools.build_model import build_model
from lastmile_core.planning.engines.pyvrp.build_model import build_model as build_fast
from lastmile_core.planning.engines.pyvrp.read_routes import read_routes
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.problem import UNREACHABLE
from lastmile_core.schedule.judge import judge
from lastmile_core.schedule.timing.timetable import time_route


def test_engine_prices_are_exact_cents(random_day):
    problem = random_day(1)
    scale = CostScale.of(problem)
    for vehicle in problem.vehicles:
        cent = Fraction(CENT, scale.divisor)
        assert scale.per_metre(vehicle) * 1000 == vehicle.cost_per_km * cent
        assert scale.per_second(vehicle) * 3600 == vehicle.cost_per_hour * cent
        assert scale.per_route(vehicle) == cent * (
            vehicle.fixed_cost + Fraction(vehicle.loading * vehicle.cost_per_hour, 3600)
        )
    for visit in problem.visits:
        assert scale.cents(visit.penalty) == visit.penalty * Fraction(CENT, scale.divisor)


def test_prices_without_a_fraction_stay_small(random_day):
    problem = random_day(1)
    vehicles = tuple(replace(v, cost_per_km=1000, cost_per_hour=0, fixed_cost=0) for v in problem.vehicles)
    scale = CostScale.of(replace(problem, vehicles=vehicles))
    assert scale.per_metre(vehicles[0]) == 1


def test_pairs_without_a_road_are_longer_than_the_day(random_day):
    problem = random_day(1)
    blocked = (problem.distances[1] >= UNREACHABLE) & ~np.eye(21, dtype=bool)
    assert blocked.any()
    seconds = finite(problem, 1, problem.durations[1])
    assert seconds[blocked].min() > max(vehicle.shift[1] for vehicle in problem.vehicles)
    assert seconds.max() < UNREACHABLE
    assert (seconds[~blocked] == problem.durations[1][~blocked]).all()


def test_the_free_part_leads_back_to_the_whole(random_day):
    problem = random_day(2)
    vehicles = (problem.vehicles[0], replace(problem.vehicles[1], locked_visits=(3, 4)), *problem.vehicles[2:])
    part = free_part(replace(problem, vehicles=vehicles))
    assert not {3, 4} & set(part.visits)
    assert part.vehicles == (0, 2, 3)
    own = {0: [0, 1], 2: [2]}
    outward = part.outward(own)
    assert outward[1] == [3, 4]
    assert part.inward(outward) == own


def test_hopeless_visits_stay_outside(random_day):
    problem = random_day(2)
    heavy = replace(problem.visits[0], load=(10**9, 1))
    part = free_part(replace(problem, visits=(heavy, *problem.visits[1:])))
    assert 0 not in part.visits


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 50), order=st.permutations(range(20)), cuts=st.lists(st.integers(0, 20), min_size=3, max_size=3)
)
def test_whatever_comes_in_repair_gives_clean_routes(random_day, seed, order, cuts):
    problem = random_day(seed)
    first, second, third = sorted(cuts)
    routes = {0: order[:first], 1: order[first:second], 2: order[second:third], 3: order[: third // 2]}
    assert judge(problem, Repairer(problem).repair(routes)).violations == ()


def test_repair_leaves_clean_routes_alone(random_day):
    problem = random_day(3)
    clean = Repairer(problem).repair({})
    assert clean
    assert Repairer(problem).repair(clean) == clean


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(st.integers(0, 86_400), min_size=2, max_size=8), place=st.sampled_from(PLACES))
def test_the_clock_without_breaks_never_runs_backwards(random_day, moments, place):
    clock = break_clock(random_day(1), place)
    shown = [clock(moment) for moment in sorted(moments)]
    assert shown == sorted(shown)
    assert all(moment - 1800 <= clock(moment) <= moment for moment in moments)


def test_a_clock_without_breaks_is_the_real_one(random_day):
    problem = random_day(1)
    plain = replace(problem, vehicles=tuple(replace(vehicle, breaks=()) for vehicle in problem.vehicles))
    assert break_clock(plain).cuts == ()


def test_routes_survive_the_way_through_the_fast_model(random_day):
    problem = free_part(random_day(3)).problem
    routes = Repairer(problem).repair({})
    model = build_fast(problem)
    starts = {vehicle: time_route(problem, vehicle, order).starts for vehicle, order in routes.items()}
    back = read_routes(model, model.write(routes, starts))
    assert sorted(map(tuple, back.values())) == sorted(map(tuple, routes.values()))


def test_the_solver_is_never_called_with_nothing(random_day):
    with pytest.raises(ValueError, match="at least one"):
        build_model(replace(random_day(1), vehicles=()))


def test_eligibility_needs_skills_and_permission(random_day):
    problem = random_day(1)
    for visit, eligible in zip(problem.visits, eligible_vehicles(problem), strict=True):
        for number, vehicle in enumerate(problem.vehicles):
            allowed = visit.allowed_vehicles is None or number in visit.allowed_vehicles
            assert (number in eligible) == (allowed and visit.skills <= vehicle.skills)
