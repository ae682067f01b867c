"""Shapes of the base map as arrays, for drawing a picture without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lastmile_core.travel.region_files.region_info import Bbox

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A line, a point or a polygon (outer ring first) with its properties.

    Attributes
    ----------
    rings
        (longitude, latitude) rows.
    """

    rings: tuple[Rows, ...]
    properties: dict[str, Any]
    is_area: bool
    bbox: Bbox

    def touches(self, view: Bbox) -> bool:
        """Whether the boxes overlap."""
        west, south, east, north = self.bbox
        return west <= view[2] and east >= view[0] and south <= view[3] and north >= view[1]


def load_shapes(path: Path) -> list[Shape]:
    """Return the shapes of a map file; none when it is missing or damaged (the picture then shows the rest)."""
    try:
        return _load(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return []


@lru_cache(maxsize=12)
def _load(path: Path, _changed: int) -> list[Shape]:
    shapes = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        if kind == "Point":
            groups, is_area = [[[coordinates]]], False
        elif kind == "LineString":
            groups, is_area = [[coordinates]], False
        elif kind == "Polygon":
            groups, is_area = [coordinates], True
        elif kind == "MultiPolygon":
            groups, is_area = coordinates, True
        else:
            continue
        for group in groups:
            rings = tuple(np.array(ring, dtype=np.float64) for ring in group)
            low, high = rings[0].min(axis=0), rings[0].max(axis=0)
            bbox = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
            shapes.append(Shape(rings, feature["properties"], is_area, bbox))
    return shapes
