"""Distances within a town, where the earth is flat enough."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

METRES_PER_DEGREE = 111_195.0

Point = tuple[float, float]
"""Latitude, longitude in degrees."""


def metres_between(one: Point, other: Point) -> float:
    """Return the distance of two points some kilometres apart, good to a thousandth."""
    shrink = math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot((one[1] - other[1]) * shrink, one[0] - other[0]) * METRES_PER_DEGREE


def length_of(line: Sequence[Point]) -> float:
    """Return the length of a line in metres."""
    return sum(metres_between(one, other) for one, other in itertools.pairwise(line))


def point_along(line: Sequence[Point], metres: float) -> Point:
    """Return the point after so many metres on a line; its ends when outside."""
    if metres <= 0 or len(line) == 1:
        return line[0]
    for one, other in itertools.pairwise(line):
        step = metres_between(one, other)
        if metres <= step and step > 0:
            return between(one, other, metres / step)
        metres -= step
    return line[-1]


def between(one: Point, other: Point, share: float) -> Point:
    """Return the point a share of the way from one to the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def project(line: Sequence[Point], point: Point) -> tuple[float, float]:
    """Return (metres along the line, metres away from it) of the line's point nearest to ``point``."""
    best, at, walked = math.inf, 0.0, 0.0
    shrink = math.cos(math.radians(point[0]))
    for one, other in itertools.pairwise(line):
        ax, ay = (one[1] - point[1]) * shrink, one[0] - point[0]
        bx, by = (other[1] - point[1]) * shrink, other[0] - point[0]
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        share = 0.0 if square == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
        away = math.hypot(ax + dx * share, ay + dy * share) * METRES_PER_DEGREE
        step = math.sqrt(square) * METRES_PER_DEGREE
        if away < best:
            best, at = away, walked + share * step
        walked += step
    return at, best


def circle_around(points: Sequence[Point]) -> tuple[Point, float]:
    """Return the middle of the box around points and the distance to the farthest of them, metres."""
    lats, lons = [point[0] for point in points], [point[1] for point in points]
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    return middle, max(metres_between(middle, point) for point in points)
