"""Failed first attempts against distance: what is found at one price is never worse than what another price found."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.trade_off import TradePoint, at_price, expected_failures, trade_off
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule import judge

PRICES = (0, 400, 800, 1600, 3200)
MORNING, LATER = (900,) * 10 + (200,), (200,) * 10 + (900,)


@pytest.fixture(scope="module")
def day(random_day) -> RoutingProblem:
    """A random day, half of whose people are there before ten and half after."""
    found = random_day(5)
    visits = tuple(
        replace(visit, chances=MORNING if number % 2 else LATER) for number, visit in enumerate(found.visits)
    )
    return replace(found, visits=visits)


@pytest.fixture(scope="module")
def curve(day: RoutingProblem) -> list[TradePoint]:
    return trade_off(day, PRICES, SearchLimits(time_s=30, max_iterations=60))


def test_a_dearer_failure_is_a_rarer_one(curve):
    assert [point.price for point in curve] == list(PRICES)
    failures = [point.failures for point in curve]
    assert failures[-1] < failures[0] - 1
    # The hour of leaving also follows the price, so two points of one plan may differ by a hair.
    assert all(later <= earlier + 0.05 for earlier, later in pairwise(failures))
    assert curve[-1].operating >= curve[0].operating


def test_every_point_is_what_the_judge_says(day, curve):
    for point in curve:
        problem = at_price(day, point.price)
        judged = judge(problem, point.routes)
        assert judged.violations == ()
        assert expected_failures(problem, judged) == point.failures
        assert judged.cost.operating == point.operating
        assert len(judged.unassigned) == point.num_unassigned


def test_no_other_points_routes_are_better_at_a_price(day, curve):
    for point in curve:
        problem = at_price(day, point.price)
        own = judge(problem, point.routes).cost.total
        assert own == min(judge(problem, other.routes).cost.total for other in curve)


def test_news_come_after_each_search_and_stopping_keeps_them(day):
    told: list[tuple[int, float]] = []
    points = trade_off(
        day,
        PRICES,
        SearchLimits(time_s=30, max_iterations=5),
        on_points=lambda found, share: told.append((len(found), share)),
        should_stop=lambda: len(told) >= 2,
    )
    assert len(told) == 2
    assert 0 < told[0][1] < told[1][1] < 1
    # What was found for one price is a plan at every other price too.
    assert [point.price for point in points] == list(PRICES)


def test_stopped_at_once_there_is_nothing(day):
    assert trade_off(day, PRICES, SearchLimits(time_s=5), should_stop=lambda: True) == []
