"""How long a drive takes at the hour in which it is driven.

In an hour with factor ``f`` (thousandths) a drive advances ``1000 / f`` seconds of its matrix time each second.
Work is counted in whole units of ``1 / scale`` seconds, so nothing is rounded but the arrival, once and up; who
leaves later therefore never arrives earlier.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from lastmile_core.problem.routing_problem import RoutingProblem

_HOUR = 3600


class HourClock:
    """Turns matrix seconds into clock seconds for the legs that leave one district.

    Attributes
    ----------
    scale
        Units of work in one second of matrix time.
    """

    __slots__ = ("_marks", "_rates", "scale")

    def __init__(self, factors: tuple[int, ...]) -> None:
        self.scale = math.lcm(*(factor // math.gcd(factor, 1000) for factor in factors))
        self._rates = [1000 * self.scale // factor for factor in factors]
        # Work done at the beginning of each hour, counted from midnight.
        self._marks = list(accumulate((rate * _HOUR for rate in self._rates[:-1]), initial=0))

    def work(self, moment: int) -> int:
        """Return how much of a drive is done from midnight until ``moment`` (negative before)."""
        hour = min(max(moment // _HOUR, 0), len(self._rates) - 1)
        return self._marks[hour] + (moment - hour * _HOUR) * self._rates[hour]

    def when(self, work: int) -> int:
        """Return the first whole second at which so much work is done."""
        hour = max(bisect_right(self._marks, work) - 1, 0)
        return hour * _HOUR - (self._marks[hour] - work) // self._rates[hour]

    def arrive(self, departure: int, duration: int) -> int:
        """Return when a drive of ``duration`` matrix seconds that leaves at ``departure`` arrives."""
        return self.when(self.work(departure) + duration * self.scale)

    def leave(self, arrival: int, duration: int) -> int:
        """Return the latest departure of a drive of ``duration`` matrix seconds that arrives by ``arrival``."""
        work = self.work(arrival) - duration * self.scale
        hour = max(bisect_right(self._marks, work) - 1, 0)
        return hour * _HOUR + (work - self._marks[hour]) // self._rates[hour]


@lru_cache(maxsize=64)
def _clocks(factors: tuple[tuple[int, ...], ...]) -> tuple[HourClock, ...]:
    return tuple(HourClock(hours) for hours in factors)


def clocks_of(problem: RoutingProblem, locations: list[int]) -> list[HourClock] | None:
    """Return the clock of each leg that leaves one of ``locations``; None when drives take their matrix time."""
    traffic = problem.traffic
    if traffic is None:
        return None
    clocks = _clocks(traffic.factors)
    if not traffic.district:
        return [clocks[0]] * len(locations)
    return [clocks[traffic.district[location]] for location in locations]
