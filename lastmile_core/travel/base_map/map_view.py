"""A window onto the map: which part of the earth lies on which pixels (Web Mercator)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastmile_core.travel.region_files.region_info import Bbox

WORLD_PX = 512
"""Pixels of the whole world at zoom 0, as in the browser's map."""

MAX_ZOOM = 16.5
PADDING = 0.07
MAX_LAT = 85.0


def mercator(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x, y from 0 to 1 (y downwards) of (longitude, latitude) rows in degrees."""
    x = points[:, 0] / 360 + 0.5
    lat = np.radians(np.clip(points[:, 1], -MAX_LAT, MAX_LAT))
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack([x, y])


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A picture of ``width`` × ``height`` pixels whose middle is at Mercator ``x``, ``y``."""

    x: float
    y: float
    zoom: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the whole world."""
        return float(WORLD_PX * 2**self.zoom)

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return pixel positions of (longitude, latitude) rows."""
        corner = np.array([self.width / 2, self.height / 2]) - np.array([self.x, self.y]) * self.scale
        moved: NDArray[np.float64] = mercator(points) * self.scale + corner
        return moved

    @property
    def bbox(self) -> Bbox:
        """West, south, east, north of the picture in degrees."""
        half_x, half_y = self.width / 2 / self.scale, self.height / 2 / self.scale
        west, east = ((self.x + side * half_x - 0.5) * 360 for side in (-1, 1))
        north, south = (
            float(np.degrees(2 * np.arctan(np.exp((0.5 - (self.y + side * half_y)) * 2 * np.pi)) - np.pi / 2))
            for side in (-1, 1)
        )
        return west, south, east, north


def fit(points: Sequence[tuple[float, float]], width: int, height: int) -> MapView:
    """Return the closest view that holds all (latitude, longitude) points with a margin; the world without points."""
    if not points:
        return MapView(x=0.5, y=0.5, zoom=0.0, width=width, height=height)
    rows = mercator(np.array([(lon, lat) for lat, lon in points], dtype=np.float64))
    low, high = rows.min(axis=0), rows.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    room = np.array([width, height]) * (1 - 2 * PADDING)
    zoom = float(np.log2(np.min(room / span) / WORLD_PX))
    middle = (low + high) / 2
    return MapView(x=float(middle[0]), y=float(middle[1]), zoom=min(zoom, MAX_ZOOM), width=width, height=height)
