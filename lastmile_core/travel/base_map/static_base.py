"""Draws the base map into a picture, with the colours and widths of the browser's map."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lastmile_core.travel.base_map.glyphs import font_file
from lastmile_core.travel.base_map.map_shapes import Rows, Shape, load_shapes
from lastmile_core.travel.base_map.map_view import MapView
from lastmile_core.travel.base_map.palette import CASINGS, DRAWN, MIN_ZOOM, PALETTES, WIDTHS
from lastmile_core.travel.base_map.served_files import FACTS

BUILDING_ZOOM = 14.3
PLACE_KINDS = {"city": 19, "town": 15, "village": 13, "suburb": 12, "quarter": 11, "neighbourhood": 10}
LABELLED = ("motorway", "primary", "secondary", "tertiary", "street")
STREET_LABEL_ZOOM = 14.8


@dataclass(slots=True)
class BaseDrawing:
    """One picture in progress.

    Attributes
    ----------
    sharp
        Pixels drawn per pixel shown; the picture is made smaller at the end, which smooths every edge.
    taken
        Boxes of labels already drawn.
    """

    image: Image.Image
    view: MapView
    theme: str
    sharp: int = 1
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def zoom(self) -> float:
        """Zoom as the browser counts it."""
        return self.view.zoom - math.log2(self.sharp)

    def colour(self, name: str) -> str:
        """Return a colour of the theme."""
        palette = PALETTES[self.theme]
        return palette.get(name, palette["road"])

    def font(self, size: float, style: str = "") -> ImageFont.FreeTypeFont:
        """Return a font in shown pixels."""
        return ImageFont.truetype(font_file(f"DejaVuSans{style}.ttf"), round(size * self.sharp))

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        """Take a place for a label; False when it is taken or outside."""
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > self.image.width or bottom > self.image.height:
            return False
        if any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken):
            return False
        self.taken.append(box)
        return True


def draw_base(drawing: BaseDrawing, folder: Path) -> None:
    """Draw ground, areas, water, buildings and roads of the region whose map files lie in ``folder``."""
    is_island = _is_sea_around(folder)
    drawing.image.paste(drawing.colour("sea" if is_island else "land"), (0, 0, *drawing.image.size))
    for layer in ("ground", "areas", "water"):
        for shape in _visible(drawing, folder, layer):
            kind = shape.properties.get("k", "")
            if shape.is_area:
                _fill(drawing, shape, drawing.colour("sea" if kind == "water" else kind))
            else:
                _stroke(drawing, shape.rings[0], drawing.colour("water_line"), 1.2)
    if drawing.zoom >= BUILDING_ZOOM:
        for shape in _visible(drawing, folder, "buildings"):
            _fill(drawing, shape, drawing.colour("building"))
    _draw_roads(drawing, _visible(drawing, folder, "roads"))


def draw_names(drawing: BaseDrawing, folder: Path) -> None:
    """Write names of districts and streets where there is room."""
    for shape in _visible(drawing, folder, "places"):
        size = PLACE_KINDS.get(shape.properties.get("k", ""))
        if size:
            _write_place(drawing, shape, size)
    roads = [shape for shape in _visible(drawing, folder, "roads") if shape.properties.get("n")]
    for kind in LABELLED:
        if drawing.zoom < (STREET_LABEL_ZOOM if kind in ("street", "tertiary") else 12.5):
            continue
        for shape in roads:
            if shape.properties["c"] == kind:
                _write_along(drawing, shape)


def _is_sea_around(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / FACTS).read_text(encoding="utf-8"))["is_sea_around"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _visible(drawing: BaseDrawing, folder: Path, layer: str) -> list[Shape]:
    box = drawing.view.bbox
    return [shape for shape in load_shapes(folder / f"{layer}.geojson") if shape.touches(box)]


def _fill(drawing: BaseDrawing, shape: Shape, colour: str) -> None:
    rings = [drawing.view.pixels(ring) for ring in shape.rings]
    draw = ImageDraw.Draw(drawing.image)
    if len(rings) == 1:
        draw.polygon(rings[0].ravel().tolist(), fill=colour)
        return
    # A polygon with holes: painted through a mask, so that what lies below shows in the holes.
    mask = Image.new("1", drawing.image.size, 0)
    cut = ImageDraw.Draw(mask)
    for index, ring in enumerate(rings):
        cut.polygon(ring.ravel().tolist(), fill=0 if index else 1)
    drawing.image.paste(colour, (0, 0), mask)


def _stroke(drawing: BaseDrawing, line: Rows, colour: str, width: float) -> None:
    pixels = drawing.view.pixels(line).ravel().tolist()
    wide = max(1, round(width * drawing.sharp))
    ImageDraw.Draw(drawing.image).line(pixels, fill=colour, width=wide, joint="curve" if wide > 3 else None)


def _width(kind: str, zoom: float, narrow: bool) -> float:
    stops = WIDTHS[kind]
    zooms, widths = [zoom for zoom, _ in stops], [width for _, width in stops]
    return float(np.interp(zoom, zooms, widths)) * (0.55 if narrow else 1.0)


def _draw_roads(drawing: BaseDrawing, roads: list[Shape]) -> None:
    zoom = drawing.zoom
    shown = [shape for shape in roads if shape.properties["c"] in DRAWN and MIN_ZOOM[shape.properties["c"]] <= zoom]
    by_kind = {kind: [shape for shape in shown if shape.properties["c"] == kind] for kind in DRAWN}
    for is_casing in (True, False):
        for kind, shapes in by_kind.items():
            if is_casing and (kind not in CASINGS or zoom < 12):
                continue
            plain = drawing.colour("square" if kind == "pedestrian" else kind)
            colour = PALETTES[drawing.theme].get(f"{kind}_casing", drawing.colour("casing")) if is_casing else plain
            for shape in shapes:
                narrow = "l" in shape.properties or "x" in shape.properties
                width = _width(kind, zoom, narrow) + (CASINGS[kind] if is_casing else 0)
                _stroke(drawing, shape.rings[0], colour, width)
    for shape in roads:
        if shape.properties["c"] == "rail" and "t" not in shape.properties:
            _stroke(drawing, shape.rings[0], drawing.colour("rail"), 1.0)


def _write_place(drawing: BaseDrawing, shape: Shape, size: int) -> None:
    text = shape.properties["n"]
    small = shape.properties["k"] in ("suburb", "quarter", "neighbourhood")
    font = drawing.font(size, "-Bold")
    x, y = drawing.view.pixels(shape.rings[0])[0]
    draw = ImageDraw.Draw(drawing.image)
    text = text.upper() if small else text
    box = draw.textbbox((x, y), text, font=font, anchor="mm")
    if drawing.is_free(box):
        halo = {"stroke_width": round(1.6 * drawing.sharp), "stroke_fill": drawing.colour("label_halo")}
        draw.text((x, y), text, font=font, anchor="mm", fill=drawing.colour("place"), **halo)


def _write_along(drawing: BaseDrawing, shape: Shape) -> None:
    """Write a street's name on its longest straight piece, turned along it."""
    pixels = drawing.view.pixels(shape.rings[0])
    steps = np.diff(pixels, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    if not len(lengths) or lengths.sum() < 60 * drawing.sharp:
        return
    longest = int(lengths.argmax())
    font = drawing.font(9.5)
    text = shape.properties["n"]
    left, top, right, bottom = font.getbbox(text)
    if lengths[longest] < (right - left) * 0.8:
        return
    x, y = (pixels[longest] + pixels[longest + 1]) / 2
    angle = -math.degrees(math.atan2(steps[longest][1], steps[longest][0]))
    angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    margin = 2 * drawing.sharp
    label = Image.new("RGBA", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), (0, 0, 0, 0))
    halo = {"stroke_width": round(1.4 * drawing.sharp), "stroke_fill": drawing.colour("label_halo")}
    ImageDraw.Draw(label).text((margin - left, margin - top), text, font=font, fill=drawing.colour("label"), **halo)
    turned = label.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    corner = round(x - turned.width / 2), round(y - turned.height / 2)
    if drawing.is_free((corner[0], corner[1], corner[0] + turned.width, corner[1] + turned.height)):
        drawing.image.paste(turned, corner, turned)
