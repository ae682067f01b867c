"""A day cut into bands of equal price for each visit, so that an engine that only knows prizes sees what an hour costs.

Serving somebody outside the wished window, at an hour at which nobody is at home, or far from the promised time has a
price that the judge asks for by the second. Here it becomes one price a band: where it changes most there are most
bands. Bands are few in all, because each one is a further client for the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from lastmile_core.problem import RoutingProblem, Visit

HOUR = 3600
EXTRA_SHARE = 1.0
"""Bands beyond one a window, as a share of the visits, that a day may have in all."""
LEAST_GAIN = 60.0
"""A further band must take this off the error of the price, in cents times hours."""


@dataclass(frozen=True, slots=True)
class Band:
    """Service begins between ``earliest`` and ``latest`` at an expected price in cents; ``hours`` of it may be used."""

    earliest: int
    latest: int
    price: float = 0.0
    hours: float = 1.0


def time_bands(problem: RoutingProblem, extra_share: float = EXTRA_SHARE) -> list[tuple[Band, ...]]:
    """Return the bands of every visit in order; one a window where the hour has no price.

    The bands that say most come first until ``extra_share`` of the visits have one more (or one has many more).
    """
    span = _span(problem)
    found: list[tuple[Band, ...]] = []
    steps: list[tuple[float, int, int]] = []
    levels: dict[int, list[tuple[float, tuple[Band, ...]]]] = {}
    for number, visit in enumerate(problem.visits):
        if has_time_price(problem, visit):
            levels[number] = _levels(problem, visit, span)
            found.append(levels[number][0][1])
            if len(levels[number]) > 1:
                steps.append((-levels[number][1][0], number, 1))
        else:
            found.append(tuple(Band(earliest, latest) for earliest, latest in visit.windows))
    heapify(steps)
    left = int(extra_share * problem.num_visits)
    while steps and left > 0 and -steps[0][0] >= LEAST_GAIN:
        _, number, level = heappop(steps)
        found[number] = levels[number][level][1]
        left -= 1
        if level + 1 < len(levels[number]):
            heappush(steps, (-levels[number][level + 1][0], number, level + 1))
    return found


def has_time_price(problem: RoutingProblem, visit: Visit) -> bool:
    """Whether the hour at which a visit is served has a price."""
    wishes = visit.preferred is not None and (visit.early_price > 0 or visit.late_price > 0)
    is_promised = visit.previous_start is not None and problem.prices.changed_time > 0
    is_home = bool(visit.chances) and problem.prices.failed_attempt > 0
    return visit.is_order and (wishes or is_promised or is_home)


def hour_price(problem: RoutingProblem, visit: Visit, start: int) -> float:
    """Return what the judge asks for beginning a visit at ``start``, in cents."""
    cents = 0.0
    if visit.preferred is not None:
        cents += visit.early_price * max(0, visit.preferred[0] - start) / HOUR
        cents += visit.late_price * max(0, start - visit.preferred[1]) / HOUR
    if visit.chances:
        chance = visit.chances[min(start // HOUR, len(visit.chances) - 1)]
        cents += problem.prices.failed_attempt * (1000 - chance) / 1000
    if visit.previous_start is not None:
        cents += problem.prices.changed_time * abs(start - visit.previous_start) / HOUR
    return cents


def _span(problem: RoutingProblem) -> tuple[int, int]:
    """Return when the first shift begins and the last one ends; nobody is served outside."""
    return (
        min((day.shift[0] for day in problem.vehicles), default=0),
        max((day.shift[1] for day in problem.vehicles), default=24 * HOUR),
    )


def _levels(problem: RoutingProblem, visit: Visit, span: tuple[int, int]) -> list[tuple[float, tuple[Band, ...]]]:
    """Return (error that the last split takes off, bands), from one band a window to one a slice."""
    windows = [_slices(problem, visit, window, span) for window in visit.windows]
    levels: list[tuple[float, tuple[Band, ...]]] = []
    while True:
        bands = tuple(band for window in windows for band in window)
        choices = [
            (_loss(first, second), w, k)
            for w, window in enumerate(windows)
            for k, (first, second) in enumerate(pairwise(window))
        ]
        if not choices:
            levels.append((0.0, bands))
            return levels[::-1]
        loss, w, k = min(choices)
        levels.append((loss, bands))
        windows[w][k : k + 2] = [_joined(windows[w][k], windows[w][k + 1])]


def _slices(problem: RoutingProblem, visit: Visit, window: tuple[int, int], span: tuple[int, int]) -> list[Band]:
    """Cut one window at every moment at which its price takes another course."""
    first, last = max(window[0], span[0]), min(window[1], span[1])
    if first >= last:
        return [Band(window[0], window[1], hour_price(problem, visit, window[0]))]
    cuts = set(range(first - first % HOUR + HOUR, last + 1, HOUR))
    if visit.preferred is not None:
        cuts |= {visit.preferred[0], visit.preferred[1] + 1}
    if visit.previous_start is not None:
        cuts.add(visit.previous_start)
    edges = [first, *sorted(cut for cut in cuts if first < cut <= last), last + 1]
    prices = [
        (hour_price(problem, visit, begin) + hour_price(problem, visit, end - 1)) / 2 for begin, end in pairwise(edges)
    ]
    hours = [(end - begin) / HOUR for begin, end in pairwise(edges)]
    # Nobody is served outside the shifts, but the bands together say what the windows say.
    edges[0], edges[-1] = window[0], window[1] + 1
    return [
        Band(begin, end - 1, price, share)
        for (begin, end), price, share in zip(pairwise(edges), prices, hours, strict=True)
    ]


def _joined(first: Band, second: Band) -> Band:
    hours = first.hours + second.hours
    price = (first.hours * first.price + second.hours * second.price) / hours
    return Band(first.earliest, second.latest, price, hours)


def _loss(first: Band, second: Band) -> float:
    """Return how far both are from their mean, in cents times hours."""
    return 2 * first.hours * second.hours / (first.hours + second.hours) * abs(first.price - second.price)
