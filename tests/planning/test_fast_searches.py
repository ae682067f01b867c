"""Our compiled search and PyVRP side by side."""

from dataclasses import replace

from lastmile_core.planning.fast_searches import is_tight
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.schedule.judge import judge
from tests.planning.rich_days import rich_day


def full_day(share):
    """A day whose orders fill this share of the fleet."""
    problem = rich_day(3, 30, {"windows"}, num_vehicles=3)
    loads = [sum(visit.load[n] for visit in problem.visits) for n in range(2)]
    room = tuple(int(load / share / 3) for load in loads)
    return replace(problem, vehicles=tuple(replace(vehicle, capacity=room) for vehicle in problem.vehicles))


def test_a_fleet_is_tight_when_its_room_is_nearly_used():
    assert is_tight(full_day(0.9))
    assert not is_tight(full_day(0.8))


def test_a_full_fleet_is_searched_by_both_and_the_same_seed_gives_the_same_plan():
    problem = full_day(0.93)
    limits = SearchLimits(time_s=60, workers=2, seed=3, max_iterations=40)
    first, second = solve(problem, limits), solve(problem, limits)
    assert first.engine in ("pyvrp", "ruin_recreate")
    assert first.routes == second.routes
    assert not judge(problem, first.routes).faults
