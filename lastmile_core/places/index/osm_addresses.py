"""Reads what an OpenStreetMap file knows about addresses: doors, named streets, places, outlines."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.filter import KeyFilter

from lastmile_core.errors import LastmileError

SCALE = 10_000_000
"""OSM keeps degrees as whole ten-millionths; so do we, exactly."""

PLACE_RADII_M = {
    "city": 15_000.0,
    "town": 6_000.0,
    "village": 2_500.0,
    "hamlet": 1_200.0,
    "suburb": 2_500.0,
    "borough": 5_000.0,
    "quarter": 1_800.0,
    "neighbourhood": 1_200.0,
    "locality": 1_200.0,
    "isolated_dwelling": 600.0,
}
"""Kinds of places that people write into an address, and how far they reach when no outline is known."""

DOORS_ONLY = "address"
"""Kind of a town that only its doors name: nobody knows how far it reaches."""

NOT_A_STREET = frozenset(("proposed", "construction", "platform", "bus_stop", "elevator", "razed", "abandoned"))
_OTHER_NAMES = ("alt_name", "old_name", "loc_name", "short_name", "official_name", "int_name")
_KEYS = ("addr:housenumber", "highway", "place", "boundary", "addr:street")
_OUTLINES = KeyFilter("addr:housenumber", "boundary", "place")


@dataclass(frozen=True, slots=True)
class Door:
    """A house number; ``osm`` is the kind and id of its OSM object (``n`` or ``w`` or ``r``)."""

    street: str
    number: str
    postcode: str
    town: str
    lat: int
    lon: int
    osm: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """A piece of a named street; ``line`` is latitude, longitude, latitude, … in ten-millionths of a degree."""

    name: str
    other_names: tuple[str, ...]
    postcode: str
    line: array[int]


@dataclass(frozen=True, slots=True)
class TownArea:
    """A town or a part of one; without an outline it reaches as far as such places usually do."""

    name: str
    kind: str
    lat: float
    lon: float
    radius_m: float


@dataclass(slots=True)
class Outlines:
    """Areas of towns and of postcodes: (name, polygon), degrees, longitude first."""

    towns: list[tuple[str, Any]] = field(default_factory=list)
    postcodes: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Takers:
    """Who gets what was found; doors and ways come by the million and are not kept here."""

    door: Callable[[Door], None]
    way: Callable[[Way], None]
    place: Callable[[TownArea], None]
    outlines: Outlines
    streets_of_doors: dict[tuple[str, int], str]


def read_addresses(osm_file: Path, takers: Takers, check: Callable[[], None]) -> None:
    """Read a file and hand on everything that says where an address is.

    Parameters
    ----------
    check
        Called every few thousand objects; raises when somebody wants to stop.

    Raises
    ------
    LastmileError
        If the file cannot be read.
    """
    shapes = osmium.geom.WKBFactory()
    reader = osmium.FileProcessor(str(osm_file)).with_areas(_OUTLINES).with_filter(KeyFilter(*_KEYS, "type"))
    try:
        for index, item in enumerate(reader):
            if index % 5000 == 0:
                check()
            if item.is_node():
                _take_node(item, takers)
            elif item.is_area():
                _take_area(item, takers, shapes)
            elif item.is_way():
                _take_way(item, takers)
            elif item.tags.get("type") == "associatedStreet":
                _take_members(item, takers)
    except (RuntimeError, ValueError, OSError) as error:
        raise LastmileError(
            "The addresses cannot be read: the road file is damaged or no OpenStreetMap file.", "Download it again."
        ) from error


def _take_node(node: Any, takers: Takers) -> None:
    lat, lon = node.location.lat, node.location.lon
    for door in _doors(node.tags, lat, lon, ("n", node.id)):
        takers.door(door)
    kind, name = node.tags.get("place"), node.tags.get("name")
    if name and kind in PLACE_RADII_M:
        for one in (name, *_other_names(node.tags)):
            takers.place(TownArea(one, kind, lat, lon, PLACE_RADII_M[kind]))


def _take_way(way: Any, takers: Takers) -> None:
    tags = way.tags
    kind, name = tags.get("highway"), tags.get("name")
    if not name or kind is None or kind in NOT_A_STREET:
        return
    line = array("i")
    for node in way.nodes:
        if node.location.valid():
            line.extend((round(node.location.lat * SCALE), round(node.location.lon * SCALE)))
    if len(line) >= 2:
        takers.way(Way(name, _other_names(tags), tags.get("postal_code", ""), line))


def _take_area(area: Any, takers: Takers, shapes: Any) -> None:
    tags = area.tags
    wants_outline = tags.get("boundary") in ("administrative", "postal_code") or tags.get("place") in PLACE_RADII_M
    if not (wants_outline or "addr:housenumber" in tags):
        return
    try:
        shape = shapely.from_wkb(shapes.create_multipolygon(area))
    except (RuntimeError, ValueError):
        return  # an outline that is cut off at the edge of the extract
    middle = shape.centroid
    osm = ("w" if area.from_way() else "r", area.orig_id())
    for door in _doors(tags, middle.y, middle.x, osm):
        takers.door(door)
    if not wants_outline:
        return
    code = tags.get("postal_code", "")
    if tags.get("boundary") == "postal_code" and (code or tags.get("ref")):
        takers.outlines.postcodes.append((code or tags["ref"], shape))
    elif (name := tags.get("name")) and (tags.get("place") in PLACE_RADII_M or _is_local(tags)):
        west, south, east, north = shape.bounds
        radius = max(500.0, max(north - south, (east - west) * 0.7) * 111_195 / 2)
        for one in (name, *_other_names(tags)):
            takers.outlines.towns.append((one, shape))
            takers.place(TownArea(one, tags.get("place", "boundary"), middle.y, middle.x, radius))


def _is_local(tags: Any) -> bool:
    # Levels 7 to 11 are municipalities and their parts; above are counties and states, which nobody delivers to.
    level = tags.get("admin_level", "")
    return tags.get("boundary") == "administrative" and level.isdigit() and 7 <= int(level) <= 11


def _take_members(relation: Any, takers: Takers) -> None:
    name = relation.tags.get("name") or relation.tags.get("addr:street")
    if not name:
        return
    for member in relation.members:
        if member.role in ("house", "address"):
            takers.streets_of_doors[(member.type, member.ref)] = name


def _doors(tags: Any, lat: float, lon: float, osm: tuple[str, int]) -> Iterator[Door]:
    numbers = tags.get("addr:housenumber")
    if not numbers:
        return
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    town = tags.get("addr:city", "")
    postcode = tags.get("addr:postcode", "")
    for number in numbers.replace(";", ",").split(","):
        if number.strip():
            yield Door(street, number.strip(), postcode, town, round(lat * SCALE), round(lon * SCALE), osm)


def _other_names(tags: Any) -> tuple[str, ...]:
    found = [tags[key] for key in _OTHER_NAMES if key in tags]
    found += [tag.v for tag in tags if tag.k.startswith("name:") and len(tag.k) <= 8]
    return tuple(dict.fromkeys(name.strip() for text in found for name in text.split(";") if name.strip()))
