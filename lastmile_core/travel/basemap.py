"""The base map of a region: drawn once from its road file, served as plain files, no request to anybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lastmile_core.errors import NotFoundError
from lastmile_core.settings import Settings
from lastmile_core.travel import basemap_layers
from lastmile_core.travel.basemap_style import THEMES, make_style, plain_style
from lastmile_core.travel.coast import land_and_sea
from lastmile_core.travel.glyphs import write_glyphs
from lastmile_core.travel.osm_features import read_features
from lastmile_core.travel.osrm_tools import ShouldStop, stop_if_asked
from lastmile_core.travel.region_info import Bbox

__all__ = ["basemap_file", "build_basemap", "plain_style", "style_json", "style_url"]

FOLDER = "basemap"

FACTS = "basemap.json"

FILE_NAME = re.compile(r"(style-(light|dark)\.json|[a-z]+\.geojson|glyphs/[A-Za-z ]+/\d{1,5}-\d{1,5}\.pbf)")
"""Everything that may be served; whatever else is asked for is not there."""


def style_url(region_name: str, theme: str = "light") -> str:
    """Return the path of a region's style on our own server, ``/basemap/<name>/style-light.json``."""
    return f"{base_path(region_name)}/style-{theme if theme in THEMES else 'light'}.json"


def base_path(region_name: str) -> str:
    """Return the path under which a region's map files are served."""
    return f"/basemap/{quote(region_name, safe='')}"


def basemap_file(settings: Settings, region_name: str, filename: str) -> Path | None:
    """Return a map file that may be served; None for anything else, however the name is written."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", region_name) or not FILE_NAME.fullmatch(filename):
        return None
    root = (settings.regions / region_name / FOLDER).resolve()
    path = (root / filename).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None


def style_json(settings: Settings, region_name: str, theme: str, base_url: str = "") -> dict[str, Any]:
    """Return a region's style with complete addresses, for a map that is not shown on our own pages.

    Parameters
    ----------
    base_url
        Like ``http://127.0.0.1:8501``; empty keeps addresses relative to the server.

    Raises
    ------
    NotFoundError
        If the region has no base map.
    """
    path = basemap_file(settings, region_name, f"style-{theme}.json")
    if path is None:
        raise NotFoundError(f"The region “{region_name}” has no base map.", "Prepare the region again.")
    style: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    root = base_url.rstrip("/")
    style["glyphs"] = root + style["glyphs"]
    for source in style["sources"].values():
        source["data"] = root + source["data"]
    return style


def build_basemap(
    osm_file: Path,
    region_folder: Path,
    name: str,
    bbox: Bbox,
    *,
    attribution: str,
    should_stop: ShouldStop | None = None,
) -> None:
    """Write styles, shapes and letters into ``<region_folder>/basemap``.

    Raises
    ------
    RoadsError
        If the file cannot be read.
    RoadsCancelled
        If ``should_stop`` said so.
    """
    folder = region_folder / FOLDER
    folder.mkdir(parents=True)
    found = read_features(osm_file, should_stop)
    surroundings = land_and_sea(found.coast, found.islands, bbox)
    makers: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "ground": lambda: basemap_layers.ground(surroundings),
        "areas": lambda: basemap_layers.areas(found),
        "water": lambda: basemap_layers.water(found),
        "buildings": lambda: basemap_layers.buildings(found),
        "roads": lambda: basemap_layers.roads(found),
        "places": lambda: basemap_layers.places(found),
        "houses": lambda: basemap_layers.houses(found),
    }
    texts: set[str] = set()
    for layer, make in makers.items():
        stop_if_asked(should_stop)
        features = make()
        texts |= {feature["properties"].get("n", "") for feature in features}
        basemap_layers.write_layer(folder / f"{layer}.geojson", features)
    stop_if_asked(should_stop)
    # Districts are written in capitals, so their capitals need letters too.
    write_glyphs(folder / "glyphs", texts | {text.upper() for text in texts})
    west, south, east, north = bbox
    for theme in THEMES:
        style = make_style(
            theme,
            base_path(name),
            is_sea_around=surroundings.is_sea_around,
            attribution=attribution,
            centre=((west + east) / 2, (south + north) / 2),
        )
        path = folder / f"style-{theme}.json"
        path.write_text(json.dumps(style, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    facts = {"is_sea_around": surroundings.is_sea_around}
    (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")
