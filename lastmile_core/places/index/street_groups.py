"""Pieces and doors of one name sorted into streets: Hauptstraße of one village is not that of the next."""

from __future__ import annotations

import itertools
import math
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lastmile_core.places.index.flat_earth import (
    METRES_PER_DEGREE,
    Point,
    circle_around,
    metres_between,
    point_along,
    project,
)
from lastmile_core.places.index.osm_addresses import SCALE

CELL_M = 250.0
"""Pieces in the same or in touching cells of this size belong together: gaps of up to about 400 m are bridged."""

BESIDE_M = 60.0
"""A door this far from a piece of street still stands at it."""


@dataclass(frozen=True, slots=True)
class RawDoor:
    """A door of a street name."""

    number: str
    postcode: str
    town: str
    lat: int
    lon: int


@dataclass(frozen=True, slots=True)
class RawWay:
    """A piece of a street name."""

    name: str
    postcode: str
    line: array[int]


@dataclass(slots=True)
class Street:
    """One street: its pieces and doors lie together.

    Attributes
    ----------
    middle
        A point of the street itself, about half-way along it.
    radius_m
        Distance from there to its farthest end or door.
    """

    ways: list[RawWay] = field(default_factory=list)
    doors: list[RawDoor] = field(default_factory=list)
    middle: Point = (0.0, 0.0)
    radius_m: float = 0.0

    @property
    def postcodes(self) -> list[str]:
        """Postcodes of its doors and pieces, the most frequent first."""
        found = Counter(
            code for code in (*(door.postcode for door in self.doors), *(way.postcode for way in self.ways)) if code
        )
        return [code for code, _ in found.most_common()]

    @property
    def towns(self) -> list[str]:
        """Towns that its doors name, the most frequent first."""
        return [town for town, _ in Counter(door.town for door in self.doors if door.town).most_common()]


def group_streets(ways: Sequence[RawWay], doors: Sequence[RawDoor]) -> list[Street]:
    """Return the streets of one name."""
    cells = _Cells(ways[0].line[0] if ways else doors[0].lat)
    homes_of_ways = [cells.add(_dense(way.line)) for way in ways]
    homes_of_doors = [cells.add([(door.lat, door.lon)]) for door in doors]
    cells.join_neighbours()
    streets: dict[tuple[int, int], Street] = {}
    for way, home in zip(ways, homes_of_ways, strict=True):
        streets.setdefault(cells.root(home), Street()).ways.append(way)
    for door, home in zip(doors, homes_of_doors, strict=True):
        streets.setdefault(cells.root(home), Street()).doors.append(door)
    for street in streets.values():
        _measure(street)
    return list(streets.values())


def doors_beside(ways: Sequence[RawWay], doors: Sequence[RawDoor]) -> list[RawDoor]:
    """Return the doors that stand at one of the pieces."""
    found = []
    lines = [degrees(way.line) for way in ways if len(way.line) > 2]
    boxes = [
        (min(p[0] for p in line), min(p[1] for p in line), max(p[0] for p in line), max(p[1] for p in line))
        for line in lines
    ]
    margin = BESIDE_M / METRES_PER_DEGREE * 1.5
    for door in doors:
        lat, lon = door.lat / SCALE, door.lon / SCALE
        for (south, west, north, east), line in zip(boxes, lines, strict=True):
            is_near = south - margin <= lat <= north + margin and west - 2 * margin <= lon <= east + 2 * margin
            if is_near and project(line, (lat, lon))[1] <= BESIDE_M:
                found.append(door)
                break
    return found


class _Cells:
    """A grid whose filled cells are joined with their neighbours (union-find)."""

    def __init__(self, latitude: int) -> None:
        self._high = round(CELL_M / METRES_PER_DEGREE * SCALE)
        self._wide = round(self._high / max(0.05, math.cos(math.radians(latitude / SCALE))))
        self._parent: dict[tuple[int, int], tuple[int, int]] = {}

    def add(self, points: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Join the cells of all points; return one of them."""
        first: tuple[int, int] | None = None
        for lat, lon in points:
            cell = (lat // self._high, lon // self._wide)
            self._parent.setdefault(cell, cell)
            if first is None:
                first = cell
            elif cell != first:
                self._join(first, cell)
        assert first is not None
        return first

    def join_neighbours(self) -> None:
        """Join every cell with the filled ones that touch it."""
        for row, column in list(self._parent):
            for step in ((0, 1), (1, -1), (1, 0), (1, 1)):
                neighbour = (row + step[0], column + step[1])
                if neighbour in self._parent:
                    self._join((row, column), neighbour)

    def root(self, cell: tuple[int, int]) -> tuple[int, int]:
        """Return the cell that stands for all joined with this one."""
        while self._parent[cell] != cell:
            self._parent[cell] = self._parent[self._parent[cell]]
            cell = self._parent[cell]
        return cell

    def _join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        self._parent[self.root(other)] = self.root(one)


def _dense(line: array[int]) -> list[tuple[int, int]]:
    """Return the points of a piece with more between those that are far apart."""
    points = list(zip(line[::2], line[1::2], strict=True))
    step = CELL_M / METRES_PER_DEGREE * SCALE
    found = points[:1]
    for (lat, lon), (next_lat, next_lon) in itertools.pairwise(points):
        parts = math.ceil(max(abs(next_lat - lat), abs(next_lon - lon)) / step)
        for part in range(1, parts + 1):
            found.append((lat + (next_lat - lat) * part // parts, lon + (next_lon - lon) * part // parts))
    return found


def degrees(line: Sequence[int]) -> list[Point]:
    """Return a piece as points in degrees."""
    return [(lat / SCALE, lon / SCALE) for lat, lon in zip(line[::2], line[1::2], strict=True)]


def _measure(street: Street) -> None:
    lines = [degrees(way.line) for way in street.ways]
    doors = [(door.lat / SCALE, door.lon / SCALE) for door in street.doors]
    everything = [point for line in lines for point in line] + doors
    centre, _ = circle_around(everything)
    on_it = [point_along(line, project(line, centre)[0]) for line in lines] or doors
    street.middle = min(on_it, key=lambda point: metres_between(point, centre))
    street.radius_m = max(metres_between(street.middle, point) for point in everything)
