"""A first look at an OSM file: can it be read, are there streets, where do they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium.filter import KeyFilter

from lastmile_core.errors import RoadsError
from lastmile_core.travel.region_files.region_info import Bbox
from lastmile_core.travel.road_engine.osrm_tools import ShouldStop, stop_if_asked

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.bz2", ".osm.gz")

MAX_FILE_BYTES = 1_500_000_000
"""Larger files need more memory and hours than an office machine has; a delivery area is far smaller."""

STREETS = frozenset(
    (
        "motorway",
        "motorway_link",
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
    )
)

METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmScan:
    """What a file holds: streets, their length (km) and the box around them (west, south, east, north)."""

    bbox: Bbox
    num_streets: int
    street_km: float


def check_file(osm_file: Path) -> None:
    """Check a road file before any work is done.

    Raises
    ------
    RoadsError
        If it is missing, empty, too large or has another ending.
    """
    if not osm_file.is_file():
        raise RoadsError(f"The road file “{osm_file.name}” is not there.", "Check the path.")
    if not osm_file.name.lower().endswith(ENDINGS):
        raise RoadsError(
            f"“{osm_file.name}” is not an OpenStreetMap file.",
            "Use a file whose name ends in .osm.pbf (or .osm, .osm.bz2, .osm.gz).",
        )
    size = osm_file.stat().st_size
    if size == 0:
        raise RoadsError(f"The road file “{osm_file.name}” is empty.", "Download it again.")
    if size > MAX_FILE_BYTES:
        raise RoadsError(
            f"The road file is {size / 1e9:.1f} GB; up to {MAX_FILE_BYTES / 1e9:.1f} GB can be prepared.",
            "Cut it to your delivery area first, or run a road server and set its address (LASTMILE_OSRM_URL).",
        )


def scan(osm_file: Path, should_stop: ShouldStop | None = None) -> OsmScan:
    """Read the streets of a file.

    Raises
    ------
    RoadsError
        If it cannot be read or has no streets.
    """
    west, south, east, north = math.inf, math.inf, -math.inf, -math.inf
    streets, metres = 0, 0.0
    try:
        for index, way in enumerate(
            osmium.FileProcessor(str(osm_file)).with_locations().with_filter(KeyFilter("highway"))
        ):
            if index % 5000 == 0:
                stop_if_asked(should_stop)
            if not way.is_way() or way.tags.get("highway") not in STREETS:
                continue
            last = None
            for node in way.nodes:
                if not node.location.valid():
                    continue
                lon, lat = node.location.lon, node.location.lat
                west, east = min(west, lon), max(east, lon)
                south, north = min(south, lat), max(north, lat)
                if last is not None:
                    shrink = math.cos(math.radians(lat))
                    metres += math.hypot((lon - last[0]) * shrink, lat - last[1]) * METRES_PER_DEGREE
                last = (lon, lat)
            streets += 1
    except (RuntimeError, ValueError, OSError) as error:
        raise RoadsError(
            "The road file cannot be read: it is damaged or no OpenStreetMap file.",
            "Download it again and check that its name ends in .osm.pbf.",
        ) from error
    if not streets or west > east:
        raise RoadsError(
            "The road file holds no streets.", "Choose a file that covers your delivery area, with its streets."
        )
    return OsmScan(bbox=(west, south, east, north), num_streets=streets, street_km=round(metres / 1000, 1))
