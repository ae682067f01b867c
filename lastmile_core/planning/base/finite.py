"""Matrices without endless numbers: a pair without a road is longer than any day, but sums stay in range."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lastmile_core.problem import UNREACHABLE, RoutingProblem


def finite(problem: RoutingProblem, profile: int, matrix: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return ``matrix`` of a road profile with "no road" as a number no route can afford; the diagonal is zero.

    The judge calls a leg impossible when its time *or* its distance is missing, so both matrices get the same holes.
    """
    blocked = (problem.durations[profile] >= UNREACHABLE) | (problem.distances[profile] >= UNREACHABLE)
    horizon = max((vehicle.shift[1] for vehicle in problem.vehicles), default=0)
    longest = int(matrix[~blocked].max(initial=0))
    copied = np.where(blocked, max(10_000_000, horizon + 1, longest), matrix)
    np.fill_diagonal(copied, 0)
    return copied
