"""A map that is small on the wire and never asks anybody else for a background."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from pydeck import Deck, Layer, View, ViewState
from pydeck.bindings.json_tools import default_serialize
from pydeck.types import String

from pages.charts.palette import SURFACES, Theme

TOOLTIP_TEMPLATE = "<b>{title}</b><br/>{text}"
"""Constant on purpose: a template built from customers' text would be interpreted as HTML; values are escaped."""

AUTO_CHARACTERS = String("auto")
"""Every character of the data; the plain word "auto" crashes the text layer."""

FONT = String("Source Sans, DejaVu Sans, Arial, sans-serif")

_TILE_PX = 512
SIZE_PX = (860, 520)
"""Width and height that a map is assumed to have when a page does not say."""

LonLat = list[float]


class CompactDeck(Deck):  # type: ignore[misc]
    """A deck whose JSON has no spaces: half the bytes and a fifth of the time of the indented form."""

    def to_json(self) -> str:
        """Return the map as compact JSON; a coordinate that is not a number is refused here, not in the browser."""
        return json.dumps(
            self,
            default=default_serialize,
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
        )


def point(lat: float, lon: float) -> LonLat:
    """Return ``[lon, lat]`` rounded to 6 digits (0.1 m), the order that the map wants."""
    return [round(lon, 6), round(lat, 6)]


def text_layer(layer_id: str, rows: Sequence[dict[str, Any]], **options: Any) -> Layer:
    """Return a text layer with the settings that every text on our maps shares; ``n`` is the text, ``p`` the place."""
    settings: dict[str, Any] = {
        "get_position": "p",
        "get_text": "n",
        "get_color": "k",
        "character_set": AUTO_CHARACTERS,
        "font_family": FONT,
        "font_weight": 700,
        "pickable": False,
    }
    return Layer("TextLayer", data=list(rows), id=layer_id, **{**settings, **options})


def fit_view(points: Iterable[LonLat], *, size_px: tuple[int, int] = SIZE_PX) -> ViewState:
    """Return the view that shows all ``[lon, lat]`` points with a margin; the whole world when there are none."""
    places = list(points)
    if not places:
        return ViewState(latitude=20, longitude=0, zoom=1, pitch=0, bearing=0)
    west, east = min(p[0] for p in places), max(p[0] for p in places)
    south, north = min(p[1] for p in places), max(p[1] for p in places)
    share_x = (east - west) / 360
    share_y = abs(_mercator(north) - _mercator(south))
    zooms = [
        math.log2(size * 0.86 / _TILE_PX / share)
        for size, share in zip(size_px, (share_x, share_y), strict=True)
        if share > 0
    ]
    zoom = min([*zooms, 15.5])
    middle = _inverse_mercator((_mercator(north) + _mercator(south)) / 2)
    return ViewState(
        latitude=round(middle, 6),
        longitude=round((west + east) / 2, 6),
        zoom=round(max(zoom, 0.5), 2),
        min_zoom=1,
        max_zoom=19,
        pitch=0,
        bearing=0,
    )


def build_deck(layers: Sequence[Layer], view: ViewState, *, theme: Theme, style_url: str | None) -> CompactDeck:
    """Return a map over our own base map, or over nothing when there is none.

    Parameters
    ----------
    style_url
        Address of the base map's style on our own server; None or "" when the region has none.
    """
    surface = SURFACES[theme]
    shared: dict[str, Any] = {
        "layers": list(layers),
        "views": [View(type="MapView", controller=True)],
        "initial_view_state": view,
        "tooltip": {
            "html": TOOLTIP_TEMPLATE,
            "style": {
                "backgroundColor": surface.ground,
                "color": surface.ink,
                "fontSize": "13px",
                "borderRadius": "6px",
                "padding": "6px 10px",
                "maxWidth": "280px",
                "boxShadow": "0 1px 6px rgba(0,0,0,.35)",
            },
        },
    }
    if style_url:
        return CompactDeck(map_provider="mapbox", map_style=style_url, **shared)
    # map_style must not be passed at all here: even None makes the browser ask a public tile server.
    return CompactDeck(map_provider=None, **shared)


def svg_icon(svg: str, *, size: int = 96) -> dict[str, Any]:
    """Return an icon for an IconLayer from SVG text, carried inside the page (no request)."""
    encoded = base64.b64encode(svg.encode()).decode("ascii")
    return {
        "url": f"data:image/svg+xml;base64,{encoded}",
        "width": size,
        "height": size,
        "anchorX": size // 2,
        "anchorY": size // 2,
    }


def _mercator(lat: float) -> float:
    """Return the share of the world's height at a latitude, growing northward."""
    clipped = max(-85.0, min(85.0, lat))
    return 0.5 + math.log(math.tan(math.pi / 4 + math.radians(clipped) / 2)) / (2 * math.pi)


def _inverse_mercator(share: float) -> float:
    return math.degrees(2 * math.atan(math.exp((share - 0.5) * 2 * math.pi)) - math.pi / 2)
