import time
from dataclasses import replace

import pytest

from lastmile_core.model.plans.plan import PlanStatus
from lastmile_core.planning.engines import registry
from lastmile_core.planning.solve import Progress, SearchLimits, solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import rich_day

SHORT = SearchLimits(time_s=1.0, max_iterations=60)
ENGINES = ("portfolio", *registry.ENGINES)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(4))
def test_a_plan_never_carries_a_violation(random_day, engine, seed):
    problem = random_day(seed)
    plan = solve(problem, SHORT, engine=engine)
    found = judge(problem, plan.routes)
    assert found.violations == ()
    assert found.cost == plan.cost
    assert sorted([*plan.unassigned, *(v for order in plan.routes.values() for v in order)]) == list(range(20))


@pytest.mark.parametrize("engine", ENGINES)
def test_same_seed_and_rounds_same_plan(random_day, engine):
    problem = random_day(7)
    limits = SearchLimits(time_s=30, max_iterations=30, seed=5, workers=2)
    first, second = (solve(problem, limits, engine=engine) for _ in range(2))
    assert first.routes == second.routes
    assert first.cost == second.cost


@pytest.mark.parametrize("engine", ENGINES)
def test_no_vehicles_leaves_everything_out(random_day, engine):
    plan = solve(replace(random_day(1), vehicles=()), SHORT, engine=engine)
    assert plan.status is PlanStatus.INFEASIBLE
    assert plan.unassigned == list(range(20))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_visits_is_a_plan(random_day, engine):
    plan = solve(replace(random_day(1), visits=()), SHORT, engine=engine)
    assert plan.status is PlanStatus.FEASIBLE
    assert plan.routes == {}


def test_all_vehicles_locked_leaves_the_other_visits_out(random_day):
    problem = random_day(2)
    vehicles = tuple(replace(vehicle, locked_visits=()) for vehicle in problem.vehicles)
    assert solve(replace(problem, vehicles=vehicles), SHORT).unassigned == list(range(20))


def test_a_start_that_breaks_rules_is_mended_and_used(random_day):
    problem = random_day(3)
    everything_on_one = {0: list(range(20)), 1: [0, 1]}
    plan = solve(problem, SHORT, initial=everything_on_one)
    assert judge(problem, plan.routes).violations == ()
    assert plan.history


def test_a_good_start_is_never_made_worse(random_day):
    problem = random_day(4)
    good = solve(problem, SearchLimits(time_s=1.5))
    again = solve(problem, SearchLimits(time_s=0.0), initial=good.routes)
    assert again.cost.total <= good.cost.total


def test_progress_tells_falling_costs_of_clean_plans(random_day):
    problem = random_day(5)
    told: list[Progress] = []
    plan = solve(problem, SearchLimits(time_s=1.0), on_progress=told.append)
    costs = [progress.cost for progress in told]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == plan.cost.total
    assert [cost for _, cost in plan.history] == costs
    for progress in told:
        found = judge(problem, progress.routes)
        assert found.violations == ()
        assert found.cost.total == progress.cost
        assert sum(timetable.distance for timetable in found.timetables.values()) == progress.distance_m
        assert progress.num_placed == 20 - len(found.unassigned)


@pytest.mark.parametrize("engine", ENGINES)
def test_asked_to_stop_it_returns_what_it_has(random_day, engine):
    problem = random_day(6)
    told: list[Progress] = []
    begun = time.monotonic()
    plan = solve(
        problem, SearchLimits(time_s=60), on_progress=told.append, should_stop=lambda: bool(told), engine=engine
    )
    assert time.monotonic() - begun < 30
    assert plan.routes == told[-1].routes


@pytest.mark.parametrize("engine", ENGINES)
def test_an_error_of_the_listener_reaches_the_caller(random_day, engine):
    def listen(progress: Progress) -> None:
        raise ConnectionResetError("nobody listens any more")

    with pytest.raises(ConnectionResetError):
        solve(random_day(6), SearchLimits(time_s=5), on_progress=listen, engine=engine)


def test_stopped_before_the_start_is_cancelled(random_day):
    plan = solve(random_day(6), SearchLimits(time_s=60), should_stop=lambda: True)
    assert plan.routes == {} or plan.status in (PlanStatus.FEASIBLE, PlanStatus.PARTIAL)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_time_there_is_still_an_answer(random_day, engine):
    plan = solve(random_day(8), SearchLimits(time_s=0.0), engine=engine)
    assert judge(random_day(8), plan.routes).violations == ()
    assert plan.routes


def test_a_locked_route_with_a_violation_stays_and_says_so(random_day):
    problem = random_day(9)
    locked = replace(problem.vehicles[0], locked_visits=tuple(range(20)))
    problem = replace(problem, vehicles=(locked, *problem.vehicles[1:]))
    plan = solve(problem, SHORT)
    assert plan.status is PlanStatus.INFEASIBLE
    assert plan.routes[0] == list(range(20))


def test_an_unknown_engine_is_named(random_day):
    with pytest.raises(ValueError, match="choose one of"):
        solve(random_day(1), SHORT, engine="magic")


@pytest.mark.parametrize(
    "wrong", [{"time_s": -1}, {"time_s": 1, "workers": 0}, {"time_s": 1, "max_iterations": -1}], ids=str
)
def test_limits_refuse_to_be_born_wrong(wrong):
    with pytest.raises(ValueError, match="give"):
        SearchLimits(**wrong)


def test_hundreds_of_visits_at_one_place_are_planned(straight_block: RoutingProblem):
    plan = solve(straight_block, SearchLimits(time_s=1.5))
    assert plan.unassigned == []


@pytest.fixture
def straight_block(random_day) -> RoutingProblem:
    problem = random_day(1)
    one = replace(
        problem.visits[0], location=1, load=(1, 1), windows=((0, 86_400),), service=1, skills=frozenset(),
        allowed_vehicles=None, is_collection=False, penalty=100_000,
    )  # fmt: skip
    vehicle = replace(
        problem.vehicles[0], profile=0, shift=(0, 86_400), capacity=(10**6, 10**6), max_stops=None, max_distance=None
    )
    return replace(problem, visits=(one,) * 200, vehicles=(vehicle,))


def test_searches_that_take_turns_by_the_clock_never_lose_what_the_one_before_found():
    problem = rich_day(3, 60, {"windows"})
    seen = []
    result = solve(problem, SearchLimits(time_s=2.0, workers=2), on_progress=lambda step: seen.append(step.cost))
    assert seen == sorted(seen, reverse=True)
    assert result.cost.total == seen[-1]
    assert not judge(problem, result.routes).violations
