"""Draws the base map of a region from its road file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lastmile_core.travel.base_map import layers as basemap_layers
from lastmile_core.travel.base_map.coast import land_and_sea
from lastmile_core.travel.base_map.glyphs import write_glyphs
from lastmile_core.travel.base_map.osm_features import read_features
from lastmile_core.travel.base_map.palette import THEMES
from lastmile_core.travel.base_map.served_files import FACTS, FOLDER, base_path
from lastmile_core.travel.base_map.style import make_style
from lastmile_core.travel.region_files.region_info import Bbox
from lastmile_core.travel.road_engine.osrm_tools import ShouldStop, stop_if_asked


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
    makers: dict[str, Callable[[], list[basemap_layers.Feature]]] = {
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
        texts |= {feature.properties.get("n", "") for feature in features}
        basemap_layers.write_layer(folder / f"{layer}.geojson", features)
    stop_if_asked(should_stop)
    # Districts are written in capitals, so their capitals need letters too.
    write_glyphs(folder / "glyphs", texts | {text.upper() for text in texts})
    _write_styles(folder, name, bbox, surroundings.is_sea_around, attribution)
    facts = {"is_sea_around": surroundings.is_sea_around}
    (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")


def _write_styles(folder: Path, name: str, bbox: Bbox, is_sea_around: bool, attribution: str) -> None:
    west, south, east, north = bbox
    for theme in THEMES:
        style = make_style(
            theme,
            base_path(name),
            is_sea_around=is_sea_around,
            attribution=attribution,
            centre=((west + east) / 2, (south + north) / 2),
        )
        path = folder / f"style-{theme}.json"
        path.write_text(json.dumps(style, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
