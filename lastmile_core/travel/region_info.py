"""A prepared road region: what is known about it and how it lies on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lastmile_core.model import Location

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
    num_streets: int = 0
    street_km: float = 0.0
    source_file: str = ""

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
        del facts["path"]
        (self.path / REGION_FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def read_region(folder: Path) -> RegionInfo | None:
    """Return the region in a folder; None when there is none or its facts cannot be read."""
    try:
        facts = json.loads((folder / REGION_FILE).read_text(encoding="utf-8"))
        west, south, east, north = (float(edge) for edge in facts["bbox"])
        return RegionInfo(
            name=folder.name,
            bbox=(west, south, east, north),
            profiles=tuple(profile for profile in facts["profiles"] if (folder / profile).is_dir()),
            built_at=str(facts["built_at"]),
            build_id=str(facts["build_id"]),
            path=folder,
            has_basemap=(folder / "basemap" / "style-light.json").is_file(),
            attribution=str(facts["attribution"]),
            num_streets=int(facts.get("num_streets", 0)),
            street_km=float(facts.get("street_km", 0.0)),
            source_file=str(facts.get("source_file", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
