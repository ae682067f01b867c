"""Pairs of places that a matrix has no way for."""

import numpy as np

from lastmile_core.travel.times.travel_matrix import UNREACHABLE, TravelMatrix


def unreachable_pairs(travel: TravelMatrix) -> list[tuple[int, int]]:
    """Return the (from, to) indices of pairs without a route."""
    found = np.argwhere((travel.durations >= UNREACHABLE) | (travel.distances >= UNREACHABLE))
    return [(int(start), int(end)) for start, end in found]
