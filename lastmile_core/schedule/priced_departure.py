"""The cheapest departure when the hour of service has a price.

Between an early and a late departure with the same windows a stop begins at ``max(early start, departure + offset)``
(no traffic, no breaks), so the price changes its slope only at known departures: where a stop stops waiting, begins
its wished time, or passes an hour. These are all priced and the cheapest is timed exactly. With traffic or breaks the
formula is an estimate; the answer is then the cheapest of three exact runs: earliest, estimated best, latest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lastmile_core.problem.routing_problem import DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.route_legs import RouteLegs
from lastmile_core.schedule.runs import Placement, Run, owed_until, run_from
from lastmile_core.schedule.visit_prices import is_timed, visit_price

_EXACT = 3_600_000
"""Cents are compared in so many parts, which makes hours and thousandths whole numbers."""


def cheapest_run(problem: RoutingProblem, legs: RouteLegs, placement: Placement, late: Run) -> Run:
    """Return the cheapest run that departs no later than ``late``; the latest among equals.

    No run is taken that ends later, makes a stop later than its window, owes a break or is paid longer
    than the vehicle's most paid time (if ``late`` is not).
    """
    prices = problem.prices
    timed = [idx for idx, stop in enumerate(legs.stops) if is_timed(prices, stop)]
    if not timed:
        return late
    lowest = _lowest(legs, placement, late)
    if lowest >= late.departure:
        return late
    early = run_from(legs, lowest, placement)
    if early is None:
        return late
    moments = sorted(set(_moments(legs.stops, timed, early, late)), reverse=True)
    guess = min(moments, key=lambda moment: _estimate(problem, legs, timed, early, late, moment), default=lowest)
    best, price = late, _price(prices, legs, timed, late)
    for run in (early if guess == lowest else run_from(legs, guess, placement), early):
        if run is None or run.end > late.end or run.late > late.late:
            continue
        if (now := _price(prices, legs, timed, run)) < price:
            best, price = run, now
    return best


def _lowest(legs: RouteLegs, placement: Placement, late: Run) -> int:
    most = legs.vehicle.max_duration
    lowest = max(legs.first, owed_until(legs, placement, late.end) + 1)
    if most is not None:
        lowest = max(lowest, late.end + legs.loading - most)
    return lowest


def _moments(stops: Sequence[Visit], timed: Sequence[int], early: Run, late: Run) -> Iterator[int]:
    """Yield the departures at which a price changes its slope, between the two runs."""
    yield early.departure
    for idx in range(len(stops)):
        if late.starts[idx] > early.starts[idx]:
            offset = late.starts[idx] - late.departure
            yield max(early.departure, early.starts[idx] - offset)
    for idx in timed:
        first, last = early.starts[idx], late.starts[idx]
        for target in _targets(stops[idx], first, last):
            if first < target < last:
                yield max(early.departure, target - (last - late.departure))


def _targets(stop: Visit, first: int, last: int) -> Iterator[int]:
    if stop.preferred is not None:
        yield from stop.preferred
    if stop.previous_start is not None:
        yield stop.previous_start
    if stop.chances:
        for hour in range(first // 3600 + 1, min(last // 3600, len(stop.chances) - 1) + 1):
            yield hour * 3600
            yield hour * 3600 - 1


def _estimate(
    problem: RoutingProblem, legs: RouteLegs, timed: Sequence[int], early: Run, late: Run, moment: int
) -> int:
    earlier = late.departure - moment
    starts = [max(early.starts[idx], late.starts[idx] - earlier) for idx in timed]
    paid = late.end - moment + legs.loading
    return _sum(problem.prices, legs, timed, starts, paid, sum(late.waits) + earlier)


def _price(prices: DayPrices, legs: RouteLegs, timed: Sequence[int], run: Run) -> int:
    starts = [run.starts[idx] for idx in timed]
    return _sum(prices, legs, timed, starts, run.end - run.departure + legs.loading, sum(run.waits))


def _sum(prices: DayPrices, legs: RouteLegs, timed: Sequence[int], starts: Sequence[int], paid: int, wait: int) -> int:
    per_hour, per_thousand = _paid(legs.vehicle, paid) + prices.waiting * wait, 0
    for idx, start in zip(timed, starts, strict=True):
        price = visit_price(prices, legs.stops[idx], start)
        per_hour += price.wish + price.changed
        per_thousand += price.failed
    return per_hour * (_EXACT // 3600) + per_thousand * (_EXACT // 1000)


def _paid(vehicle: VehicleDay, paid: int) -> int:
    overtime = 0 if vehicle.regular_time is None else max(0, paid - vehicle.regular_time)
    return paid * vehicle.cost_per_hour + overtime * vehicle.overtime_price
