"""The island: coast, bay, piers, river and lake."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import make_interp_spline
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union

from sample_data.maker.geo import biggest, rng_for

OLD_TOWN = (820.0, -2350.0)
COAST_ROAD_INSET = 170.0
QUAY = 32.0

_RIVER = [
    (-2550, 3750),
    (-1700, 2900),
    (-1150, 1700),
    (-1450, 400),
    (-1250, -900),
    (-350, -1900),
    (-60, -2900),
    (0, -3700),
]
_RIVER_WIDTH = (55.0, 165.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """The shapes everything else is cut with, in metres.

    Attributes
    ----------
    island
        Dry land with its piers.
    town
        The land inside the coast road.
    water
        River and lake, without the sea.
    """

    island: Polygon
    town: Polygon
    river_line: LineString
    river: Polygon
    lake: Polygon
    piers: tuple[Polygon, ...]

    @property
    def water(self) -> Polygon:
        """River and lake together."""
        return unary_union([self.river, self.lake])


def _outline() -> Polygon:
    rng = rng_for("coast")
    theta = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    power = 2.5
    radius = (np.abs(np.cos(theta) / 7250) ** power + np.abs(np.sin(theta) / 5750) ** power) ** (-1 / power)
    wobble = sum(0.085 / k**0.75 * np.sin(k * theta + rng.uniform(0, 2 * np.pi)) for k in range(3, 17))
    radius = radius * (1.0 + 0.8 * (wobble - np.max(wobble)) + 0.09)
    return Polygon(np.column_stack([radius * np.cos(theta), radius * np.sin(theta)]))


def _bay() -> Polygon:
    left = [(-2300, -7500), (-1750, -5600), (-1050, -4700), (-620, -4000), (-330, -3520)]
    right = [(330, -3420), (760, -3700), (1050, -4150), (1500, -4750), (1950, -5500), (2500, -7500)]
    return Polygon(left + right).buffer(180).buffer(-120)


def _piers() -> tuple[Polygon, ...]:
    # Each leaves the east shore of the bay and points west into deep water.
    roots = [(1270, -4310, 470), (1560, -4690, 520), (1860, -5110, 560)]
    return tuple(rotate(box(x - length, y - 48, x + 130, y + 48), 14, origin=(x, y)) for x, y, length in roots)


def _river() -> tuple[LineString, Polygon]:
    knots = np.array(_RIVER, dtype=float)
    pace = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(knots, axis=0).T))])
    path = make_interp_spline(pace, knots, k=3)(np.linspace(0, pace[-1], 140))
    widths = np.linspace(*_RIVER_WIDTH, len(path)) / 2
    discs = [Point(p).buffer(w) for p, w in zip(path, widths, strict=True)]
    parts = [unary_union([a, b]).convex_hull for a, b in itertools.pairwise(discs)]
    return LineString(path), biggest(unary_union(parts)).simplify(2)


def _lake() -> Polygon:
    theta = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    radius = 1 + 0.16 * np.sin(2 * theta + 1) + 0.1 * np.sin(3 * theta) + 0.05 * np.sin(5 * theta + 2)
    return Polygon(np.column_stack([-2750 + 760 * radius * np.cos(theta), 3950 + 430 * radius * np.sin(theta)]))


def make_land() -> Land:
    """Return the island with its waters."""
    coast = biggest(_outline().difference(_bay()))
    coast = biggest(coast.buffer(-220).buffer(440).buffer(-220)).simplify(4)
    piers = _piers()
    island = biggest(unary_union([coast, *piers])).simplify(1)
    river_line, river = _river()
    lake = _lake()
    town = biggest(coast.buffer(-COAST_ROAD_INSET - 130).buffer(130)).simplify(3)
    return Land(
        island=island,
        town=town,
        river_line=river_line,
        river=biggest(river.intersection(coast)),
        lake=lake,
        piers=tuple(biggest(pier.intersection(island)) for pier in piers),
    )
