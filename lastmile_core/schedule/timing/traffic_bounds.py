"""Drives in the traffic of their hour, many at once; never later than the exact clock says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import Traffic

Ints = npt.NDArray[np.int64]

_FAR = 10_000_000
"""Seconds beyond every plan; departures after it are taken as this."""


class TrafficBounds:
    """Arrivals of drives that leave many locations at many moments.

    The exact clock (:mod:`lastmile_core.schedule.timing.traffic`) counts in whole parts of a second; here work is a
    broken line in floating point, rounded so that no arrival is later than the exact one.
    """

    def __init__(self, traffic: Traffic) -> None:
        self._district = np.array(traffic.district, dtype=np.int64)
        self._lines = [_line(factors) for factors in traffic.factors]
        self._least = np.array([min(factors) for factors in traffic.factors], dtype=np.int64)

    def district(self, locations: Ints) -> Ints:
        """Return the district of each place."""
        return self._district[locations] if len(self._district) else np.zeros(len(locations), dtype=np.int64)

    def least(self, district: Ints, seconds: Ints) -> Ints:
        """Return the least seconds that drives of so many matrix seconds take at any hour."""
        found: Ints = seconds * self._least[district] // 1000
        return found

    def arrive(self, district: Ints, leave: Ints, seconds: Ints) -> Ints:
        """Return when drives of ``seconds`` matrix seconds arrive that leave their district at ``leave``."""
        begin = np.minimum(leave, _FAR).astype(np.float64)
        found = np.zeros(len(begin), dtype=np.float64)
        for number, (hours, work) in enumerate(self._lines):
            here = district == number
            if here.any():
                done = np.interp(begin[here], hours, work) + seconds[here]
                found[here] = np.interp(done, work, hours)
        arrival: Ints = np.ceil(found - 0.001).astype(np.int64)
        return np.where(leave > _FAR, leave, arrival)


def _line(factors: tuple[int, ...]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return moments, and the matrix seconds driven from midnight until then."""
    hours = np.array([-_FAR, *(3600 * hour for hour in range(len(factors))), 3 * _FAR], dtype=np.float64)
    rates = 1000 / np.array([factors[0], *factors], dtype=np.float64)
    work = np.concatenate(([0.0], np.cumsum(np.diff(hours) * rates)))
    return hours, work - work[1]
