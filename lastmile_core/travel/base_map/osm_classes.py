"""Which OpenStreetMap tags become which kind of thing on the base map."""

from __future__ import annotations

from collections.abc import Mapping

ROADS = {
    "motorway": "motorway",
    "motorway_link": "motorway",
    "trunk": "motorway",
    "trunk_link": "motorway",
    "primary": "primary",
    "primary_link": "primary",
    "secondary": "secondary",
    "secondary_link": "secondary",
    "tertiary": "tertiary",
    "tertiary_link": "tertiary",
    "unclassified": "street",
    "residential": "street",
    "living_street": "street",
    "road": "street",
    "service": "service",
    "pedestrian": "pedestrian",
    "footway": "path",
    "cycleway": "path",
    "path": "path",
    "steps": "path",
    "track": "path",
    "bridleway": "path",
}

ROAD_RANKS = ("motorway", "primary", "secondary", "tertiary", "street", "service", "pedestrian", "path", "rail", "pier")
"""Most important first; a region that is too large loses them from the end."""

AREAS = {
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "common"): "park",
    ("leisure", "golf_course"): "park",
    ("leisure", "nature_reserve"): "park",
    ("leisure", "playground"): "park",
    ("leisure", "recreation_ground"): "park",
    ("landuse", "recreation_ground"): "park",
    ("landuse", "village_green"): "park",
    ("landuse", "forest"): "wood",
    ("natural", "wood"): "wood",
    ("landuse", "grass"): "grass",
    ("landuse", "meadow"): "grass",
    ("landuse", "farmland"): "grass",
    ("landuse", "orchard"): "grass",
    ("landuse", "vineyard"): "grass",
    ("landuse", "allotments"): "grass",
    ("natural", "grassland"): "grass",
    ("natural", "scrub"): "grass",
    ("natural", "heath"): "grass",
    ("leisure", "pitch"): "pitch",
    ("leisure", "stadium"): "pitch",
    ("leisure", "sports_centre"): "pitch",
    ("leisure", "track"): "pitch",
    ("landuse", "cemetery"): "cemetery",
    ("amenity", "grave_yard"): "cemetery",
    ("landuse", "industrial"): "industrial",
    ("landuse", "railway"): "industrial",
    ("landuse", "quarry"): "industrial",
    ("landuse", "port"): "port",
    ("landuse", "harbour"): "port",
    ("industrial", "port"): "port",
    ("landuse", "commercial"): "commercial",
    ("landuse", "retail"): "commercial",
    ("landuse", "residential"): "built",
    ("amenity", "school"): "campus",
    ("amenity", "university"): "campus",
    ("amenity", "hospital"): "campus",
    ("natural", "beach"): "sand",
    ("natural", "sand"): "sand",
    ("highway", "pedestrian"): "square",
    ("place", "square"): "square",
    ("aeroway", "aerodrome"): "airport",
    ("man_made", "pier"): "pier",
    ("man_made", "breakwater"): "pier",
}

WATER_AREAS = {
    ("natural", "water"),
    ("waterway", "riverbank"),
    ("waterway", "dock"),
    ("landuse", "reservoir"),
    ("landuse", "basin"),
}

WATER_LINES = {"river", "canal", "stream"}

RAILS = {"rail", "light_rail", "tram", "subway", "narrow_gauge"}

PLACES = ("city", "town", "village", "suburb", "quarter", "borough", "neighbourhood", "hamlet", "locality")

AREA_ORDER = (
    "built",
    "campus",
    "commercial",
    "industrial",
    "port",
    "airport",
    "grass",
    "wood",
    "park",
    "cemetery",
    "pitch",
    "sand",
    "square",
    "pier",
)
"""Painted in this order, so a park inside a housing area stays visible."""

AREA_KEYS = tuple(sorted({key for key, _ in AREAS} | {key for key, _ in WATER_AREAS} | {"building"}))


def area_kind(tags: Mapping[str, str]) -> str | None:
    """Return the kind of an area on the map; None when it is not drawn."""
    for key in AREA_KEYS:
        kind = AREAS.get((key, tags.get(key, "")))
        if kind:
            return kind
    return None


def is_water(tags: Mapping[str, str]) -> bool:
    """Whether an area is water."""
    return any(tags.get(key) == value for key, value in WATER_AREAS)


def road_key(tags: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return (class, flags, name) of a line; None when it is not drawn.

    Flags: ``l`` link, ``b`` bridge, ``t`` tunnel, ``o`` one way, ``r`` one way against the line, ``x`` alley,
    ``m`` tram.
    """
    kind = ROADS.get(tags.get("highway", ""))
    if kind is None:
        if tags.get("railway") in RAILS:
            kind = "rail"
        elif tags.get("man_made") in ("pier", "breakwater", "groyne"):
            kind = "pier"
        else:
            return None
    flags = ""
    if tags.get("highway", "").endswith("_link"):
        flags += "l"
    if tags.get("bridge", "no") != "no":
        flags += "b"
    if tags.get("tunnel", "no") not in ("no", "building_passage") or tags.get("railway") == "subway":
        flags += "t"
    if kind == "rail" and tags.get("railway") == "tram":
        flags += "m"
    if kind not in ("rail", "pier", "path"):
        oneway = tags.get("oneway", "")
        if oneway == "-1":
            flags += "r"
        elif oneway in ("yes", "true", "1") or tags.get("junction") == "roundabout":
            flags += "o"
    if tags.get("service") in ("parking_aisle", "driveway", "drive-through"):
        flags += "x"
    return kind, flags, tags.get("name", "") if kind not in ("rail", "pier") else ""
