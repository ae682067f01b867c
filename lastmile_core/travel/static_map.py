"""A picture of routes on the base map, for paper: driver sheets and reports."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from lastmile_core.settings import Settings
from lastmile_core.travel.base_map.map_view import MapView, fit
from lastmile_core.travel.base_map.served_files import FOLDER
from lastmile_core.travel.base_map.static_base import BaseDrawing, draw_base, draw_names
from lastmile_core.travel.regions import get_region

Colour = str | tuple[int, int, int]

SHARP = 2
"""Drawn twice as large and made smaller: smooth edges without another library."""

LINE_PX = 4.0
EDGE_PX = 1.6
POINT_PX = 10.0

MAX_SIDE = 4000


def draw_static_map(
    settings: Settings,
    region_name: str | None,
    lines: Sequence[tuple[Sequence[tuple[float, float]], Colour]],
    points: Sequence[tuple[float, float, str, Colour]],
    size: tuple[int, int] = (900, 600),
    theme: str = "light",
) -> bytes:
    """Return a PNG that shows all lines and points, fitted to the picture.

    Parameters
    ----------
    region_name
        Base map to draw below; None, unknown or without a map gives a plain background.
    lines
        ((latitude, longitude) …, colour); drawn in order, the last on top.
    points
        (latitude, longitude, label, colour); labels of up to three letters stand in the dot.
    size
        Width and height in pixels, at most 4,000 each.

    Raises
    ------
    ValueError
        If the size is not positive or too large.
    """
    width, height = size
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise ValueError(f"a map picture of {width} × {height} pixels cannot be drawn; use 1 to {MAX_SIDE} each way")
    places = [point for line, _ in lines for point in line] + [(lat, lon) for lat, lon, _, _ in points]
    view = fit(places, width * SHARP, height * SHARP)
    image = Image.new("RGB", (width * SHARP, height * SHARP))
    drawing = BaseDrawing(image=image, view=view, theme=theme if theme == "dark" else "light", sharp=SHARP)
    image.paste(drawing.colour("land"), (0, 0, *image.size))
    region = get_region(settings, region_name) if region_name else None
    has_base = region is not None and region.has_basemap and bool(places)
    if region is not None and has_base:
        draw_base(drawing, region.path / FOLDER)
    _draw_lines(drawing, view, lines)
    _reserve(drawing, view, points)
    if region is not None and has_base:
        _write_source(drawing, region.attribution)
        draw_names(drawing, region.path / FOLDER)
    for point in points:
        _draw_point(drawing, view, point)
    out = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _position(view: MapView, lat: float, lon: float) -> tuple[float, float]:
    x, y = view.pixels(np.array([[lon, lat]], dtype=np.float64))[0]
    return float(x), float(y)


def _draw_lines(
    drawing: BaseDrawing, view: MapView, lines: Sequence[tuple[Sequence[tuple[float, float]], Colour]]
) -> None:
    draw = ImageDraw.Draw(drawing.image)
    for line, colour in lines:
        if len(line) < 2:
            continue
        pixels = view.pixels(np.array([(lon, lat) for lat, lon in line], dtype=np.float64)).ravel().tolist()
        edge = round((LINE_PX + 2 * EDGE_PX) * SHARP)
        draw.line(pixels, fill=drawing.colour("label_halo"), width=edge, joint="curve")
        draw.line(pixels, fill=colour, width=round(LINE_PX * SHARP), joint="curve")


def _reserve(drawing: BaseDrawing, view: MapView, points: Sequence[tuple[float, float, str, Colour]]) -> None:
    """Keep names of streets off the stops."""
    radius = POINT_PX * SHARP
    for lat, lon, _, _ in points:
        x, y = _position(view, lat, lon)
        drawing.taken.append((x - radius, y - radius, x + radius, y + radius))


def _draw_point(drawing: BaseDrawing, view: MapView, point: tuple[float, float, str, Colour]) -> None:
    lat, lon, label, colour = point
    x, y = _position(view, lat, lon)
    draw = ImageDraw.Draw(drawing.image)
    radius = (POINT_PX if label else POINT_PX * 0.6) * SHARP
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, fill=colour, outline="#ffffff", width=round(EDGE_PX * SHARP))
    if label:
        font = drawing.font(11 if len(label) < 3 else 8, "-Bold")
        draw.text((x, y), label[:3], font=font, anchor="mm", fill=_readable(colour))


def _readable(colour: Colour) -> str:
    """Return black or white, whichever can be read on the colour."""
    pixel = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    red, green, blue = pixel if isinstance(pixel, tuple) else (0, 0, 0)
    return "#101418" if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else "#ffffff"


def _write_source(drawing: BaseDrawing, text: str) -> None:
    """Write whose data the map is, as its licence asks."""
    font = drawing.font(8)
    draw = ImageDraw.Draw(drawing.image)
    corner = (drawing.image.width - 4 * SHARP, drawing.image.height - 3 * SHARP)
    box = draw.textbbox(corner, text, font=font, anchor="rb")
    if drawing.is_free(box):
        draw.rectangle((box[0] - 4, box[1] - 3, box[2] + 4, box[3] + 3), fill=drawing.colour("label_halo"))
        draw.text(corner, text, font=font, anchor="rb", fill=drawing.colour("label"))
