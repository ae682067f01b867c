"""Metres on a flat sheet and degrees on the earth; seeded randomness by name."""

from __future__ import annotations

import math
import zlib

import numpy as np
from shapely.geometry import LineString, MultiLineString, Polygon

CENTRE_LAT = 45.0
CENTRE_LON = -30.0
METRES_PER_DEG_LAT = 111_132.0
METRES_PER_DEG_LON = 111_320.0 * math.cos(math.radians(CENTRE_LAT))
SEED = 20_451
CITY = "Port Alder"


def to_lonlat(x: float, y: float) -> tuple[float, float]:
    """Return (longitude, latitude) in degrees of a point in metres from the centre, to about a centimetre."""
    return round(CENTRE_LON + x / METRES_PER_DEG_LON, 7), round(CENTRE_LAT + y / METRES_PER_DEG_LAT, 7)


def to_xy(lon: float, lat: float) -> tuple[float, float]:
    """Return metres from the centre of a point in degrees."""
    return (lon - CENTRE_LON) * METRES_PER_DEG_LON, (lat - CENTRE_LAT) * METRES_PER_DEG_LAT


def rng_for(*names: object) -> np.random.Generator:
    """Return a generator of its own for every purpose, so that a change in one place moves nothing elsewhere."""
    return np.random.default_rng([SEED, zlib.crc32("/".join(map(str, names)).encode())])


def steady(line: LineString) -> LineString:
    """Return the line to a tenth of a millimetre: what is decided by its vertices is decided alike on any processor."""
    return LineString(np.round(line.coords, 4))


def lines_of(shape: object) -> list[LineString]:
    """Return the line strings inside any shape."""
    if isinstance(shape, LineString):
        return [shape] if shape.length > 0 else []
    if isinstance(shape, MultiLineString):
        return list(shape.geoms)
    return [line for part in getattr(shape, "geoms", []) for line in lines_of(part)]


def polygons_of(shape: object) -> list[Polygon]:
    """Return the polygons inside any shape."""
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    return [polygon for part in getattr(shape, "geoms", []) for polygon in polygons_of(part)]


def biggest(shape: object) -> Polygon:
    """Return the largest polygon of a shape."""
    return max(polygons_of(shape), key=lambda polygon: polygon.area)


def bend(start: tuple[float, float], end: tuple[float, float], share: float, step: float = 60.0) -> LineString:
    """Return a gentle curve between two points, bulging sideways by ``share`` of its length."""
    a, b = np.array(start), np.array(end)
    chord = b - a
    length = float(np.hypot(*chord))
    side = np.array([-chord[1], chord[0]]) * share * 2
    t = np.linspace(0, 1, max(3, int(length / step)))[:, None]
    curve = (1 - t) ** 2 * a + 2 * t * (1 - t) * ((a + b) / 2 + side) + t**2 * b
    curve[0], curve[-1] = a, b
    return LineString(curve)
