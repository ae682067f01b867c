"""Prices of the hour of service: wishes, chances of the first attempt, times promised before.

The solver knows one price line before a moment and one after another moment. A wish or a promise alone is said exactly
by that; several together, and chances that step from hour to hour, are said by the two lines that come nearest.
"""

from __future__ import annotations

from typing import NamedTuple

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.problem import DayPrices, Visit
from lastmile_core.schedule.timing.visit_prices import is_timed, visit_price

STEP = 900
"""Seconds between the moments at which prices are looked up."""
NEARLY = 50
"""Prices within one part in so many of the dearest count as equally cheap."""


class TimePrice(NamedTuple):
    """Price of the moment of service in cents per hour before ``begin`` and after ``end``, and the least of all."""

    begin: int
    end: int
    early: int
    late: int
    least: float


def add_time_prices(built: RouteModel) -> list[int]:
    """Price the moment of every service and return what each visit costs at the best of its moments."""
    spared = []
    for number, visit in enumerate(built.problem.visits):
        price = time_price(built.problem.prices, visit, built.horizon)
        spared.append(0)
        if price is None:
            continue
        index = built.index(number)
        if early := built.scale.hourly(price.early):
            built.clock.SetCumulVarSoftLowerBound(index, price.begin, early)
        if late := built.scale.hourly(price.late):
            built.clock.SetCumulVarSoftUpperBound(index, price.end, late)
        spared[-1] = built.scale.share(1, round(1000 * price.least))
    return spared


def time_price(prices: DayPrices, visit: Visit, horizon: int) -> TimePrice | None:
    """Return the price lines of a visit; None when it costs the same at any time."""
    if not is_timed(prices, visit):
        return None
    has_wish = visit.preferred is not None and bool(visit.early_price or visit.late_price)
    has_promise = bool(prices.changed_time) and visit.previous_start is not None and visit.is_order
    has_chances = bool(prices.failed_attempt and visit.chances)
    if visit.preferred is not None and has_wish and not has_promise and not has_chances:
        return TimePrice(*visit.preferred, visit.early_price, visit.late_price, 0.0)
    if visit.previous_start is not None and has_promise and not has_wish and not has_chances:
        before = visit.previous_start
        return TimePrice(before, before, prices.changed_time, prices.changed_time, 0.0)
    return _nearest(prices, visit, horizon)


def _nearest(prices: DayPrices, visit: Visit, horizon: int) -> TimePrice:
    """Return lines from the edges of the cheapest hours that rise as the prices do in the mean."""
    moments = sorted(
        {
            moment
            for opens, closes in visit.windows
            for moment in (opens, *range(-(-opens // STEP) * STEP, min(closes, horizon) + 1, STEP))
        }
    )
    cents = [_cents(prices, visit, moment) for moment in moments]
    least, most = min(cents), max(cents)
    cheap = least + (most - least) / NEARLY
    first = last = cents.index(least)
    while first and cents[first - 1] <= cheap:
        first -= 1
    while last + 1 < len(cents) and cents[last + 1] <= cheap:
        last += 1
    end = max(moments[last], moments[last + 1] - 1) if last + 1 < len(moments) else moments[last]
    early = _slope(moments[first], moments[:first], cents[:first], least)
    late = _slope(end, moments[last + 1 :], cents[last + 1 :], least)
    return TimePrice(moments[first], end, early, late, least)


def _slope(edge: int, moments: list[int], cents: list[float], least: float) -> int:
    """Return cents per hour of distance from ``edge``, in the mean over these moments; a jump takes one ``STEP``."""
    slopes = [
        3600 * (price - least) / max(STEP, abs(moment - edge)) for moment, price in zip(moments, cents, strict=True)
    ]
    return round(sum(slopes) / len(slopes)) if slopes else 0


def _cents(prices: DayPrices, visit: Visit, moment: int) -> float:
    price = visit_price(prices, visit, moment)
    return (price.wish + price.changed) / 3600 + price.failed / 1000
