"""The compiled search beside the judge: what it believes about a route is what the judge finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.break_clock import BreakClock
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.ruin_recreate.annealing import Annealing
from lastmile_core.planning.engines.ruin_recreate.build_model import build_model
from lastmile_core.planning.engines.ruin_recreate.supports import supports
from lastmile_core.planning.engines.ruin_recreate.team import Team
from lastmile_core.planning.evaluation.compiled import FOLDER, is_ready
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import rich_day

EXACT = ("skills", "allowed", "collections", "set_up", "max_stops", "max_distance", "max_duration", "overtime")
NEARLY = ("several_windows", "traffic", "chances", "preferred", "breaks")
MORE = ("mixed_fleet", "open_end", "on_board", "frozen_prefix", "same_address", "optional")


def search(problem, rounds=600, seed=1, temperature=0.9):
    start = {number: vehicle.frozen_prefix for number, vehicle in enumerate(problem.vehicles) if vehicle.frozen_prefix}
    found = Annealing(build_model(problem, BreakClock()), start, seed)
    found.chunk(temperature, rounds)
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.sampled_from((*EXACT, *MORE))))
def test_the_judge_finds_no_violation_and_the_same_price(seed, rules):
    problem = rich_day(seed, 24, {"windows", *rules})
    found = search(problem, seed=seed)
    judged = judge(problem, found.best())
    assert judged.violations == ()
    # The judge rounds each part of each route to a whole cent.
    assert found.best_total == pytest.approx(judged.cost.total, abs=4 * problem.num_vehicles)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(NEARLY[:-1]), min_size=1), st.sets(st.sampled_from(EXACT)))
def test_hours_traffic_and_later_windows_break_no_rule(seed, rules, others):
    problem = rich_day(seed, 24, {"windows", *rules, *others} - {"max_duration"})
    judged = judge(problem, (found := search(problem, seed=seed)).best())
    assert judged.violations == ()
    # With traffic both choose the moment to leave among a few, not the same ones.
    assert judged.cost.total <= 1.01 * found.best_total + 4 * problem.num_vehicles


def test_the_price_that_it_keeps_is_the_price_of_its_routes():
    problem = rich_day(3, 40, {"windows", "collections", "mixed_fleet", "overtime"})
    found = search(problem, rounds=3000, temperature=0.2)
    again = Annealing(build_model(problem, BreakClock()), found.best(), seed=9)
    assert again.best_total == pytest.approx(found.best_total, abs=1e-3)


def test_cooling_down_makes_routes_cheaper():
    problem = rich_day(5, 60, {"windows"})
    found = search(problem, 200, temperature=0.0)
    first = found.best_total
    for share in range(10):
        found.chunk(share / 10, 500)
    assert found.best_total < first


def test_the_same_seed_and_rounds_give_the_same_routes():
    problem = rich_day(7, 60, {"windows", "traffic", "skills"})
    assert search(problem, 100, seed=4).best() == search(problem, 100, seed=4).best()
    assert search(problem, 100, seed=4).best() != search(problem, 100, seed=5).best()


def test_a_frozen_beginning_stays():
    problem = rich_day(11, 30, {"windows", "frozen_prefix"})
    prefixes = {n: list(v.frozen_prefix) for n, v in enumerate(problem.vehicles) if v.frozen_prefix}
    assert prefixes
    routes = search(problem, rounds=3000).best()
    assert {n: routes[n][: len(prefix)] for n, prefix in prefixes.items()} == prefixes


def test_a_day_with_trips_or_pairs_is_left_to_others():
    assert supports(rich_day(1, 20, {"windows", "traffic", "breaks"})).is_enough
    assert not supports(rich_day(1, 20, {"windows", "trips"})).is_enough
    assert not supports(rich_day(1, 20, {"windows", "pairs"})).is_enough


def test_a_team_ends_with_its_best_and_stops_when_told():
    problem = rich_day(2, 40, {"windows"})
    day = build_model(problem, BreakClock())
    asked = []

    def should_stop():
        asked.append(True)
        return len(asked) > 3

    team = Team([day, day], {}, SearchBudget(deadline=float("inf"), workers=2, seed=1, should_stop=should_stop))
    costs = [judge(problem, routes).cost.total for routes in team]
    assert costs
    assert costs[-1] == min(costs)


def test_compiled_code_is_kept_under_the_name_of_its_sources():
    assert FOLDER.name.startswith("compiled-")
    search(rich_day(1, 5, {"windows"}), rounds=1)
    assert is_ready() or any(FOLDER.rglob("*.nbi"))
