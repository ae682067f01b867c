"""The compiled judge says what the judge says."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.evaluation.best_position import best_position
from lastmile_core.planning.evaluation.day_arrays import COST, PAID, VIOLATIONS
from lastmile_core.planning.evaluation.evaluate_changes import price_edits
from lastmile_core.planning.evaluation.quick_judge import QuickJudge
from lastmile_core.planning.evaluation.route_changes import edits, insertions, new_tails, removals, swaps_in
from lastmile_core.planning.evaluation.slow_judge import SlowJudge
from lastmile_core.planning.polishing.draft import Draft
from lastmile_core.planning.polishing.moving import LocalSearch
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.rounds import rounds
from lastmile_core.planning.polishing.ruining import Ruiner
from tests.planning.rich_days import RULES, rich_day

WITHOUT_BREAKS = RULES - {"breaks", "locked_route"}


def some_route(problem, vehicle, rng, most):
    """Pick visits that the vehicle may serve, whole pairs, its own reloads, behind what is done."""
    frozen = problem.vehicles[vehicle].frozen_prefix
    done = {visit for day in problem.vehicles for visit in day.frozen_prefix}
    route = []
    for number in rng.sample(range(problem.num_visits), min(most, problem.num_visits)):
        visit = problem.visits[number]
        if number in done or number in route:
            continue
        if visit.allowed_vehicles is not None and vehicle not in visit.allowed_vehicles:
            continue
        pair = [number] if visit.partner is None else [number, visit.partner]
        route += pair if visit.is_pickup or visit.partner is None else pair[::-1]
    return [*frozen, *route]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000), most=st.integers(1, 14), rules=st.frozensets(st.sampled_from(sorted(WITHOUT_BREAKS)))
)
def test_without_breaks_cost_paid_time_and_violations_are_the_judges(seed, most, rules):
    problem = rich_day(seed, 16, rules=rules)
    book = RouteBook(problem)
    quick = QuickJudge(problem, book.kind_of)
    rng = random.Random(seed)
    for vehicle in range(problem.num_vehicles):
        route = some_route(problem, vehicle, rng, most)
        if not route:
            continue
        quick.put(vehicle, route)
        cost, violations, paid = quick.costs[vehicle], quick.violations[vehicle], quick.paid[vehicle]
        view = book.look(vehicle, route)
        assert (violations == 0) == book.is_clean(vehicle, route)
        if not problem.has_visit_prices:
            assert paid == pytest.approx(view.paid, abs=2)
            assert cost == pytest.approx(view.cost, abs=6)
        elif violations == 0:
            # Where hours have prices, a few departures are tried and not all.
            assert cost >= view.cost - 6
            assert cost <= view.cost * 1.02 + 60


@pytest.mark.parametrize("seed", range(6))
def test_breaks_are_placed_as_the_judge_places_them(seed):
    problem = rich_day(seed, 20, rules={"windows", "breaks", "traffic"})
    book = RouteBook(problem)
    quick = QuickJudge(problem, book.kind_of)
    rng = random.Random(seed)
    for vehicle in range(problem.num_vehicles):
        route = sorted(rng.sample(range(20), 7), key=lambda visit: problem.visits[visit].windows[0])
        quick.put(vehicle, route)
        cost, violations = quick.costs[vehicle], quick.violations[vehicle]
        view = book.look(vehicle, route)
        if violations == 0:
            assert view.violations == 0
            assert cost >= view.cost - 10


@pytest.fixture
def quick():
    problem = rich_day(3, 12, rules={"windows"})
    judge = QuickJudge(problem, RouteBook(problem).kind_of)
    judge.put(0, [0, 1, 2, 3])
    judge.put(1, [4, 5, 6])
    return judge


@pytest.mark.parametrize(
    ("edit", "route"),
    [
        (edits(0, 1), (0, 1, 2, 3)),
        (insertions(0, np.array([2]), 9), (0, 1, 9, 2, 3)),
        (insertions(0, np.array([4]), 9), (0, 1, 2, 3, 9)),
        (removals(0, np.array([1]), np.array([3])), (0, 2)),
        (swaps_in(1, np.array([2]), 9), (4, 5, 9)),
        (new_tails(0, 1, 1, 2, 1), (0, 6)),
        (new_tails(1, 3, 0, 0, 1), (4, 5, 6, 0, 1, 2, 3)),
    ],
    ids=["nothing", "inside", "at the end", "out", "instead", "another tail", "whole route behind"],
)
def test_a_change_is_priced_as_the_route_that_it_makes(quick, edit, route):
    assert quick.changed(edit[0]) == route
    answer = quick.price(edit, only_clean=False)[0]
    vehicle = int(edit[0, 0])
    quick.put(vehicle, route)
    assert answer[COST] == quick.costs[vehicle]
    assert answer[VIOLATIONS] == quick.violations[vehicle]
    assert answer[PAID] == quick.paid[vehicle]


def test_the_best_position_is_the_cheapest_of_all():
    problem = rich_day(4, 14, rules={"windows", "traffic"})
    judge = QuickJudge(problem, RouteBook(problem).kind_of)
    near = near_visits(judge.day)
    judge.put(0, [0, 1, 2])
    judge.put(1, [3, 4])
    found = judge.best_position(8, near)
    everywhere = [insertions(vehicle, np.arange(len(route) + 1), 8) for vehicle, route in enumerate(judge.routes)]
    answers = judge.price(np.concatenate(everywhere))
    extra = answers[:, COST] - judge.costs[np.concatenate(everywhere)[:, 0]]
    assert found is not None
    assert found.extra == pytest.approx(extra[answers[:, VIOLATIONS] == 0].min())


def test_nothing_is_compiled_twice_for_days_of_different_kinds():
    for rules in ({"windows"}, RULES):
        problem = rich_day(1, 9, rules=rules)
        quick = QuickJudge(problem, RouteBook(problem).kind_of)
        near = near_visits(quick.day)
        quick.best_position(0, near)
        ruiner = Ruiner(quick, near)
        ruiner.begin({})
        ruiner.run(1, 1.0)
        LocalSearch(Draft(problem, quick, RouteBook(problem)), near).improve_visit(0)
    for function in (best_position, price_edits, rounds):
        assert len(function.signatures) == 1


def test_the_judge_itself_answers_the_same_questions_while_nothing_is_compiled():
    problem = rich_day(4, 14, rules={"windows", "trips", "pairs"})
    book = RouteBook(problem)
    slow, quick = SlowJudge(problem, book), QuickJudge(problem, book.kind_of)
    for judge in (slow, quick):
        judge.put(0, [0, 1, 2])
    table = insertions(0, np.arange(4), 5)
    answers = [judge.price(table) for judge in (slow, quick)]
    assert ((answers[0][:, VIOLATIONS] == 0) == (answers[1][:, VIOLATIONS] == 0)).all()
    clean = answers[0][:, VIOLATIONS] == 0
    assert answers[0][clean, COST] == pytest.approx(answers[1][clean, COST], abs=3)
    many = slow.price(insertions(0, np.arange(30) % 4, 5))
    assert np.isfinite(many[:, VIOLATIONS]).sum() <= 12
