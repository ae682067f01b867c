"""Street lines before they are noded: grids in districts, quays, park edges, bridges, motorway."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import unary_union
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon

from sample_data.maker.cells import BLOCKS, District, Plan
from sample_data.maker.geo import lines_of, polygons_of, rng_for, steady
from sample_data.maker.greens import Greens
from sample_data.maker.land import QUAY, Land


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetLine:
    """One street as drawn: a line, its class, and who it belongs to.

    Attributes
    ----------
    key
        Unique name of the line; edges of the same line share a street name.
    family
        0 and 1 are the two directions of a grid, -1 is any other line.
    rank
        Number of the line within its family; alternates the one-way direction.
    """

    key: str
    line: LineString
    highway: str
    district: District | None = None
    family: int = -1
    rank: int = 0


def _offsets(reach: float, size: float, rng: np.random.Generator) -> Iterator[float]:
    at = -reach + float(rng.uniform(0, size))
    while at < reach:
        yield at
        at += size * float(rng.uniform(0.86, 1.14))


def _grid(district: District, closed: Polygon, barrier: Polygon) -> Iterator[StreetLine]:
    """Yield both families of streets of a district, clipped to what it leaves open."""
    rng = rng_for("grid", district.number)
    short, long = BLOCKS[district.kind]
    centre = district.area.centroid
    reach = max(Point(c).distance(centre) for c in district.area.exterior.coords) + 50
    wave, phase = float(rng.uniform(0.010, 0.024)) * reach, rng.uniform(0, 2 * np.pi, 2)
    open_area = district.area.buffer(2).difference(closed).difference(barrier)
    nearby = district.area.buffer(60)
    edge = unary_union([district.area.exterior, closed.boundary, barrier.boundary]).intersection(nearby).buffer(24)
    sizes = (short, long) if rng.random() < 0.5 else (long, short)
    along = np.arange(-reach, reach + 1, 45.0)
    for family in (0, 1):
        turn = np.degrees(district.angle) + 90 * family
        for rank, offset in enumerate(_offsets(reach, sizes[family], rng)):
            bent = offset + wave * np.sin(along / reach * 2.6 + phase[family])
            line = translate(LineString(np.column_stack([along, bent])), centre.x, centre.y)
            line = rotate(line, turn, origin=centre)
            highway = _class_of(district, offset, sizes[family])
            for number, piece in enumerate(lines_of(line.intersection(open_area))):
                if piece.length < 45 or _hugs(piece, edge):
                    continue
                key = f"d{district.number}/{family}/{rank}" + (f"/{number}" if number else "")
                yield StreetLine(key=key, line=piece, highway=highway, district=district, family=family, rank=rank)


def _class_of(district: District, offset: float, size: float) -> str:
    if district.kind in ("industrial", "port", "airport"):
        return "unclassified"
    if district.kind in ("mid", "suburb") and abs(offset) < size * 0.5:
        return "tertiary"
    return "residential"


def _hugs(piece: LineString, edge: Polygon) -> bool:
    """Tell whether a street runs so close along a bigger one that nobody would have built it."""
    return piece.intersection(edge).length > 0.55 * piece.length


def _bridge_spots(plan: Plan, land: Land, bank: Polygon) -> list[tuple[LineString, str]]:
    """Return the crossings that are built: big roads that meet the river squarely, and a few across the gaps."""
    spots: list[tuple[float, LineString, str]] = []
    river_bank, dry = land.river.buffer(QUAY + 3), land.town.buffer(-40)
    roads = [
        (plan.coast, "secondary"),
        *((line, "primary") for line in plan.ring),
        *((line, "secondary") for line in plan.arterials),
    ]
    for road, highway in roads:
        for piece in lines_of(road.intersection(bank)):
            ends = Point(piece.coords[0]), Point(piece.coords[-1])
            at = land.river_line.project(piece.interpolate(0.5, normalized=True))
            width = 2 * land.river.exterior.distance(land.river_line.interpolate(at)) + 2 * QUAY
            lands = all(river_bank.covers(end) and (dry.covers(end) or road is plan.coast) for end in ends)
            if not lands or not piece.intersects(land.river_line) or piece.length > 2.1 * max(width, 110):
                continue
            if all(abs(at - other) > 480 for other, _, _ in spots):
                spots.append((at, piece, highway))
    for at in np.arange(700, land.river_line.length - 700, 150):
        if all(abs(at - other) > 880 for other, _, _ in spots):
            here, ahead = (np.array(land.river_line.interpolate(at + d).coords[0]) for d in (-5, 5))
            side = np.array([-(ahead - here)[1], (ahead - here)[0]]) / 10 * 240
            pieces = lines_of(LineString([(here + ahead) / 2 - side, (here + ahead) / 2 + side]).intersection(bank))
            spots.append((at, max(pieces, key=lambda piece: piece.length), "tertiary"))
    return [(piece, highway) for _, piece, highway in sorted(spots, key=lambda spot: spot[0])]


def _big_roads(plan: Plan, land: Land, bank: Polygon, closed: Polygon) -> Iterator[StreetLine]:
    blocked = unary_union([bank, closed])
    sets = (("ring", plan.ring, "primary"), ("art", plan.arterials, "secondary"), ("coast", (plan.coast,), "secondary"))
    for group, lines, highway in sets:
        for number, line in enumerate(lines):
            for part, piece in enumerate(lines_of(line.difference(blocked if group != "coast" else bank))):
                if piece.length > 60:
                    name = f"{group}{number}" + (f"/{part}" if part else "")
                    yield StreetLine(key=name, line=piece, highway=highway)
    for number, (piece, highway) in enumerate(_bridge_spots(plan, land, bank)):
        yield StreetLine(key=f"bridge{number}", line=piece, highway=highway)


def _edges_of_places(plan: Plan, land: Land, greens: Greens, bank: Polygon) -> Iterator[StreetLine]:
    town = land.town.buffer(1)
    for number, area in enumerate(polygons_of(bank)):
        for part, piece in enumerate(lines_of(area.exterior.intersection(town))):
            if piece.length > 100:
                yield StreetLine(key=f"quay{number}/{part}", line=piece, highway="tertiary")
    for number, (_, park) in enumerate(greens.parks):
        round_it = steady(LineString(park.buffer(14).exterior.coords)).simplify(1)
        yield StreetLine(key=f"park{number}", line=round_it, highway="residential")
    yield StreetLine(key="square", line=LineString(greens.square.exterior.coords), highway="pedestrian")
    for number, pier in enumerate(land.piers):
        box = pier.minimum_rotated_rectangle.exterior.coords
        ends = sorted(((np.array(a) + np.array(b)) / 2 for a, b in itertools.pairwise(box)), key=lambda p: p[0])
        head = ends[0] + (ends[-1] - ends[0]) * 0.06
        tail = land.town.exterior.interpolate(land.town.exterior.project(Point(ends[-1])))
        yield StreetLine(
            key=f"pier{number}", line=LineString([head, ends[-1], (tail.x, tail.y)]), highway="unclassified"
        )


def draw_streets(land: Land, plan: Plan, greens: Greens, motorway: LineString) -> list[StreetLine]:
    """Return every street line at ground level (the motorway is laid over them later)."""
    bank = unary_union([land.river.buffer(QUAY), land.lake.buffer(QUAY)])
    bank = Polygon(max(polygons_of(bank), key=lambda area: area.area).exterior).intersection(land.town.buffer(60))
    closed = unary_union([*(park.buffer(14) for _, park in greens.parks), greens.wood, greens.square, greens.airfield])
    walls = unary_union([bank, motorway.buffer(42)])
    lines = list(_big_roads(plan, land, bank, unary_union([greens.airfield, greens.square])))
    lines += _edges_of_places(plan, land, greens, bank)
    for district in plan.districts:
        lines += _grid(district, closed, walls)
    return lines
