"""A prepared road region: what is known about it and how it lies on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lastmile_core.model import Location
from lastmile_core.travel.road_engine.osrm_prepare import has_shortcuts
from lastmile_core.travel.road_engine.osrm_tools import road_rules_id

REGION_FILE = "region.json"

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionInfo:
    """Facts about a region.

    Attributes
    ----------
    bbox
        West, south, east, north of its streets, degrees.
    profiles
        Road profiles that are ready.
    built_at
        UTC, ISO 8601.
    build_id
        Changes whenever the same place could get another answer.
    path
        The region's folder.
    is_fast
        Whether every profile has its shortcuts; without them a matrix of 1,000 places takes about five seconds.
    rules_id
        Hash of the profiles that it was prepared with (``road_rules_id``).
    num_streets, street_km
        Streets that vehicles may use.
    attribution
        Must be shown with the map.
    """

    name: str
    bbox: Bbox
    profiles: tuple[str, ...]
    built_at: str
    build_id: str
    path: Path
    has_basemap: bool
    attribution: str
    is_fast: bool = True
    num_streets: int = 0
    street_km: float = 0.0
    source_file: str = ""
    rules_id: str = ""

    @property
    def is_outdated(self) -> bool:
        """Whether it was prepared under other rules of the road than those of this release."""
        return self.rules_id != road_rules_id()

    def holds(self, point: Location) -> bool:
        """Whether a point lies in the bounding box."""
        west, south, east, north = self.bbox
        return west <= point.lon <= east and south <= point.lat <= north

    def share_inside(self, points: Sequence[Location]) -> float:
        """Return the share of points inside, 0 to 1; 0 when there are none."""
        return sum(self.holds(point) for point in points) / len(points) if points else 0.0

    @property
    def area(self) -> float:
        """Size of the box in square degrees, only for comparing regions."""
        west, south, east, north = self.bbox
        return (east - west) * (north - south)

    def write(self) -> None:
        """Write ``region.json`` into the folder."""
        facts = asdict(self)
        for found_on_disk in ("path", "is_fast", "has_basemap"):
            del facts[found_on_disk]
        (self.path / REGION_FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def read_region(folder: Path) -> RegionInfo | None:
    """Return the region in a folder; None when there is none or its facts cannot be read."""
    try:
        facts = json.loads((folder / REGION_FILE).read_text(encoding="utf-8"))
        west, south, east, north = (float(edge) for edge in facts["bbox"])
        profiles = tuple(profile for profile in facts["profiles"] if (folder / profile).is_dir())
        return RegionInfo(
            name=folder.name,
            bbox=(west, south, east, north),
            profiles=profiles,
            built_at=str(facts["built_at"]),
            build_id=str(facts["build_id"]),
            path=folder,
            has_basemap=(folder / "basemap" / "style-light.json").is_file(),
            attribution=str(facts["attribution"]),
            is_fast=all(has_shortcuts(folder / profile) for profile in profiles),
            num_streets=int(facts.get("num_streets", 0)),
            street_km=float(facts.get("street_km", 0.0)),
            source_file=str(facts.get("source_file", "")),
            rules_id=str(facts.get("rules_id", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
