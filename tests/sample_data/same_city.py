"""When two drawings are one city: the same doors, names and streets, and figures that differ by rounding alone.

Another processor rounds the last digit of a sine differently. What is written with seven decimals may then end in
another digit, and an area whose border runs along another one may have a vertex more; nobody could see either.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import osmium
from shapely.geometry import Polygon

HAIR_DEG = 2e-6
"""Two decimetres: far less than any door is from the next."""
AREA_SHARE = 0.002
"""Of an area, what may belong to one drawing only."""

Cells = list[list[object]]


def read_cells(path: Path) -> Cells:
    """Return what a table or the list of districts says, row by row; numbers as numbers."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    if path.suffix == ".geojson":
        return [list(_leaves(feature)) for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    with path.open(encoding="utf-8", newline="") as file:
        return [[_number_or_text(cell) for cell in row] for row in csv.reader(file)]


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from (key, *_leaves(value[key]))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _number_or_text(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


def differing_cells(one: Cells, other: Cells) -> list[str]:
    """Return where two tables say different things."""
    if [len(row) for row in one] != [len(row) for row in other]:
        return [f"{len(one)} rows against {len(other)}, or rows of other lengths"]
    return [
        f"row {number}: {a!r} against {b!r}"
        for number, (row, line) in enumerate(zip(one, other, strict=True), 1)
        for a, b in zip(row, line, strict=True)
        if not (_is_close(a, b) if isinstance(a, float) and isinstance(b, int | float) else a == b)
    ]


def _is_close(a: float, b: float) -> bool:
    return abs(a - b) <= HAIR_DEG


@dataclass(frozen=True, slots=True)
class Drawn:
    """A way of the map: its tags, and where its vertices are."""

    tags: tuple[tuple[str, str], ...]
    points: tuple[tuple[float, float], ...]

    @property
    def is_area(self) -> bool:
        """Closed, and no street: the border may have a vertex more."""
        return len(self.points) > 3 and self.points[0] == self.points[-1] and "highway" not in dict(self.tags)


@dataclass(frozen=True, slots=True)
class CityMap:
    """The map as it is read: points that say something, and ways, both in the order of the file."""

    points: tuple[Drawn, ...]
    ways: tuple[Drawn, ...]


def read_map(path: Path) -> CityMap:
    """Read a map; the numbers of its nodes are left out, an area with a vertex more moves them all."""
    points, ways = [], []
    for item in osmium.FileProcessor(str(path)).with_locations():
        tags = tuple(sorted((tag.k, tag.v) for tag in item.tags))
        if item.is_node() and tags:
            points.append(Drawn(tags, ((item.location.lon, item.location.lat),)))
        elif item.is_way():
            ways.append(Drawn(tags, tuple((node.lon, node.lat) for node in item.nodes)))
    return CityMap(tuple(points), tuple(ways))


def differing_things(one: CityMap, other: CityMap) -> list[str]:
    """Return what the two maps draw differently."""
    counts = [(len(city.points), len(city.ways)) for city in (one, other)]
    if counts[0] != counts[1]:
        return [f"{counts[0]} points and ways against {counts[1]}"]
    pairs: Iterable[tuple[Drawn, Drawn]] = zip((*one.points, *one.ways), (*other.points, *other.ways), strict=True)
    return [f"{dict(a.tags)} against {dict(b.tags)}" for a, b in pairs if not _is_same_thing(a, b)]


def _is_same_thing(a: Drawn, b: Drawn) -> bool:
    if a.tags != b.tags:
        return False
    if len(a.points) == len(b.points) and all(
        _is_close(p, q) for one, other in zip(a.points, b.points, strict=True) for p, q in zip(one, other, strict=True)
    ):
        return True
    if not (a.is_area and b.is_area):
        return False
    first, second = Polygon(a.points), Polygon(b.points)
    return first.symmetric_difference(second).area <= AREA_SHARE * first.area
