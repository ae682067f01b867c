"""Polishing never makes a plan worse, keeps every rule, and finds what the engines cannot say."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.evaluation.quick_judge import QuickJudge
from lastmile_core.planning.polishing.draft import Draft
from lastmile_core.planning.polishing.moving import LocalSearch
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.polish import needs_polish, polish
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.problem import DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import RULES, rich_day

HOUR = 3600
# Bays are shared out afterwards, by moving the loadings of whole routes.
WITHOUT_DOCKS = RULES - {"docks", "locked_route"}


def rounds(number: int, seed: int = 1, workers: int = 1) -> SearchBudget:
    return SearchBudget(deadline=time.monotonic() + 600, max_iterations=number, seed=seed, workers=workers)


def polished(problem: RoutingProblem, routes: dict[int, list[int]], number: int = 60) -> dict[int, list[int]]:
    return polish(problem, routes, rounds(number), RouteBook(problem))


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 500), rules=st.one_of(st.just(WITHOUT_DOCKS), st.frozensets(st.sampled_from(sorted(RULES)))))
def test_a_plan_is_never_worse_and_never_breaks_a_rule(seed, rules):
    problem = free_part(rich_day(seed, 18, rules=rules - {"docks"})).problem
    start = Repairer(problem).repair({})
    before, after = judge(problem, start), judge(problem, polished(problem, start))
    assert after.violations == ()
    assert after.cost.total <= before.cost.total


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_seed_and_rounds_give_the_same_routes(workers):
    problem = free_part(rich_day(7, 24, rules=WITHOUT_DOCKS)).problem
    start = Repairer(problem).repair({})
    first, second = (polish(problem, start, rounds(40, seed=3, workers=workers), RouteBook(problem)) for _ in range(2))
    assert first == second
    assert first != start


def test_every_better_plan_is_told_with_a_falling_price():
    problem = free_part(rich_day(8, 24, rules={"windows", "traffic", "preferred"})).problem
    told: list[int] = []
    best = polish(
        problem,
        Repairer(problem).repair({}),
        rounds(60),
        RouteBook(problem),
        lambda routes: told.append(judge(problem, routes).cost.total),
    )
    assert told == sorted(told, reverse=True)
    assert told[-1] == judge(problem, best).cost.total


def test_without_time_the_plan_comes_back_as_it_was():
    problem = free_part(rich_day(9, 12, rules=WITHOUT_DOCKS)).problem
    start = Repairer(problem).repair({})
    assert polish(problem, start, SearchBudget(deadline=time.monotonic() - 1), RouteBook(problem)) == start


def test_nothing_to_serve_is_nothing_to_do():
    problem = rich_day(1, 6, rules={"traffic"})
    assert polished(problem, {}) != {}
    empty = RoutingProblem(
        visits=(), vehicles=problem.vehicles, durations=problem.durations, distances=problem.distances,
        dimensions=problem.dimensions, profiles=problem.profiles, traffic=problem.traffic,
    )  # fmt: skip
    assert polished(empty, {}) == {}


def test_only_days_with_more_than_the_engines_say_need_it(random_day):
    assert not needs_polish(random_day(1))
    assert needs_polish(rich_day(1, 8, rules={"traffic"}))
    assert needs_polish(rich_day(1, 8, rules={"trips"}))


@pytest.fixture
def line():
    """Build a day on one straight road: location n is 10 n minutes from the depot."""

    def build(visits, vehicles, **rules):
        size = max(visit.location for visit in visits) + 1
        minutes = np.abs(np.arange(size)[:, None] - np.arange(size)[None]) * 10
        usual = {"cost_per_km": 50, "cost_per_hour": 2000, "capacity": (10_000,), "shift": (8 * HOUR, 18 * HOUR)}
        days = [VehicleDay(**{"vehicle_id": f"v{n}", **usual, **day}) for n, day in enumerate(vehicles)]
        return RoutingProblem(
            visits=tuple(visits),
            vehicles=tuple(days),
            durations=(minutes * 60,),
            distances=(minutes * 500,),
            dimensions=("kg",),
            **rules,
        )

    return build


def test_two_drivers_share_the_work(line):
    visits = [Visit(visit_id=f"o{n}", location=1, load=(1000,), service=HOUR) for n in range(4)]
    problem = line(visits, [{"capacity": (3000,)}] * 2, prices=DayPrices(balance=4000))
    assert sorted(map(len, polished(problem, {0: [0, 1, 2], 1: [3]}).values())) == [2, 2]


def test_a_group_moves_to_where_all_of_it_fits(line):
    visits = [Visit(visit_id=f"o{n}", location=1, load=(4000,), penalty=90_000) for n in range(4)]
    vans = [{"capacity": (8000,)}, {"capacity": (12_000,), "fixed_cost": 9000}]
    problem = line(visits, vans, same_route=(frozenset({0, 1, 2}),))
    assert sorted(polished(problem, {0: [0, 1], 1: [3]})[1]) == [0, 1, 2]


def test_who_is_at_home_in_the_evening_is_visited_then(line):
    chances = (100,) * 16 + (950,)
    visits = [
        Visit(visit_id="home", location=1, load=(0,), service=60, chances=chances),
        *(Visit(visit_id=f"o{n}", location=2, load=(0,), service=2 * HOUR) for n in range(4)),
    ]
    problem = line(visits, [{}], prices=DayPrices(failed_attempt=5000))
    assert polished(problem, {0: [0, 1, 2, 3, 4]})[0][-1] == 0


def test_a_needless_reload_goes_and_a_needed_one_comes(line):
    reload = Visit(
        visit_id="r", location=0, load=(0,), service=600, allowed_vehicles=frozenset({0}), is_reload=True, penalty=0
    )
    visits = [*(Visit(visit_id=f"o{n}", location=n + 1, load=(4000,), penalty=90_000) for n in range(3)), reload]
    roomy = line(visits, [{"capacity": (20_000,), "max_trips": 2}])
    assert 3 not in polished(roomy, {0: [0, 3, 1, 2]})[0]
    tight = line(visits, [{"capacity": (9000,), "max_trips": 2}])
    assert sorted(polished(tight, {0: [0, 1]})[0]) == [0, 1, 2, 3]


def test_a_pair_changes_vans_as_a_whole(line):
    pickup = Visit(visit_id="p", location=5, load=(1000,), partner=1, is_pickup=True, penalty=0)
    delivery = Visit(visit_id="p", location=6, load=(1000,), partner=0)
    other = Visit(visit_id="o", location=6, load=(1000,), allowed_vehicles=frozenset({1}))
    problem = line([pickup, delivery, other], [{}, {}])
    assert polished(problem, {0: [0, 1], 1: [2]}) == {1: [0, 1, 2]}


@pytest.mark.parametrize("seed", range(3))
def test_every_move_of_the_local_search_makes_the_plan_cheaper(seed):
    problem = free_part(rich_day(seed, 24, rules={"windows", "traffic", "trips", "pairs", "preferred"})).problem
    book = RouteBook(problem)
    quick = QuickJudge(problem, book.kind_of)
    draft = Draft(problem, quick, book)
    start = Repairer(problem, book).repair({})
    draft.put_all({vehicle: start.get(vehicle, ()) for vehicle in range(problem.num_vehicles)})
    search = LocalSearch(draft, near_visits(quick.day))
    made = 0
    for visit in range(problem.num_visits):
        before = draft.judged_total()
        if search.improve_visit(visit) is not None:
            made += 1
            assert draft.judged_total() < before
    assert made
