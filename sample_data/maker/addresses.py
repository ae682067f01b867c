"""House numbers along both sides of the streets, and footprints of houses in the core."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from shapely import STRtree
from shapely.geometry import Point, Polygon

from sample_data.maker.cells import District, Plan
from sample_data.maker.geo import rng_for
from sample_data.maker.greens import Greens
from sample_data.maker.land import Land
from sample_data.maker.naming import street_key
from sample_data.maker.network import Edge

SPACING = {
    "old": 17,
    "inner": 40,
    "mid": 92,
    "suburb": 130,
    "industrial": 120,
    "port": 130,
    "airport": 200,
    "forest": 400,
}
_NUMBER_EVERY = 8.0
_OFFSET = {"old": 9.0, "inner": 11.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A front door.

    Attributes
    ----------
    heading
        Direction of the street in radians.
    """

    number: str
    street: str
    district: District
    x: float
    y: float
    heading: float

    @property
    def text(self) -> str:
        """Number and street as people write them."""
        return f"{self.number} {self.street}"


class _DistrictFinder:
    def __init__(self, plan: Plan) -> None:
        self.districts = plan.districts
        self.tree = STRtree([district.area for district in plan.districts])

    def at(self, x: float, y: float) -> District:
        return self.districts[int(self.tree.nearest(Point(x, y)))]


def _position(edge: Edge, x: float, y: float) -> float:
    """Metres along the street, the same way for all pieces of one grid street."""
    source = edge.source
    if source.district is None:
        return source.line.project(Point(x, y))
    turn = source.district.angle + math.pi / 2 * source.family
    centre = source.district.area.centroid
    return (x - centre.x) * math.cos(turn) + (y - centre.y) * math.sin(turn) + 6000


def make_addresses(edges: list[Edge], names: dict[str, str], plan: Plan, land: Land, greens: Greens) -> list[Address]:
    """Return every address: odd numbers on one side of a street, even ones on the other."""
    finder = _DistrictFinder(plan)
    wet = STRtree([land.river.buffer(6), land.lake.buffer(6), greens.airfield, greens.wood, greens.square])
    shops = [
        edge for edge in edges if edge.highway in ("residential", "tertiary", "secondary", "unclassified", "pedestrian")
    ]
    doors: dict[str, list[tuple[float, int, float, float, float, District]]] = defaultdict(list)
    roads = STRtree([edge.line for edge in edges])
    for edge in shops:
        if edge.is_bridge or edge.source.key.startswith(("pier", "square", "motorway", "link")):
            continue
        for door in _doors(edge, finder):
            spot = Point(door[2], door[3])
            near = roads.query(spot.buffer(5.5), predicate="intersects")
            if len(near) == 0 and len(wet.query(spot, predicate="intersects")) == 0 and land.island.contains(spot):
                doors[names[street_key(edge.source.key)]].append(door)
    return [address for street in sorted(doors) for address in _number(street, doors[street])]


def _doors(edge: Edge, finder: _DistrictFinder) -> list[tuple[float, int, float, float, float, District]]:
    line = edge.line
    middle = line.interpolate(0.5, normalized=True)
    district = edge.source.district or finder.at(middle.x, middle.y)
    rng = rng_for("doors", edge.points[0], edge.points[-1])
    gap = SPACING[district.kind] * (1.0 if edge.source.district else 1.25)
    found = []
    for side in (-1, 1):
        at = 13 + float(rng.uniform(0, min(gap, max(1.0, line.length - 26))))
        while at < line.length - 13:
            here, ahead = line.interpolate(at), line.interpolate(min(at + 1, line.length))
            heading = math.atan2(ahead.y - here.y, ahead.x - here.x)
            out = _OFFSET.get(district.kind, 13.0) * side
            x, y = here.x - math.sin(heading) * out, here.y + math.cos(heading) * out
            home = edge.source.district or finder.at(x, y)
            found.append((_position(edge, here.x, here.y), side, round(x, 1), round(y, 1), heading, home))
            at += gap * float(rng.uniform(0.85, 1.15))
    return found


def _number(street: str, doors: list[tuple[float, int, float, float, float, District]]) -> list[Address]:
    start = min(door[0] for door in doors)
    last = {-1: -1, 1: 0}
    addresses = []
    for at, side, x, y, heading, district in sorted(doors, key=lambda door: door[:4]):
        wanted = 2 * int((at - start) / _NUMBER_EVERY) + (1 if side < 0 else 2)
        last[side] = max(last[side] + 2, wanted)
        addresses.append(Address(number=str(last[side]), street=street, district=district, x=x, y=y, heading=heading))
    return addresses


def make_buildings(addresses: list[Address]) -> list[Polygon]:
    """Return a footprint for each house of the old town and the quarters round it."""
    footprints = []
    for address in addresses:
        if address.district.kind != "old":
            continue
        rng = rng_for("house", address.text)
        half_w, depth = float(rng.uniform(5.5, 8.0)), float(rng.uniform(4.2, 6.0))
        cos, sin = math.cos(address.heading), math.sin(address.heading)
        corners = [(-half_w, -depth), (half_w, -depth), (half_w, depth), (-half_w, depth)]
        footprints.append(Polygon([(address.x + u * cos - v * sin, address.y + u * sin + v * cos) for u, v in corners]))
    return footprints
