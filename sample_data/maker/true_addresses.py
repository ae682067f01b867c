"""True addresses of a map, for measuring: its doors, its streets, or doors invented along its streets."""

from __future__ import annotations

import itertools
import math
import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.osm import mutable

from sample_data.maker.dirty_addresses import Point, TrueAddress

METRES_PER_DEGREE = 111_195.0
NOT_YET = ("proposed", "construction")
NAMES = ("name", "alt_name", "old_name", "loc_name")


def read_doors(osm_file: Path) -> list[TrueAddress]:
    """Return every address node of a map."""
    return [_door(node) for node in osmium.FileProcessor(str(osm_file)) if node.is_node() and _has_address(node)]


def _has_address(node: object) -> bool:
    return "addr:housenumber" in node.tags and "addr:street" in node.tags  # type: ignore[attr-defined]


def _door(node: osmium.osm.Node) -> TrueAddress:
    tags = node.tags
    return TrueAddress(
        street=tags["addr:street"],
        number=tags["addr:housenumber"],
        postcode=tags.get("addr:postcode", ""),
        town=tags.get("addr:city", ""),
        point=(node.location.lat, node.location.lon),
    )


def without_doors(osm_file: Path, target: Path, *, share_kept: float, seed: int) -> None:
    """Copy a map and leave out the address of most of its doors."""
    rng = random.Random(seed)
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for item in osmium.FileProcessor(str(osm_file)):
            if item.is_node() and _has_address(item) and rng.random() > share_kept:
                continue
            writer.add(item)


def _streets(osm_file: Path) -> dict[str, list[tuple[Point, ...]]]:
    """Return the lines of each street name; left out are those that nobody can tell apart.

    They differ by an accent only, or are a second name of another street.
    """
    found: dict[str, list[tuple[Point, ...]]] = defaultdict(list)
    spellings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for way in osmium.FileProcessor(str(osm_file)).with_locations():
        if not way.is_way() or way.tags.get("highway", "proposed") in NOT_YET:
            continue
        for name in (tag.v for tag in way.tags if tag.k in NAMES):
            spellings[_plain(name)].add((name, way.tags.get("name", "")))
        line = tuple((node.location.lat, node.location.lon) for node in way.nodes if node.location.valid())
        if len(line) > 1 and "name" in way.tags:
            found[way.tags["name"]].append(line)
    return {name: lines for name, lines in found.items() if len(spellings[_plain(name)]) == 1}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _lies_together(lines: list[tuple[Point, ...]], limit_m: float = 400.0) -> bool:
    """Whether the pieces of a name are one street: none is farther from all others than the limit."""
    left, reached = list(lines[1:]), [lines[0]]
    waiting = [lines[0]]
    while waiting:
        here = waiting.pop()
        near = [line for line in left if any(_metres(a, b) < limit_m for a in here for b in line)]
        left = [line for line in left if line not in near]
        reached += near
        waiting += near
    return not left


def read_streets(osm_file: Path, town: str, language: str, seed: int, most: int | None = None) -> list[TrueAddress]:
    """Return an invented number on streets whose name stands for one street only.

    Parameters
    ----------
    most
        So many streets are enough; None takes all.
    """
    rng = random.Random(seed)
    names = sorted(_streets(osm_file).items())
    rng.shuffle(names)
    fitting = (
        TrueAddress(
            street=name,
            number=str(rng.randint(1, 1500)),
            postcode="",
            town=town,
            point=lines[0][0],
            language=language,
            lines=tuple(lines),
        )
        for name, lines in names
        if any(letter.isalpha() for letter in name) and _lies_together(lines)
    )
    return list(itertools.islice(fitting, most))


def with_doors(
    osm_file: Path, target: Path, town: str, language: str, *, share_kept: float, seed: int
) -> list[TrueAddress]:
    """Copy a map with invented doors along its streets, numbered by metres, and return them all.

    Only some of them are in the copy. As in Brazil, the number is the distance from the beginning of the street in
    metres, odd on the left and even on the right.
    """
    rng = random.Random(seed)
    doors = [
        door
        for name, lines in sorted(_streets(osm_file).items())
        if len(lines) == 1 and any(letter.isalpha() for letter in name)
        for door in _doors_along(name, lines[0], town, language, rng)
    ]
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for item in osmium.FileProcessor(str(osm_file)):
            writer.add(item)
        for number, door in enumerate(door for door in doors if rng.random() < share_kept):
            tags = {"addr:housenumber": door.number, "addr:street": door.street, "addr:city": town}
            writer.add_node(mutable.Node(id=10**12 + number, version=1, location=door.point[::-1], tags=tags))
    return doors


def _doors_along(
    name: str, line: tuple[Point, ...], town: str, language: str, rng: random.Random
) -> Iterator[TrueAddress]:
    for side in (0, 1):
        walked, wanted = 0.0, rng.uniform(5, 25)
        for one, other in itertools.pairwise(line):
            step = _metres(one, other)
            while step > 0 and wanted <= walked + step:
                share = (wanted - walked) / step
                here = (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
                number = 2 * (int(wanted) // 2) + 1 + side
                yield TrueAddress(
                    street=name,
                    number=str(number),
                    postcode="",
                    town=town,
                    point=_aside(here, one, other, 9.0 if side else -9.0),
                    language=language,
                )
                wanted += rng.uniform(12, 30)
            walked += step


def _aside(here: Point, one: Point, other: Point, metres: float) -> Point:
    shrink = math.cos(math.radians(here[0]))
    east, north = (other[1] - one[1]) * shrink, other[0] - one[0]
    length = math.hypot(east, north)
    away = metres / METRES_PER_DEGREE / length
    return here[0] - east * away, here[1] + north * away / shrink


def distance_m(point: Point, truth: TrueAddress) -> float:
    """Return how far a point is from the door, or from the street of an address whose door nobody knows."""
    if not truth.lines:
        return _metres(point, truth.point)
    return min(_to_segment(point, a, b) for line in truth.lines for a, b in itertools.pairwise(line))


def _metres(one: Point, other: Point) -> float:
    shrink = math.cos(math.radians(one[0]))
    return math.hypot((one[1] - other[1]) * shrink, one[0] - other[0]) * METRES_PER_DEGREE


def _to_segment(point: Point, one: Point, other: Point) -> float:
    shrink = math.cos(math.radians(point[0]))
    ax, ay = (one[1] - point[1]) * shrink, one[0] - point[0]
    dx, dy = (other[1] - one[1]) * shrink, other[0] - one[0]
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
    return math.hypot(ax + dx * share, ay + dy * share) * METRES_PER_DEGREE
