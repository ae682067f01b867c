"""Days that are searched region by region."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.model.plans.plan import PlanStatus
from lastmile_core.planning import portfolio
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.big_days import big_day
from lastmile_core.planning.big_days.cut import cut
from lastmile_core.planning.big_days.lay_out import lay_out, split
from lastmile_core.planning.big_days.regions import Divider
from lastmile_core.planning.engines.registry import ENGINES
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem import RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import rich_day


def city(number, seed=1, vans=None, capacity=30):
    rng = random.Random(seed)
    points = np.array([[rng.gauss(0, 4000), rng.gauss(0, 4000)] for _ in range(number + 1)])
    metres = (np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) * 1.3).astype(np.int64)
    visits = tuple(
        Visit(visit_id=f"o{n}", location=n + 1, load=(1,), service=120, windows=((28_800 + 3600 * (n % 5), 61_200),))
        for n in range(number)
    )
    van = VehicleDay(vehicle_id="", shift=(25_200, 64_800), capacity=(capacity,), fixed_cost=5000, cost_per_km=40)
    vans = vans or -(-number * 3 // (2 * capacity))
    return RoutingProblem(
        visits=visits,
        vehicles=tuple(replace(van, vehicle_id=f"v{n}") for n in range(vans)),
        durations=((metres / 8).astype(np.int64),),
        distances=(metres,),
        dimensions=("parcels",),
    ), points


@pytest.fixture
def small_regions(monkeypatch):
    monkeypatch.setattr(big_day, "BIG", 60)
    monkeypatch.setattr(big_day, "REGION", 40)


def test_the_plane_keeps_who_is_near_whom():
    problem, points = city(200)
    found = lay_out(problem)
    gaps = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))
    true = np.hypot(*(points[1:, None] - points[None, 1:]).transpose(2, 0, 1))
    assert np.corrcoef(gaps.ravel(), true.ravel())[0, 1] > 0.99


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 50), min_size=1, max_size=80), st.integers(30, 200), st.integers(0, 99))
def test_splitting_keeps_everybody_once_and_no_group_is_much_too_heavy(weights, most, seed):
    rng = np.random.default_rng(seed)
    groups = split(rng.normal(size=(len(weights), 2)), weights, most, rng)
    assert sorted(number for group in groups for number in group) == list(range(len(weights)))
    # A cut lies at an item; it can be off by one of them at each of the few cuts above a group.
    assert all(sum(weights[n] for n in group) <= 1.2 * most + 100 for group in groups)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(("pairs", "trips", "relations", "frozen_prefix", "docks"))))
def test_regions_hold_everything_once_and_cut_nothing_apart(seed, rules):
    problem = rich_day(seed, 24, {"windows", *rules})
    divider = Divider(problem, lay_out(problem), RouteBook(problem).kind_of, 6)
    regions = divider.divide({}, np.random.default_rng(seed))
    assert sorted(visit for region in regions for visit in region.visits) == list(range(problem.num_visits))
    assert sorted(vehicle for region in regions for vehicle in region.vehicles) == list(range(problem.num_vehicles))
    for region in regions:
        inside, vehicles = set(region.visits), set(region.vehicles)
        assert all(problem.visits[v].partner is None or problem.visits[v].partner in inside for v in inside)
        assert all(not group & inside or group <= inside for group in problem.same_route)
        assert all(set(problem.vehicles[n].frozen_prefix) <= inside for n in vehicles)


def test_a_region_is_timed_and_priced_as_in_the_whole_day():
    problem = rich_day(7, 24, {"windows", "traffic", "collections", "mixed_fleet"}, num_vehicles=3)
    routes = {0: [3, 9, 4], 2: [11, 1]}
    inner = cut(problem, [1, 3, 4, 9, 11, 20], [0, 2])
    whole, part = judge(problem, routes), judge(inner.problem, inner.inward(routes))
    for own, vehicle in enumerate(inner.vehicles):
        assert part.timetables[own].paid == whole.timetables[vehicle].paid
        assert part.timetables[own].distance == whole.timetables[vehicle].distance


def test_a_big_day_is_planned_whole_and_clean(small_regions):
    problem, _ = city(160)
    result = solve(problem, SearchLimits(time_s=60, workers=2, seed=3, max_iterations=10))
    assert result.engine == "regions"
    assert result.status is PlanStatus.FEASIBLE
    found = judge(problem, result.routes)
    assert found.violations == ()
    assert found.cost.total == result.cost.total
    assert result.history[-1][1] < result.history[0][1]


def test_the_same_seed_gives_the_same_plan_whatever_the_cores(small_regions):
    problem, _ = city(120)
    one, two = (
        solve(problem, SearchLimits(time_s=60, workers=workers, seed=5, max_iterations=10)) for workers in (1, 2)
    )
    assert one.routes == two.routes
    assert one.cost == two.cost


def test_too_few_vans_leave_out_what_is_cheapest_not_the_day(small_regions):
    problem, _ = city(120, vans=3, capacity=20)
    result = solve(problem, SearchLimits(time_s=60, workers=2, max_iterations=4))
    assert result.status is PlanStatus.PARTIAL
    assert len(result.unassigned) == 60


def test_rules_that_the_compiled_search_does_not_know_are_planned_too(small_regions):
    problem = rich_day(2, 90, {"windows", "pairs"})
    result = solve(problem, SearchLimits(time_s=60, workers=2, max_iterations=2))
    found = judge(problem, result.routes)
    assert found.violations == ()
    assert result.engine == "regions"
    assert len(result.routes) > 1


def test_stopping_keeps_what_was_found(small_regions):
    problem, _ = city(200)
    asked = itertools.count()
    result = solve(problem, SearchLimits(time_s=300, workers=2), should_stop=lambda: next(asked) > 10)
    assert result.status in (PlanStatus.FEASIBLE, PlanStatus.PARTIAL)
    assert result.runtime_s < 100
    assert judge(problem, result.routes).violations == ()


def _is_whole(problem, result):
    """Whether every visit is served once or named, on vehicles that are there, and no rule is broken."""
    told = sorted([visit for order in result.routes.values() for visit in order] + result.unassigned)
    return told == list(range(problem.num_visits)) and not judge(problem, result.routes).violations


@settings(max_examples=12, deadline=None)
@given(
    st.integers(70, 130),
    st.sampled_from(["one van", "a few", "more vans than visits", "two kinds", "nothing fits", "begins on late vans"]),
    st.integers(0, 999),
)
def test_a_large_day_is_cut_and_cut_again_without_a_loss(number, fleet, seed):
    vans = {"one van": 1, "more vans than visits": 2 * number, "begins on late vans": 2 * number}.get(fleet)
    problem, _ = city(number, seed, vans=vans, capacity=12)
    if fleet == "nothing fits":
        problem = replace(problem, vehicles=tuple(replace(van, capacity=(0,)) for van in problem.vehicles))
    if fleet == "two kinds":
        vehicles = tuple(replace(van, fixed_cost=100 * (n % 2)) for n, van in enumerate(problem.vehicles * 3))
        problem = replace(problem, vehicles=vehicles)
    initial = None
    if fleet == "begins on late vans":
        initial = {2 * number - 1 - n: [n] for n in range(number)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(big_day, "BIG", 30)
        patch.setattr(big_day, "REGION", 20)
        limits = SearchLimits(time_s=20, workers=2, seed=seed, max_iterations=20)
        result = solve(problem, limits, initial=initial, engine="ruin_recreate")
    assert _is_whole(problem, result)
    assert result.failed_parts == ()


def test_a_plan_on_the_last_of_many_equal_vans_is_gone_on_from():
    problem, _ = city(5, vans=40)
    result = solve(problem, SearchLimits(time_s=5, max_iterations=20), initial={39: [0, 1], 17: [2]})
    assert _is_whole(problem, result)
    assert (result.failed_parts, result.unassigned) == ((), [])


@pytest.mark.usefixtures("small_regions")
def test_an_error_in_one_region_costs_that_region_only(monkeypatch, caplog):
    problem, _ = city(100)
    calls = itertools.count()

    def dies_at_times(*args):
        if next(calls) == 1:
            raise KeyError(630)
        return search(*args)

    search = big_day.search_region
    monkeypatch.setattr(big_day, "search_region", dies_at_times)
    result = solve(problem, SearchLimits(time_s=20, workers=2, max_iterations=20), engine="ruin_recreate")
    assert _is_whole(problem, result)
    assert result.unassigned == []
    assert result.failed_parts == ("630",)
    assert "KeyError" in caplog.text


@pytest.fixture
def let_die(monkeypatch):
    """Let a part of the search die: an engine by its name, or something that the portfolio calls."""

    def dies(*_args, **_named):
        raise ZeroDivisionError("deep inside")

    def let(part):
        if part in ENGINES:
            monkeypatch.setitem(ENGINES, part, replace(ENGINES[part], load=dies))
        else:
            monkeypatch.setattr(portfolio, part, dies)

    return let


@pytest.mark.parametrize("part", ["ruin_recreate", "pyvrp", "polish", "stagger", "quick_start"])
def test_an_engine_that_dies_leaves_the_plan_of_the_others(let_die, part):
    let_die(part)
    problem, _ = city(30)
    result = solve(problem, SearchLimits(time_s=1.0, workers=2))
    assert _is_whole(problem, result)
    assert result.unassigned == []


def test_a_search_whose_every_part_dies_says_why(let_die):
    for part in ("ruin_recreate", "pyvrp", "quick_start"):
        let_die(part)
    with pytest.raises(ZeroDivisionError, match="deep inside"):
        solve(city(10)[0], SearchLimits(time_s=1.0))
