"""Reads what the base map shows out of an OSM file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.filter import KeyFilter

from lastmile_core.errors import RoadsError
from lastmile_core.travel.base_map import osm_classes
from lastmile_core.travel.road_engine.osrm_tools import ShouldStop, stop_if_asked

MAX_BUILDINGS = 60_000
MAX_HOUSES = 40_000

MORE_KEYS = ("railway", "waterway", "place", "addr:housenumber")
"""Keys of lines and points that are drawn, beside those of areas."""


@dataclass(slots=True)
class OsmFeatures:
    """Shapes by kind, longitude before latitude as in GeoJSON.

    Attributes
    ----------
    roads
        Lines by (class, flags, name), see `osm_classes.road_key`.
    areas
        (kind, polygon, name).
    coast
        Coastlines as drawn: land on the left.
    islands
        Areas tagged as islands; used when a file has no coastline.
    houses
        (longitude, latitude, house number).
    has_more_buildings, has_more_houses
        True when there were too many to draw.
    """

    roads: dict[tuple[str, str, str], list[Any]] = field(default_factory=lambda: defaultdict(list))
    areas: list[tuple[str, Any, str]] = field(default_factory=list)
    water: list[tuple[Any, str]] = field(default_factory=list)
    waterways: list[tuple[str, Any, str]] = field(default_factory=list)
    buildings: list[Any] = field(default_factory=list)
    coast: list[Any] = field(default_factory=list)
    islands: list[Any] = field(default_factory=list)
    places: list[tuple[str, str, float, float]] = field(default_factory=list)
    houses: list[tuple[float, float, str]] = field(default_factory=list)
    has_more_buildings: bool = False
    has_more_houses: bool = False


def read_features(osm_file: Path, should_stop: ShouldStop | None = None) -> OsmFeatures:
    """Read everything the base map draws.

    Raises
    ------
    RoadsError
        If the file cannot be read.
    RoadsCancelled
        If ``should_stop`` said so.
    """
    found = OsmFeatures()
    shapes = osmium.geom.WKBFactory()
    reader = osmium.FileProcessor(str(osm_file)).with_areas(KeyFilter(*osm_classes.AREA_KEYS))
    reader = reader.with_filter(KeyFilter(*osm_classes.AREA_KEYS, *MORE_KEYS))
    try:
        for index, item in enumerate(reader):
            if index % 5000 == 0:
                stop_if_asked(should_stop)
            if item.is_node():
                _take_node(found, item)
            elif item.is_area():
                _take_area(found, item, shapes)
            elif item.is_way():
                _take_way(found, item, shapes)
    except (ValueError, OSError) as error:
        raise RoadsError("The base map cannot be drawn: the road file is damaged.", "Download it again.") from error
    return found


def _take_node(found: OsmFeatures, node: Any) -> None:
    tags = node.tags
    place, name = tags.get("place"), tags.get("name")
    if place in osm_classes.PLACES and name:
        found.places.append((place, name, node.location.lon, node.location.lat))
    _take_house(found, tags, node.location.lon, node.location.lat)


def _take_house(found: OsmFeatures, tags: Any, lon: float, lat: float) -> None:
    number = tags.get("addr:housenumber")
    if not number:
        return
    if len(found.houses) >= MAX_HOUSES:
        found.has_more_houses = True
    else:
        found.houses.append((lon, lat, number[:8]))


def _take_way(found: OsmFeatures, way: Any, shapes: Any) -> None:
    tags = way.tags
    is_coast = tags.get("natural") == "coastline"
    waterway = tags.get("waterway")
    key = osm_classes.road_key(tags)
    if key is not None and tags.get("area") == "yes":
        key = None
    if not (is_coast or key or waterway in osm_classes.WATER_LINES):
        return
    try:
        line = shapely.from_wkb(shapes.create_linestring(way))
    except (RuntimeError, ValueError):
        return  # a way whose nodes were cut off at the edge of the extract
    if is_coast:
        found.coast.append(line)
    elif key is not None:
        kind, flags, name = key
        if "r" in flags:
            line, flags = line.reverse(), flags.replace("r", "o")
        found.roads[(kind, flags, name)].append(line)
    else:
        found.waterways.append((waterway, line, tags.get("name", "")))


def _take_area(found: OsmFeatures, area: Any, shapes: Any) -> None:
    tags = area.tags
    kind = osm_classes.area_kind(tags)
    if kind == "square" and tags.get("area") != "yes" and tags.get("place") != "square" and area.from_way():
        kind = None  # a pedestrian street that happens to close is a line
    is_water, is_building = osm_classes.is_water(tags), tags.get("building", "no") != "no"
    is_island = tags.get("place") in ("island", "islet")
    if not (kind or is_water or is_building or is_island):
        return
    try:
        shape = shapely.from_wkb(shapes.create_multipolygon(area))
    except (RuntimeError, ValueError):
        return  # a broken outline; the map can do without it
    name = tags.get("name", "")
    if is_island:
        found.islands.append(shape)
    if is_water:
        found.water.append((shape, name))
    elif is_building:
        if len(found.buildings) >= MAX_BUILDINGS:
            found.has_more_buildings = True
        else:
            found.buildings.append(shape)
        middle = shape.centroid
        _take_house(found, tags, middle.x, middle.y)
    elif kind:
        found.areas.append((kind, shape, name))
    if tags.get("place") in osm_classes.PLACES and name and not area.from_way():
        middle = shape.representative_point()
        found.places.append((tags["place"], name, middle.x, middle.y))
