"""What fewer failed first attempts cost: the same day planned at several prices of a failed attempt.

First a search of its own for each price, from the lowest to the highest: one that begins with another price's routes
seldom leaves them again. Then back from the highest to the lowest, each beginning with the best that is known for its
price. Whatever a search finds is judged at every price, so a point never stands where another one's routes are better,
and a higher price comes out with no more failures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.solve import solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule import Judgement, judge
from lastmile_core.schedule.timing.visit_prices import chance_at

Routes = Mapping[int, Sequence[int]]
OWN_SHARES = 2
"""Shares of the time for a search of its own; one that begins with what is known has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradePoint:
    """The best known plan at one price of a failed first attempt.

    Attributes
    ----------
    price
        Of a failed first attempt, in cents.
    failures
        Failed first attempts to be expected.
    operating
        What the day costs in cents: vehicles, distance, paid time and overtime.
    routes
        Visit indices by vehicle index.
    """

    price: int
    failures: float
    distance_m: int
    paid_s: int
    operating: int
    num_unassigned: int
    routes: dict[int, list[int]]


def at_price(problem: RoutingProblem, price: int) -> RoutingProblem:
    """Return the problem with another price of a failed first attempt, in cents."""
    return replace(problem, prices=replace(problem.prices, failed_attempt=price))


def expected_failures(problem: RoutingProblem, judgement: Judgement) -> float:
    """Return the failed first attempts to be expected; visits without known chances count as sure."""
    lost = 0
    for timetable in judgement.timetables.values():
        for visit, start in zip(timetable.visits, timetable.starts, strict=True):
            if chances := problem.visits[visit].chances:
                lost += 1000 - chance_at(chances, start)
    return lost / 1000


def trade_off(
    problem: RoutingProblem,
    prices: Sequence[int],
    limits: SearchLimits,
    *,
    initial: Routes | None = None,
    on_points: Callable[[list[TradePoint], float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[TradePoint]:
    """Return a point a price, the lowest price first; fewer when it was stopped before there was any plan.

    Parameters
    ----------
    prices
        Of a failed first attempt, in cents.
    limits
        Of all searches together; ``max_iterations`` counts for each.
    initial
        Routes that are known already, such as those of the newest plan.
    on_points
        Told after each search: the points so far, and the share of the work that is done.
    should_stop
        Asked often; once true, the points so far come back.
    """
    pool = _Pool(problem, sorted(set(prices)))
    if initial:
        pool.add(initial)
    steps = [*((price, OWN_SHARES) for price in pool.prices), *((price, 1) for price in reversed(pool.prices))]
    until = time.monotonic() + limits.time_s
    for number, (price, share) in enumerate(steps):
        if should_stop is not None and should_stop():
            break
        left = max(0.0, until - time.monotonic()) * share / sum(later for _, later in steps[number:])
        result = solve(
            at_price(problem, price),
            replace(limits, time_s=left, seed=limits.seed + number),
            initial=pool.routes(price) if number >= len(pool.prices) else None,
            should_stop=should_stop,
        )
        if result.routes:
            pool.add(result.routes)
        if on_points is not None and pool.points():
            done = sum(one for _, one in steps[: number + 1]) / sum(one for _, one in steps)
            on_points(pool.points(), done)
    return pool.points()


class _Pool:
    """All routes that were found, each judged at every price; the best of each price are kept."""

    def __init__(self, problem: RoutingProblem, prices: Sequence[int]) -> None:
        self.prices = list(prices)
        self._problems = {price: at_price(problem, price) for price in prices}
        self._best: dict[int, Judgement] = {}

    def add(self, routes: Routes) -> None:
        for price, problem in self._problems.items():
            judged = judge(problem, routes)
            if price not in self._best or _rank(judged) < _rank(self._best[price]):
                self._best[price] = judged

    def routes(self, price: int) -> dict[int, list[int]] | None:
        judged = self._best.get(price)
        return None if judged is None else {vehicle: list(order) for vehicle, order in judged.routes.items()}

    def points(self) -> list[TradePoint]:
        return [
            TradePoint(
                price=price,
                failures=expected_failures(self._problems[price], judged),
                distance_m=sum(timetable.distance for timetable in judged.timetables.values()),
                paid_s=sum(timetable.paid for timetable in judged.timetables.values()),
                operating=judged.cost.operating,
                num_unassigned=len(judged.unassigned),
                routes={vehicle: list(order) for vehicle, order in judged.routes.items()},
            )
            for price, judged in sorted(self._best.items())
        ]


def _rank(judged: Judgement) -> tuple[int, int]:
    """Say which of two plans is better: first the one that breaks less, then the cheaper one."""
    return len(judged.violations), judged.cost.total
