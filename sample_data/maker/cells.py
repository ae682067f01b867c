"""Districts: a smooth ring, Voronoi cells inside and outside it; their borders are the arterials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import Voronoi
from shapely import unary_union
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize

from sample_data.maker.geo import bend, biggest, lines_of, rng_for
from sample_data.maker.land import OLD_TOWN, Land
from sample_data.maker.names import DISTRICTS

RING_CENTRE = (150.0, -1750.0)
AIRPORT = (5450.0, 900.0)
_SPECIAL = (
    ("port", "Container Port", (1900, -4250)),
    ("industrial", "Northgate Works", (900, 4100)),
    ("industrial", "Anvil Park", (2300, 3700)),
    ("industrial", "Westyard", (-4900, -3200)),
    ("forest", "Alder Forest", (-5600, 2900)),
    ("airport", "Airfield", AIRPORT),
)
# Long and short side of a block in metres.
BLOCKS = {
    "old": (66, 94),
    "inner": (110, 170),
    "mid": (155, 270),
    "suburb": (195, 340),
    "industrial": (230, 350),
    "port": (190, 300),
    "airport": (260, 420),
    "forest": (420, 600),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A part of town with its own street pattern.

    Attributes
    ----------
    kind
        A key of ``BLOCKS``.
    angle
        Direction of the streets in radians.
    """

    number: int
    name: str
    postcode: str
    kind: str
    area: Polygon
    angle: float


def ring_line() -> LineString:
    """Return the closed ring road."""
    theta = np.linspace(0, 2 * np.pi, 180)
    radius = 2650 * (1 + 0.05 * np.sin(2 * theta + 0.6) + 0.04 * np.sin(3 * theta + 2.1))
    return LineString(
        np.column_stack([RING_CENTRE[0] + 1.06 * radius * np.cos(theta), RING_CENTRE[1] + radius * np.sin(theta)])
    )


def _relaxed_seeds(area: Polygon, count: int, name: str, pull: float) -> np.ndarray:
    """Return seeds inside ``area``, denser near the old town the larger ``pull`` is, spread by two Lloyd steps."""
    rng = rng_for("seeds", name)
    min_x, min_y, max_x, max_y = area.bounds
    points = rng.uniform((min_x, min_y), (max_x, max_y), (9000, 2))
    inside = np.array([area.contains(Point(p)) for p in points])
    points = points[inside]
    reach = np.hypot(*(points - OLD_TOWN).T)
    weight = np.exp(-pull * reach / 1000)
    seeds = points[rng.choice(len(points), count, replace=False, p=weight / weight.sum())]
    for _ in range(6):
        owner = np.argmin(np.hypot(*(points[:, None, :] - seeds[None]).transpose(2, 0, 1)), axis=1)
        seeds = np.array([np.average(points[owner == i], axis=0, weights=weight[owner == i]) for i in range(count)])
    return seeds


def _borders(area: Polygon, seeds: np.ndarray, name: str) -> list[LineString]:
    far = np.array([(-30_000, 0), (30_000, 0), (0, -30_000), (0, 30_000)])
    diagram = Voronoi(np.vstack([seeds, far]))
    rng = rng_for("borders", name)
    lines = []
    for a, b in diagram.ridge_vertices:
        if a < 0 or b < 0:
            continue
        curve = bend(tuple(diagram.vertices[a]), tuple(diagram.vertices[b]), float(rng.uniform(-0.045, 0.045)))
        # A little longer than the area, so that snapping always finds a crossing at its edge.
        lines += [piece for piece in lines_of(curve.intersection(area.buffer(3))) if piece.length > 5]
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The skeleton: districts and the big roads between them."""

    districts: tuple[District, ...]
    ring: tuple[LineString, ...]
    arterials: tuple[LineString, ...]
    coast: LineString


def _kind(area: Polygon, inner: Polygon) -> str:
    centre = area.representative_point()
    reach = centre.distance(Point(OLD_TOWN))
    if inner.contains(centre):
        return "old" if reach < 1050 else "inner"
    return "mid" if reach < 4300 else "suburb"


def make_plan(land: Land) -> Plan:
    """Return the districts of the town and the roads that part them."""
    ring = ring_line()
    inner = biggest(Polygon(ring).intersection(land.town))
    outer = biggest(land.town.difference(inner))
    borders_in = _borders(inner, _relaxed_seeds(inner, 13, "inner", 0.75), "inner")
    borders_out = _borders(outer, _relaxed_seeds(outer, 33, "outer", 0.16), "outer")
    ring_parts = [part for part in lines_of(ring.intersection(land.town.buffer(3))) if part.length > 200]
    coast = LineString(land.town.exterior.coords)
    noded = unary_union([coast, *ring_parts, *borders_in, *borders_out], grid_size=0.5)
    areas = sorted((cell for cell in polygonize(noded) if cell.area > 60_000), key=lambda cell: _order(cell))
    return Plan(
        districts=_name_districts(areas, inner),
        ring=tuple(ring_parts),
        arterials=tuple(borders_in + borders_out),
        coast=coast,
    )


def _order(cell: Polygon) -> tuple[float, float]:
    middle = cell.representative_point()
    return (round(middle.distance(Point(OLD_TOWN)), 1), round(middle.x, 1))


def _name_districts(areas: list[Polygon], inner: Polygon) -> tuple[District, ...]:
    kinds = [_kind(area, inner) for area in areas]
    names: dict[int, str] = {}
    for kind, name, spot in _SPECIAL:
        holder = min(range(len(areas)), key=lambda i: areas[i].distance(Point(spot)))
        kinds[holder], names[holder] = kind, name
    pools = {group: list(pool) for group, pool in DISTRICTS.items()}
    districts = []
    for number, (area, kind) in enumerate(zip(areas, kinds, strict=True)):
        name = names.get(number) or (pools[kind] or pools["spare"]).pop(0)
        angle = float(rng_for("angle", number).uniform(0, np.pi / 2))
        postcode = f"{4101 + number * 2}"
        districts.append(District(number=number, name=name, postcode=postcode, kind=kind, area=area, angle=angle))
    return tuple(districts)
