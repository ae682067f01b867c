"""The traffic of a day as whole numbers for compiled code: the judge's own hours, so that both round alike."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.traffic import HourClock

RATE, MARK, SCALE = 0, 1, 2
"""Units of work a second in each hour, units done at its beginning, units in a matrix second."""
FAR = 1 << 27
"""Seconds, four years: moments beyond stand for "never", and traffic does not matter to them."""
_MOST_DRIVE = 1 << 30
_MOST_WORK = 1 << 62


def traffic_tables(problem: RoutingProblem) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return rates, marks and scales of all hours, shape (3, districts, hours), and the district of each location.

    Where the factors of a day have no common denominator that fits 64 bits, work is counted in smaller parts than the
    judge's and each hour's rate is rounded down: arrivals are then at most a second later than the judge's, and
    never earlier.
    """
    size = len(problem.durations[0]) if problem.durations else 0
    if problem.traffic is None:
        return np.ones((3, 1, 1), dtype=np.int64), np.zeros(size, dtype=np.int64)
    hours = max(map(len, problem.traffic.factors))
    table = np.zeros((3, len(problem.traffic.factors), hours), dtype=np.int64)
    for district, factors in enumerate(problem.traffic.factors):
        # The last hour's factor holds on.
        held_on = (*factors, *[factors[-1]] * (hours - len(factors)))
        scale = min(HourClock(held_on).scale, _largest_scale(min(factors)))
        rates = [1000 * scale // factor for factor in held_on]
        table[RATE, district] = rates
        table[MARK, district, 1:] = np.cumsum(np.array(rates[:-1], dtype=np.int64) * 3600)
        table[SCALE, district] = scale
    return table, np.array(problem.traffic.district or (0,) * size, dtype=np.int64)


def _largest_scale(least_factor: int) -> int:
    """Return the most units a matrix second with which no moment and no drive leaves 64 bits."""
    return max(1, _MOST_WORK // (FAR * math.ceil(1000 / least_factor) + _MOST_DRIVE))
