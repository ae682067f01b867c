"""Turns coastlines into land and sea."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import LineString, Point, box

from lastmile_core.travel.region_files.region_info import Bbox

BEYOND = 1.5
"""The sea is drawn this many times the region's size beyond its edges, because people pan."""

SIDE_STEP = 1e-6
"""Degrees (about 0.1 m) to the side of a coastline segment when asking which face lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandAndSea:
    """What lies under everything else.

    Attributes
    ----------
    is_sea_around
        True for an island: the background is water and ``shapes`` are land; otherwise the other way round.
    shapes
        Polygons of the other kind.
    """

    is_sea_around: bool
    shapes: list[Any] = field(default_factory=list)


def land_and_sea(coast: Sequence[Any], islands: Sequence[Any], bbox: Bbox) -> LandAndSea:
    """Work out land and sea from coastlines (land on the left of each line).

    Coastlines that end inside the drawing are led straight outwards, so that land stays land beyond the extract.
    Without coastlines, an island that holds the middle of the region is land in the sea; everything else is inland.
    """
    west, south, east, north = bbox
    if not coast:
        middle = Point((west + east) / 2, (south + north) / 2)
        if any(island.contains(middle) for island in islands):
            return LandAndSea(is_sea_around=True, shapes=list(islands))
        return LandAndSea(is_sea_around=False)
    merged = shapely.line_merge(shapely.union_all([*coast]), directed=True)
    lines = [line for line in shapely.get_parts(merged) if not line.is_empty]
    if all(line.is_closed for line in lines):
        faces = shapely.get_parts(shapely.polygonize(lines))
        land = [face for face in faces if _is_land(face, lines)]
        return LandAndSea(is_sea_around=True, shapes=land)
    reach = max(east - west, north - south) * BEYOND
    frame = box(west - reach, south - reach, east + reach, north + reach)
    middle = ((west + east) / 2, (south + north) / 2)
    led = [line if line.is_closed else _lead_out(line, middle, reach * 4) for line in lines]
    inside = [shapely.intersection(line, frame) for line in led]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([frame.exterior, *inside])]))
    sea = [face for face in faces if not _is_land(face, lines)]
    return LandAndSea(is_sea_around=False, shapes=sea)


def _lead_out(line: Any, middle: tuple[float, float], length: float) -> Any:
    """Add a straight piece to both ends, away from the middle of the region."""

    def beyond(end: tuple[float, float]) -> tuple[float, float]:
        angle = math.atan2(end[1] - middle[1], end[0] - middle[0])
        return end[0] + math.cos(angle) * length, end[1] + math.sin(angle) * length

    points = [tuple(point[:2]) for point in line.coords]
    return LineString([beyond(points[0]), *points, beyond(points[-1])])


def _is_land(face: Any, lines: Sequence[Any]) -> bool:
    """Decide by the length of coastline that has the face on its left rather than on its right."""
    shapely.prepare(face)
    left = right = 0.0
    for line in lines:
        if not line.intersects(face.boundary):
            continue
        points = list(line.coords)
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            length = math.hypot(x2 - x1, y2 - y1)
            if not length:
                continue
            middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
            side_x, side_y = -(y2 - y1) / length * SIDE_STEP, (x2 - x1) / length * SIDE_STEP
            if face.contains(Point(middle_x + side_x, middle_y + side_y)):
                left += length
            elif face.contains(Point(middle_x - side_x, middle_y - side_y)):
                right += length
    return left >= right
