"""The motorway stub from the ring to the airfield: two carriageways that pass over every other road."""

from __future__ import annotations

import itertools

import numpy as np
from shapely.geometry import LineString, Point

from sample_data.maker.geo import lines_of
from sample_data.maker.greens import Greens
from sample_data.maker.network import Edge, Node
from sample_data.maker.streets import StreetLine

_FROM = (2700.0, -450.0)


def motorway_line(greens: Greens) -> LineString:
    """Return its middle, from the ring eastward to the airfield's gate."""
    gate = greens.airfield.exterior.interpolate(greens.airfield.exterior.project(Point(4300, 300)))
    start, end = np.array(_FROM), np.array([gate.x - 60, gate.y])
    t = np.linspace(0, 1, 40)[:, None]
    middle = (start + end) / 2 + np.array([100, 420])
    return LineString((1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end)


def _nearest(edges: list[Edge], x: float, y: float, classes: tuple[str, ...]) -> Node:
    nodes = sorted({n for e in edges if e.highway in classes for n in e.ends})
    return min(nodes, key=lambda n: (n[0] - x) ** 2 + (n[1] - y) ** 2)


def _cut(points: tuple[Node, ...], edges: list[Edge]) -> list[tuple[tuple[Node, ...], bool]]:
    """Split a carriageway into pieces on the ground and pieces on bridges."""
    line = LineString(points)
    over = [line.intersection(e.line) for e in edges if e.highway != "pedestrian" and line.intersects(e.line)]
    marks = sorted(line.project(point.representative_point()) for point in over)
    stops = {0.0, line.length}
    spans = [(max(40.0, m - 35), min(line.length - 40, m + 35)) for m in marks if 80 < m < line.length - 80]
    for low, high in spans:
        if not any(low < s < high for s in stops):
            stops |= {low, high}
    ordered = sorted(stops)
    pieces = []
    for low, high in itertools.pairwise(ordered):
        inner = [line.interpolate(d) for d in (low, high)]
        between = [(x, y) for x, y in line.coords if low < line.project(Point(x, y)) < high]
        ends = [(round(p.x, 2), round(p.y, 2)) for p in inner]
        is_bridge = any(low <= (a + b) / 2 <= high for a, b in spans) and high - low < 200
        pieces.append(((ends[0], *between, ends[1]), is_bridge))
    return pieces


def lay_motorway(edges: list[Edge], middle: LineString) -> list[Edge]:
    """Return the network with the motorway and its links."""
    start = _nearest(edges, *middle.coords[0], classes=("primary",))
    end = _nearest(edges, *middle.coords[-1], classes=("secondary", "tertiary", "unclassified"))
    trunk = LineString(middle.segmentize(80).coords[2:-2])
    added = []
    for name, side in (("east", -9.0), ("west", 9.0)):
        road = lines_of(trunk.offset_curve(side))[0]
        points = tuple((round(x, 2), round(y, 2)) for x, y in road.coords)
        source = StreetLine(key=f"motorway/{name}", line=road, highway="motorway")
        pieces = _cut(points, edges)
        if name == "west":
            pieces = [(p[::-1], b) for p, b in reversed(pieces)]
        added += [
            Edge(points=p, source=source, highway="motorway", maxspeed=100, is_oneway=True, is_bridge=b)
            for p, b in pieces
        ]
        first, last = (start, end) if name == "east" else (end, start)
        links = ((first, pieces[0][0][0]), (pieces[-1][0][-1], last))
        added += [
            Edge(
                points=link,
                source=StreetLine(key=f"link/{name}", line=LineString(link), highway="motorway_link"),
                highway="motorway_link",
                maxspeed=60,
                is_oneway=True,
            )
            for link in links
        ]
    return edges + added
