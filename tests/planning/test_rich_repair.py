"""Whatever comes in, clean routes come out, on days with every rule."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.repair.incumbent import Incumbent
from lastmile_core.planning.repair.quick_start import quick_start
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import RULES, rich_day

HOUR = 3600
# Bays are shared out afterwards, by moving the loadings of whole routes.
WITHOUT_DOCKS = RULES - {"docks"}


def shuffled(problem: RoutingProblem, seed: int) -> dict[int, list[int]]:
    rng = random.Random(seed)
    visits = [rng.randrange(problem.num_visits) for _ in range(problem.num_visits)]
    cuts = sorted(rng.randrange(len(visits)) for _ in range(problem.num_vehicles))
    return {vehicle: visits[cut : cut + 12] for vehicle, cut in enumerate(cuts)}


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 1000),
    num_orders=st.integers(3, 22),
    rules=st.one_of(st.just(WITHOUT_DOCKS), st.frozensets(st.sampled_from(sorted(WITHOUT_DOCKS)), min_size=3)),
)
def test_random_routes_of_any_day_are_mended(seed, num_orders, rules):
    problem = rich_day(seed, num_orders, rules=rules)
    part = free_part(problem)
    mended = Repairer(part.problem).repair(shuffled(part.problem, seed))
    assert judge(problem, part.outward(mended)).violations == ()
    again = Repairer(part.problem).repair(mended)
    for vehicle, order in mended.items():
        assert [visit for visit in again[vehicle] if visit in set(order)] == order


@pytest.mark.parametrize("seed", range(3))
def test_a_first_plan_serves_most_and_breaks_nothing(seed):
    problem = rich_day(seed, 30, rules=WITHOUT_DOCKS - {"locked_position", "relations"})
    part = free_part(problem)
    found = judge(problem, part.outward(quick_start(part.problem, lambda: False)))
    assert found.violations == ()
    assert len(found.unassigned) < 15


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_so_far_is_priced_as_the_judge_prices_it(seed):
    problem = rich_day(seed, 16, num_vehicles=4)
    part = free_part(problem)
    told = []
    incumbent = Incumbent(problem, part, told.append, 0.0)
    incumbent.offer(shuffled(part.problem, seed), "test")
    found = judge(problem, part.outward(incumbent.routes))
    assert incumbent.cost == found.cost.total
    assert told[-1].num_placed == told[-1].num_visits - len(found.unassigned)


@pytest.fixture
def one_van(straight_line) -> RoutingProblem:
    """Three deliveries of which two fit at once, and a reload at the depot."""
    visits = [
        *(Visit(visit_id=f"o{n}", location=n + 1, load=(4000,), penalty=50_000) for n in range(3)),
        Visit(visit_id="reload", location=0, load=(0,), service=600, allowed_vehicles=frozenset({0}), is_reload=True),
    ]
    return straight_line(visits, [{"capacity": (9000,), "max_trips": 2}])


@pytest.fixture
def straight_line():
    import numpy as np

    def build(visits, vehicles, **rules):
        size = max(visit.location for visit in visits) + 1
        minutes = np.abs(np.arange(size)[:, None] - np.arange(size)[None]) * 10
        days = [
            VehicleDay(
                **{"vehicle_id": f"v{n}", "cost_per_km": 50, "cost_per_hour": 2000, "capacity": (10_000,), **day}
            )
            for n, day in enumerate(vehicles)
        ]
        return RoutingProblem(
            visits=tuple(visits),
            vehicles=tuple(days),
            durations=(minutes * 60,),
            distances=(minutes * 500,),
            dimensions=("kg",),
            **rules,
        )

    return build


def test_what_does_not_fit_by_load_rides_on_another_trip(one_van):
    mended = Repairer(one_van).repair({0: [0, 1, 2]})
    assert sorted(mended[0]) == [0, 1, 2, 3]
    assert judge(one_van, mended).violations == ()
    assert judge(one_van, mended).unassigned == ()


def test_a_reload_is_never_missing(one_van):
    light = replace(one_van, visits=tuple(replace(visit, load=(0,)) for visit in one_van.visits))
    assert Repairer(light).repair({0: [0, 1, 2]}) == {0: [0, 1, 2]}


def test_half_a_pair_goes_and_the_whole_comes_back(straight_line):
    pickup = Visit(visit_id="p", location=1, load=(1000,), partner=1, is_pickup=True, penalty=0)
    delivery = Visit(visit_id="p", location=2, load=(1000,), partner=0)
    problem = straight_line([pickup, delivery], [{}, {}])
    assert Repairer(problem).repair({0: [1], 1: [0]}) == {0: [0, 1]}
    assert Repairer(problem).repair({0: [1, 0]}) == {0: [0, 1]}
    closed = replace(problem, vehicles=tuple(replace(day, shift=(0, 60)) for day in problem.vehicles))
    assert free_part(closed).visits == ()


def test_only_orders_count_as_stops(straight_line):
    pickup = Visit(visit_id="p", location=1, load=(1000,), partner=1, is_pickup=True, penalty=0)
    delivery = Visit(visit_id="p", location=2, load=(1000,), partner=0)
    problem = straight_line([pickup, delivery], [{"max_stops": 1}])
    assert Repairer(problem).repair({}) == {0: [0, 1]}


def test_what_belongs_together_is_put_together(straight_line):
    visits = [Visit(visit_id=f"o{n}", location=n + 1, load=(3000,)) for n in range(4)]
    problem = straight_line(visits, [{}, {}], same_route=(frozenset({0, 3}),), different_routes=(frozenset({0, 1}),))
    mended = Repairer(problem).repair({0: [0, 1], 1: [2, 3]})
    assert judge(problem, mended).violations == ()
    assert judge(problem, mended).unassigned == ()


def test_a_begun_route_goes_on_after_what_is_done(straight_line):
    visits = [Visit(visit_id=f"o{n}", location=n + 1, load=(1000,)) for n in range(3)]
    problem = straight_line(visits, [{"frozen_prefix": (2, 1)}])
    assert Repairer(problem).repair({}) == {0: [2, 1, 0]}
    assert Repairer(problem).repair({0: [0, 1, 2]}) == {0: [2, 1, 0]}


def test_a_begun_route_that_is_late_already_takes_what_makes_it_no_worse(straight_line):
    late = Visit(visit_id="late", location=3, load=(0,), windows=((0, 60),))
    near = Visit(visit_id="near", location=1, load=(0,), penalty=90_000)
    problem = straight_line([late, near], [{"frozen_prefix": (0,)}])
    mended = Repairer(problem).repair({})
    assert mended == {0: [0, 1]}
    assert RouteBook(problem).is_clean(0, mended[0])


def test_the_free_part_keeps_every_number_right():
    problem = rich_day(5, 24)
    part = free_part(problem)
    for own, whole in enumerate(part.visits):
        here, there = part.problem.visits[own], problem.visits[whole]
        assert here.visit_id == there.visit_id
        if here.partner is not None:
            assert part.visits[here.partner] == there.partner
        if here.previous_vehicle is not None and here.previous_vehicle >= 0:
            assert part.vehicles[here.previous_vehicle] == there.previous_vehicle
        if here.allowed_vehicles is not None:
            assert {part.vehicles[v] for v in here.allowed_vehicles} <= there.allowed_vehicles
    for own, whole in enumerate(part.vehicles):
        frozen = part.problem.vehicles[own].frozen_prefix
        assert tuple(part.visits[visit] for visit in frozen) == problem.vehicles[whole].frozen_prefix


def test_whoever_must_ride_with_a_locked_route_has_no_hope(straight_line):
    visits = [Visit(visit_id=f"o{n}", location=n + 1, load=(1000,)) for n in range(3)]
    problem = straight_line(visits, [{"locked_visits": (0,)}, {}], same_route=(frozenset({0, 1}),))
    assert free_part(problem).visits == (2,)
