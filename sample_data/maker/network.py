"""Lines become a road network: noded once, dead stubs and islands taken out, classes and one-ways given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import STRtree, unary_union
from shapely.geometry import LineString, Point

from sample_data.maker.bends import with_fewer_vertices
from sample_data.maker.geo import lines_of, rng_for
from sample_data.maker.greens import Greens
from sample_data.maker.streets import StreetLine

Node = tuple[float, float]
SPEEDS = {
    "motorway": 100,
    "motorway_link": 60,
    "primary": 70,
    "secondary": 50,
    "tertiary": 40,
    "unclassified": 40,
    "residential": 30,
    "pedestrian": 0,
}
_RANK = ["motorway", "primary", "secondary", "tertiary", "unclassified", "residential", "pedestrian"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A street between two junctions.

    Attributes
    ----------
    points
        From first to second junction; a one-way street runs this way.
    maxspeed
        km/h; 0 where nobody drives.
    """

    points: tuple[Node, ...]
    source: StreetLine
    highway: str
    maxspeed: int
    is_oneway: bool = False
    is_bridge: bool = False

    @property
    def line(self) -> LineString:
        """The street as a line."""
        return LineString(self.points)

    @property
    def ends(self) -> tuple[Node, Node]:
        """First and last junction."""
        return self.points[0], self.points[-1]


def _match(pieces: list[LineString], lines: list[StreetLine]) -> list[StreetLine]:
    """Return, for each noded piece, the most important line that it is a part of."""
    tree = STRtree([street.line for street in lines])
    found = []
    for piece in pieces:
        middle = piece.interpolate(0.5, normalized=True)
        near = [lines[i] for i in tree.query(middle.buffer(1.5)) if lines[i].line.distance(middle) < 1.5]
        if not near:
            near = [lines[int(tree.nearest(middle))]]
        found.append(
            min(near, key=lambda street: (_RANK.index(street.highway), street.line.distance(middle), street.key))
        )
    return found


def _drop_stubs(edges: list[Edge], limit: float) -> list[Edge]:
    """Take out short dead ends until none is left."""
    while True:
        degree: dict[Node, int] = defaultdict(int)
        for edge in edges:
            for node in edge.ends:
                degree[node] += 1
        kept = [
            e
            for e in edges
            if e.line.length > limit or min(degree[n] for n in e.ends) > 1 or e.source.key.startswith("pier")
        ]
        if len(kept) == len(edges):
            return edges
        edges = kept


def _thin_out(edges: list[Edge]) -> list[Edge]:
    """Leave out some local streets, so that blocks differ; old lanes nearly all stay."""
    rng = rng_for("thin")
    chance = {"old": 0.05, "inner": 0.07, "mid": 0.10, "suburb": 0.13, "industrial": 0.16, "port": 0.14}
    kept = []
    for edge in edges:
        district = edge.source.district
        draw = rng.random()
        if district and edge.highway == "residential" and draw < chance.get(district.kind, 0.1):
            continue
        kept.append(edge)
    return kept


def _strong(edges: list[Edge], is_driven: bool) -> tuple[np.ndarray, dict[Node, int]]:
    nodes = {node: i for i, node in enumerate(sorted({n for e in edges for n in e.ends}))}
    rows, cols = [], []
    for edge in edges:
        if is_driven and edge.highway == "pedestrian":
            continue
        a, b = (nodes[n] for n in edge.ends)
        rows.append(a)
        cols.append(b)
        if not edge.is_oneway:
            rows.append(b)
            cols.append(a)
    graph = coo_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(nodes), len(nodes)))
    _, label = connected_components(graph, directed=True, connection="strong")
    return label == np.bincount(label).argmax(), nodes


def _one_way(edge: Edge) -> Edge:
    """Alternate the direction of parallel lanes in the core."""
    source = edge.source
    district = source.district
    if not district or edge.highway != "residential" or district.kind not in ("old", "inner"):
        return edge
    if district.kind == "inner" and (district.number > 6 or source.family == 1):
        return edge
    points = (
        edge.points
        if source.line.project(Point(edge.points[0])) < source.line.project(Point(edge.points[-1]))
        else edge.points[::-1]
    )
    return replace(edge, points=points if source.rank % 2 else points[::-1], is_oneway=True)


def _keep_connected(edges: list[Edge]) -> list[Edge]:
    good, nodes = _strong(edges, is_driven=True)
    # A one-way street that traps somebody becomes an ordinary street.
    edges = [e if all(good[nodes[n]] for n in e.ends) else replace(e, is_oneway=False) for e in edges]
    good, nodes = _strong(edges, is_driven=True)
    driven = [e for e in edges if e.highway != "pedestrian" and all(good[nodes[n]] for n in e.ends)]
    walked, nodes = _strong([replace(e, is_oneway=False) for e in edges], is_driven=False)
    return driven + [e for e in edges if e.highway == "pedestrian" and all(walked[nodes[n]] for n in e.ends)]


def _speed(highway: str, source: StreetLine) -> int:
    if highway == "residential" and source.district and source.district.kind == "old":
        return 20
    return SPEEDS[highway]


def build_network(lines: list[StreetLine], greens: Greens) -> list[Edge]:
    """Return the edges of one connected network at ground level.

    Everything is snapped to half a metre at once, so that streets which meet share a junction exactly.
    """
    noded = unary_union([with_fewer_vertices(street) for street in lines], grid_size=0.5)
    pieces = sorted(lines_of(noded), key=lambda piece: piece.bounds)
    edges = []
    for piece, source in zip(pieces, _match(pieces, lines), strict=True):
        highway = source.highway
        if highway == "residential" and greens.pedestrian.contains(piece.interpolate(0.5, normalized=True)):
            highway = "pedestrian"
        points = tuple((float(x), float(y)) for x, y in piece.coords)
        is_bridge = source.key.startswith("bridge")
        edges.append(
            Edge(points=points, source=source, highway=highway, maxspeed=_speed(highway, source), is_bridge=is_bridge)
        )
    edges = _drop_stubs(_join(edges), 70)
    edges = _drop_stubs(_thin_out(edges), 70)
    edges = [_one_way(edge) for edge in _join(edges)]
    return sorted(_keep_connected(edges), key=lambda e: (e.source.key, e.points))


def _join(edges: list[Edge]) -> list[Edge]:
    """Join edges of one street across nodes where nothing else meets."""
    at: dict[Node, list[int]] = defaultdict(list)
    for i, edge in enumerate(edges):
        for node in edge.ends:
            at[node].append(i)
    alive: dict[int, Edge] = dict(enumerate(edges))
    for node in sorted(at):
        pair = at[node]
        if len(pair) != 2 or pair[0] == pair[1]:
            continue
        a, b = alive[pair[0]], alive[pair[1]]
        if a.source.key != b.source.key or a.highway != b.highway:
            continue
        head = a.points if a.points[-1] == node else a.points[::-1]
        tail = b.points if b.points[0] == node else b.points[::-1]
        alive[pair[0]] = replace(a, points=head + tail[1:])
        del alive[pair[1]]
        far = tail[-1]
        at[far] = [pair[0] if i == pair[1] else i for i in at[far]]
    return list(alive.values())
