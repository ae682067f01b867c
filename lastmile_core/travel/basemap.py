"""The base map of a region."""

from __future__ import annotations

from pathlib import Path

from lastmile_core.travel.osrm_tools import ShouldStop
from lastmile_core.travel.region_info import Bbox


def build_basemap(
    osm_file: Path, region_folder: Path, name: str, bbox: Bbox, *, attribution: str, should_stop: ShouldStop | None
) -> None:
    """Draw it."""
