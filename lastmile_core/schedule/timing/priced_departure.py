"""The cheapest departure when the hour of service has a price.

Leaving ``x`` seconds before the latest departure, with the same windows, a stop begins at ``max(early start,
late start - x)`` (no traffic, no breaks), so the price is made of straight pieces and steps: it bends where a stop
reaches its early start or an edge of its wished time, and steps where a stop falls into another hour. One sweep over
these moments finds the cheapest ``x``, which is then timed exactly. With traffic or breaks the formula is an estimate;
the answer is then the cheapest of three exact runs: earliest, estimated best, latest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lastmile_core.problem.routing_problem import DayPrices, RoutingProblem, VehicleDay, Visit
from lastmile_core.schedule.timing.route_legs import RouteLegs
from lastmile_core.schedule.timing.runs import Placement, Run, owed_until, run_from
from lastmile_core.schedule.timing.visit_prices import chance_at, is_timed, visit_price

_PER_HOUR, _PER_THOUSAND = 1000, 3600
"""Prices are compared in parts of 1 / 3,600,000 cent, so that hours and thousandths are whole numbers."""


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
    guess = late.departure - _cheapest_lead(prices, legs, timed, early, late)
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


type _Event = tuple[int, int, int]
"""(lead, bend, step): from this lead on the slope changes by ``bend``; at it the price steps by ``step``."""


def _cheapest_lead(prices: DayPrices, legs: RouteLegs, timed: Sequence[int], early: Run, late: Run) -> int:
    """Return by how many seconds before the latest departure to leave; the least among equals."""
    most = late.departure - early.departure
    bends: dict[int, int] = {0: (legs.vehicle.cost_per_hour + prices.waiting) * _PER_HOUR, most: 0}
    steps: dict[int, int] = {}
    if legs.vehicle.regular_time is not None:
        overtime = max(0, legs.vehicle.regular_time - (late.end - late.departure + legs.loading))
        bends[overtime] = bends.get(overtime, 0) + legs.vehicle.overtime_price * _PER_HOUR
    for idx in timed:
        first, last = early.starts[idx], late.starts[idx]
        for lead, bend, step in _events(prices, legs.stops[idx], first, last) if first < last else ():
            bends[lead] = bends.get(lead, 0) + bend
            steps[lead] = steps.get(lead, 0) + step
    best = before = price = least = slope = 0
    for lead in sorted(bends):
        if lead > most:
            break
        step = steps.get(lead, 0)
        reached = price + slope * (lead - before)
        if step > 0 and lead > before and reached - slope < least:
            best, least = lead - 1, reached - slope
        price = reached + step
        if price < least:
            best, least = lead, price
        before, slope = lead, slope + bends[lead]
    return best


def _events(prices: DayPrices, stop: Visit, first: int, last: int) -> Iterator[_Event]:
    """Yield how the price of one stop changes while its service moves from ``last`` back to ``first``."""
    ends = last - first
    slope = 0
    bends: list[tuple[int, int]] = []
    if stop.preferred is not None:
        slope -= stop.late_price
        bends += [(last - stop.preferred[1], stop.late_price), (last - stop.preferred[0], stop.early_price)]
    if prices.changed_time and stop.previous_start is not None and stop.is_order:
        slope -= prices.changed_time
        bends.append((last - stop.previous_start, 2 * prices.changed_time))
    yield 0, slope * _PER_HOUR, 0
    for lead, bend in bends:
        if lead < ends:
            slope += bend
            yield max(0, lead), bend * _PER_HOUR, 0
    yield ends, -slope * _PER_HOUR, 0
    if prices.failed_attempt and stop.chances:
        for hour in range(first // 3600 + 1, last // 3600 + 1):
            loss = chance_at(stop.chances, hour * 3600) - chance_at(stop.chances, hour * 3600 - 1)
            yield last - hour * 3600 + 1, 0, prices.failed_attempt * loss * _PER_THOUSAND


def _price(prices: DayPrices, legs: RouteLegs, timed: Sequence[int], run: Run) -> int:
    starts = [run.starts[idx] for idx in timed]
    return _sum(prices, legs, timed, starts, run.end - run.departure + legs.loading, sum(run.waits))


def _sum(prices: DayPrices, legs: RouteLegs, timed: Sequence[int], starts: Sequence[int], paid: int, wait: int) -> int:
    per_hour, per_thousand = _paid(legs.vehicle, paid) + prices.waiting * wait, 0
    for idx, start in zip(timed, starts, strict=True):
        price = visit_price(prices, legs.stops[idx], start)
        per_hour += price.wish + price.changed
        per_thousand += price.failed
    return per_hour * _PER_HOUR + per_thousand * _PER_THOUSAND


def _paid(vehicle: VehicleDay, paid: int) -> int:
    overtime = 0 if vehicle.regular_time is None else max(0, paid - vehicle.regular_time)
    return paid * vehicle.cost_per_hour + overtime * vehicle.overtime_price
