"""Re-planning a running day: three modes, and one added order changes nothing but what it must."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lastmile_core.model import Priority
from lastmile_core.planning.replan import ReplanMode, Replanned, replan, stay_near
from lastmile_core.planning.solve import SearchLimits, solve
from lastmile_core.problem import DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.problem.building.penalties import penalties_for
from lastmile_core.replanning.plan_changes import changed_stops
from lastmile_core.schedule import judge
from tests.planning.rich_days import rich_day

HOUR = 3600
FEW_ROUNDS = SearchLimits(time_s=60, workers=1, seed=1, max_iterations=30)
Routes = Mapping[int, Sequence[int]]


def on_a_line(places: Sequence[int], vehicles: int = 2, prices: DayPrices | None = None, **more: Any) -> RoutingProblem:
    """Orders along one road, minutes from the depot; vans cost 36.00 an hour and nothing else."""
    points = np.array([0, *places], dtype=np.int64)
    minutes = np.abs(points[:, None] - points[None, :])
    return RoutingProblem(
        visits=tuple(
            Visit(visit_id=str(n), location=n + 1, load=(), service=60, penalty=100_000, **more.get("each", {}))
            for n in range(len(places))
        ),
        vehicles=tuple(
            VehicleDay(vehicle_id=f"v{n}", shift=(8 * HOUR, 18 * HOUR), cost_per_hour=3600) for n in range(vehicles)
        ),
        durations=(minutes * 60,),
        distances=(minutes * 1000,),
        prices=prices or DayPrices(),
    )


def replanned(problem: RoutingProblem, routes: Routes, mode: ReplanMode) -> Replanned:
    return replan(stay_near(problem, routes), routes, mode, FEW_ROUNDS)


@pytest.mark.parametrize("mode", ReplanMode)
def test_a_new_order_goes_where_it_costs_least(mode: ReplanMode) -> None:
    problem = on_a_line([10, 20, -10, -20, 15], prices=DayPrices(moved_stop=500, changed_time=100))
    routes = {0: [0, 1], 1: [2, 3]}
    found = replanned(problem, routes, mode)
    assert changed_stops(routes, found.routes) == {4}
    assert 4 in found.routes[0]
    assert found.unassigned == ()


def test_only_putting_in_leaves_a_bad_sequence_alone() -> None:
    problem = on_a_line([10, 30, 20, 12])
    found = replanned(problem, {0: [0, 1, 2]}, ReplanMode.INSERT)
    assert [visit for visit in found.routes[0] if visit != 3] == [0, 1, 2]


def test_reordering_mends_a_sequence_and_moves_nothing_to_another_vehicle() -> None:
    # Stop 3 would be nearer on the way of the second van; it stays on its own.
    problem = on_a_line([30, -10, 40, -20, -30])
    routes = {0: [2, 1, 0, 3], 1: [4]}
    found = replanned(problem, routes, ReplanMode.REORDER)
    assert {vehicle: sorted(order) for vehicle, order in found.routes.items()} == {0: [0, 1, 2, 3], 1: [4]}
    assert found.cost < judge(problem, routes).cost.total


@pytest.mark.parametrize(("price", "is_moved"), [(100, True), (50_000, False)])
def test_a_free_replan_moves_a_stop_when_that_saves_more_than_its_price(price: int, is_moved: bool) -> None:
    # The first van drives 40 minutes out and back for one stop that lies on the way of the second.
    problem = on_a_line([10, -40, -20, -50], prices=DayPrices(moved_stop=price))
    found = replanned(problem, {0: [0, 1], 1: [2, 3]}, ReplanMode.FREE)
    assert (1 in found.routes[1]) is is_moved


@pytest.mark.parametrize("mode", ReplanMode)
def test_what_has_begun_stays_first(mode: ReplanMode) -> None:
    problem = on_a_line([40, 10, 20, 5])
    begun = replace(problem.vehicles[0], frozen_prefix=(0,))
    problem = replace(problem, vehicles=(begun, replace(problem.vehicles[1], locked_visits=())))
    found = replanned(problem, {0: [0, 1, 2]}, mode)
    assert found.routes[0][0] == 0
    assert sorted(found.routes[0]) == [0, 1, 2, 3]


@pytest.mark.parametrize("mode", ReplanMode)
def test_an_order_that_fits_nowhere_is_left_out_and_disturbs_nobody(mode: ReplanMode) -> None:
    problem = on_a_line([10, -20, 30], prices=DayPrices(moved_stop=500, changed_time=100))
    too_early = replace(problem.visits[2], windows=((0, HOUR),))
    problem = replace(problem, visits=(*problem.visits[:2], too_early))
    found = replanned(problem, {0: [0], 1: [1]}, mode)
    assert found.routes == {0: [0], 1: [1]}
    assert found.unassigned == (2,)


@pytest.fixture(scope="module")
def planned_day() -> tuple[RoutingProblem, Routes]:
    """A planned day of 100 orders, and 50 more that come later; change has its usual price."""
    problem = rich_day(3, 150, {"windows", "collections", "breaks"}, num_vehicles=6)
    unit = penalties_for(problem.vehicles)[Priority.LOW]
    limits = SearchLimits(time_s=60, workers=1, seed=1, max_iterations=200)
    routes = solve(replace(problem, visits=problem.visits[:100]), limits).routes
    return replace(problem, prices=DayPrices(moved_stop=unit // 10, changed_time=unit // 5)), routes


@pytest.mark.parametrize("mode", [ReplanMode.INSERT, pytest.param(ReplanMode.FREE, marks=pytest.mark.long)])
def test_one_added_order_changes_nothing_but_what_it_must(
    mode: ReplanMode, planned_day: tuple[RoutingProblem, Routes]
) -> None:
    day, routes = planned_day
    changed = []
    limits = replace(FEW_ROUNDS, max_iterations=3)
    for new in range(100, 150):
        problem = stay_near(replace(day, visits=(*day.visits[:100], day.visits[new])), routes)
        found = replan(problem, routes, mode, limits)
        assert found.unassigned == ()
        changed.append(len(changed_stops(routes, found.routes)))
    assert statistics.median(changed) <= 3
    if mode is ReplanMode.INSERT:
        assert set(changed) == {1}


def test_several_new_orders_are_put_in_together_and_nothing_else_moves(
    planned_day: tuple[RoutingProblem, Routes],
) -> None:
    day, routes = planned_day
    problem = stay_near(replace(day, visits=day.visits[:112]), routes)
    quick, better = (
        replan(problem, routes, ReplanMode.INSERT, replace(FEW_ROUNDS, max_iterations=rounds)) for rounds in (0, 200)
    )
    assert better.unassigned == ()
    assert better.cost <= quick.cost
    kept = {vehicle: [visit for visit in order if visit < 100] for vehicle, order in better.routes.items()}
    assert {v: order for v, order in kept.items() if order} == {v: list(order) for v, order in routes.items() if order}


def test_the_same_seed_and_rounds_give_the_same_answer(planned_day: tuple[RoutingProblem, Routes]) -> None:
    day, routes = planned_day
    problem = stay_near(replace(day, visits=day.visits[:104]), routes)
    one, two = (replan(problem, routes, ReplanMode.INSERT, replace(FEW_ROUNDS, max_iterations=5)) for _ in range(2))
    assert one.routes == two.routes


@pytest.mark.parametrize("mode", ReplanMode)
def test_orders_are_put_in_even_when_the_time_is_over(mode: ReplanMode) -> None:
    problem = stay_near(on_a_line([10, 20, -10, -20, 15, 12]), routes := {0: [0, 1], 1: [2, 3]})
    found = replan(problem, routes, mode, SearchLimits(time_s=0.0, workers=1))
    assert found.unassigned == ()
