"""The base map of a region as served to a browser: plain files, no request to anybody else.

Drawing it is in ``basemap_build``, which needs libraries that a page does not want to load.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from lastmile_core.settings import Settings
from lastmile_core.travel.base_map.palette import THEMES
from lastmile_core.travel.base_map.style import plain_style

__all__ = ["basemap_file", "plain_style", "style_url"]

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
