"""Lines on the map: decode what the road engine drew, drop points nobody sees, place direction arrows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from lastmile_core.model import Depot, Location, Order, Route
from lastmile_core.travel.times.polyline import decode
from pages.charts.deck import LonLat, point

_METRES_PER_DEGREE = 111_320.0
_TOLERANCE_M = 2.5


def route_path(route: Route, orders_by_id: Mapping[str, Order], depot: Depot) -> list[LonLat]:
    """Return the route from its start to its end as ``[lon, lat]`` points, on streets where its legs are drawn.

    A leg without geometry is a straight line; a stop whose order has no place is passed over.
    """
    known = route.places(depot.location, orders_by_id)
    places = [place for place in known if place is not None]
    if route.geometry and len(route.geometry) == len(known) - 1 == len(places) - 1:
        path: list[LonLat] = []
        for leg, (start, end) in zip(route.geometry, itertools.pairwise(places), strict=True):
            drawn = _leg(leg) if leg else ()
            path.extend(list(p) for p in (drawn or (_pair(start), _pair(end))))
        return _without_repeats(path)
    return _without_repeats([point(place.lat, place.lon) for place in places])


def arrows_along(path: Sequence[LonLat], *, every_m: float, at_most: int) -> list[tuple[LonLat, float]]:
    """Return places along ``path`` with the direction there in degrees, counter-clockwise from east."""
    if len(path) < 2 or at_most < 1:
        return []
    scale = math.cos(math.radians(path[0][1]))
    lengths = [_metres(a, b, scale) for a, b in itertools.pairwise(path)]
    step = max(every_m, sum(lengths) / at_most)
    arrows: list[tuple[LonLat, float]] = []
    ahead = step / 2
    for start, end, length in zip(path, path[1:], lengths, strict=False):
        while ahead <= length and length > 0:
            share = ahead / length
            place = [round(start[0] + (end[0] - start[0]) * share, 6), round(start[1] + (end[1] - start[1]) * share, 6)]
            angle = math.degrees(math.atan2(end[1] - start[1], (end[0] - start[0]) * scale))
            arrows.append((place, round(angle, 1)))
            ahead += step
        ahead -= length
    return arrows[:at_most]


# Versions of a plan share most legs, so a leg is decoded once for all of them.
@lru_cache(maxsize=20_000)
def _leg(encoded: str) -> tuple[tuple[float, float], ...]:
    return tuple((p[0], p[1]) for p in simplified([point(lat, lon) for lat, lon in decode(encoded)]))


def simplified(path: Sequence[LonLat], tolerance_m: float = _TOLERANCE_M) -> list[LonLat]:
    """Return ``path`` without points that lie within ``tolerance_m`` of the line that remains (Ramer 1972)."""
    if len(path) < 3:
        return list(path)
    scale = math.cos(math.radians(path[0][1]))
    flat = [(lon * scale * _METRES_PER_DEGREE, lat * _METRES_PER_DEGREE) for lon, lat in path]
    keep = [False] * len(path)
    keep[0] = keep[-1] = True
    spans = [(0, len(path) - 1)]
    while spans:
        first, last = spans.pop()
        worst, offset = _farthest(flat, first, last)
        if offset > tolerance_m:
            keep[worst] = True
            spans += [(first, worst), (worst, last)]
    return [place for place, kept in zip(path, keep, strict=True) if kept]


def _farthest(flat: Sequence[tuple[float, float]], first: int, last: int) -> tuple[int, float]:
    """Return the point between two others that lies farthest from their line, with that distance."""
    (x0, y0), (x1, y1) = flat[first], flat[last]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    worst, offset = first, 0.0
    for i in range(first + 1, last):
        x, y = flat[i][0] - x0, flat[i][1] - y0
        # Distance to the segment, not to the endless line: a dead end driven out and back must stay on the map.
        share = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length > 0 else 0.0
        distance = math.hypot(x - share * dx, y - share * dy)
        if distance > offset:
            worst, offset = i, distance
    return worst, offset


def _metres(start: LonLat, end: LonLat, scale: float) -> float:
    return math.hypot((end[0] - start[0]) * scale, end[1] - start[1]) * _METRES_PER_DEGREE


def _pair(place: Location) -> tuple[float, float]:
    lon, lat = point(place.lat, place.lon)
    return lon, lat


def _without_repeats(path: list[LonLat]) -> list[LonLat]:
    return [place for i, place in enumerate(path) if i == 0 or place != path[i - 1]]
