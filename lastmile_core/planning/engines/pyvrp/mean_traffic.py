"""Driving times with the mean traffic of the hours in which the fleet is out, for an engine with one time a leg."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lastmile_core.problem import RoutingProblem

HOUR = 3600


def with_mean_traffic(problem: RoutingProblem, durations: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return a matrix times the mean factor of the district that each leg leaves from."""
    if problem.traffic is None:
        return durations
    return np.rint(durations * _factors(problem)[:, None]).astype(np.int64)


def _factors(problem: RoutingProblem) -> npt.NDArray[np.float64]:
    """Return one factor a location: the mean over the hours of all shifts, each weighted by the vehicles out then."""
    assert problem.traffic is not None
    out = np.zeros(48)
    for day in problem.vehicles:
        first, last = day.shift
        for hour in range(first // HOUR, min(len(out), -(-last // HOUR))):
            out[hour] += (min(last, (hour + 1) * HOUR) - max(first, hour * HOUR)) / HOUR
    if not out.any():
        out[:] = 1
    means = []
    for by_hour in problem.traffic.factors:
        full = np.array([by_hour[min(hour, len(by_hour) - 1)] for hour in range(len(out))])
        means.append(float((full * out).sum() / out.sum()) / 1000)
    size = len(problem.durations[0])
    district = np.array(problem.traffic.district or (0,) * size, dtype=np.int64)
    return np.array(means)[district]
