"""What nobody walks across: motorways, trunk roads and railways of a region's base map."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lastmile_core.model import Location
from lastmile_core.travel.base_map.map_shapes import load_shapes

WORDS = {"motorway": "a motorway or trunk road", "rail": "a railway"}
"""Classes of the base map that are in the way, in words."""

ENDS_M = 3.0
"""A crossing this near to the door or to the stop is no crossing: pins and lines are not truer than that."""

METRES_PER_DEGREE = 111_320.0

BIG_ROADS = ("motorway", "primary", "secondary")
"""Classes of the base map on which one does not cross to the other side with a parcel."""

ON_M = 2.0
"""A stop this near to a road's line is on it."""

Segments = dict[str, NDArray[np.float64]]


def crossed(region: Path, start: Location, end: Location) -> tuple[str, ...]:
    """Return what the straight line from a door to its stop crosses, in words of ``WORDS``; tunnels are not in the way.

    Parameters
    ----------
    region
        Folder of a region; without a base map nothing is known and nothing crossed.
    """
    file = region / "basemap" / "roads.geojson"
    try:
        segments = _segments(file, file.stat().st_mtime_ns)
    except OSError:
        return ()
    return tuple(words for kind, words in WORDS.items() if _crosses(segments[kind], start, end))


def on_big_road(region: Path, stop: Location) -> bool:
    """Whether a vehicle that stops here stands on a trunk, primary or secondary road; no without a base map."""
    file = region / "basemap" / "roads.geojson"
    try:
        segments = _segments(file, file.stat().st_mtime_ns)
    except OSError:
        return False
    return any(_is_on(segments[kind], stop) for kind in BIG_ROADS)


def _is_on(lines: NDArray[np.float64], stop: Location) -> bool:
    """Whether a place lies within ``ON_M`` of any piece."""
    scale = np.array([math.cos(math.radians(stop.lat)), 1.0]) * METRES_PER_DEGREE
    first = (lines[:, :2] - (stop.lon, stop.lat)) * scale
    step = (lines[:, 2:] - lines[:, :2]) * scale
    square = np.maximum((step**2).sum(axis=1), 1e-9)
    share = np.clip(-(first * step).sum(axis=1) / square, 0.0, 1.0)
    nearest = first + share[:, None] * step
    return bool((np.hypot(nearest[:, 0], nearest[:, 1]) <= ON_M).any())


@lru_cache(maxsize=4)
def _segments(file: Path, _changed: int) -> Segments:
    """Return for each class rows of (lon, lat, lon, lat), one for each straight piece above ground."""
    pieces: dict[str, list[NDArray[np.float64]]] = {kind: [] for kind in ("rail", *BIG_ROADS)}
    for shape in load_shapes(file):
        facts = shape.properties
        # Underground is no obstacle, a ramp is walked around and a tram runs in the street.
        if facts.get("c") in pieces and not facts.keys() & {"t", "l", "m"}:
            line = shape.rings[0]
            pieces[facts["c"]].append(np.hstack([line[:-1], line[1:]]))
    return {kind: np.vstack(found) if found else np.empty((0, 4)) for kind, found in pieces.items()}


def _crosses(lines: NDArray[np.float64], start: Location, end: Location) -> bool:
    """Whether any piece meets the way from ``start`` to ``end`` farther than ``ENDS_M`` from both ends."""
    scale = np.array([math.cos(math.radians(start.lat)), 1.0]) * METRES_PER_DEGREE
    way = np.array([end.lon - start.lon, end.lat - start.lat]) * scale
    length = float(np.hypot(*way))
    if length <= 2 * ENDS_M or not len(lines):
        return False
    first = (lines[:, :2] - (start.lon, start.lat)) * scale
    step = (lines[:, 2:] - lines[:, :2]) * scale
    turn = way[0] * step[:, 1] - way[1] * step[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        along_way = (first[:, 0] * step[:, 1] - first[:, 1] * step[:, 0]) / turn
        along_piece = (first[:, 0] * way[1] - first[:, 1] * way[0]) / turn
    inside = (along_way * length > ENDS_M) & (along_way * length < length - ENDS_M)
    return bool((inside & (along_piece >= 0) & (along_piece <= 1)).any())
