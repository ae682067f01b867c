"""Pictures of the city for the eye, at any zoom: ``python -m sample_data.maker.picture FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from sample_data.maker.town import Town, make_town

_ROADS = {
    "pedestrian": (3, "#d9c7ef"),
    "unclassified": (3, "#ffffff"),
    "residential": (3, "#ffffff"),
    "tertiary": (4, "#ffffff"),
    "secondary": (6, "#f3c867"),
    "primary": (8, "#e8a33d"),
    "motorway_link": (5, "#e06a5a"),
    "motorway": (6, "#e06a5a"),
}
VIEWS = {"city": (-7700, -6200, 7700, 6200), "centre": (-2600, -5200, 4200, 800), "old-town": (100, -3100, 1600, -1700)}


def draw(town: Town, view: tuple[float, float, float, float], width: int = 2000) -> Image.Image:
    """Return a picture of the part of the city inside ``view`` (min x, min y, max x, max y in metres)."""
    scale = width / (view[2] - view[0])
    image = Image.new("RGB", (width, int((view[3] - view[1]) * scale)), "#cfe3ee")
    pen = ImageDraw.Draw(image)

    def put(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        return [((x - view[0]) * scale, (view[3] - y) * scale) for x, y in points]

    pen.polygon(put(town.land.island.exterior.coords), fill="#efece4")
    for district in town.plan.districts:
        if district.kind in ("industrial", "port"):
            pen.polygon(put(district.area.exterior.coords), fill="#e6dfe8")
    areas = [(town.greens.wood, "#b9d6a8"), (town.greens.airfield, "#dfe5d3"), (town.greens.square, "#d9c7ef")]
    areas += [(park, "#cde6c0") for _, park in town.greens.parks] + [
        (water, "#a9cfe6") for water in (town.land.river, town.land.lake)
    ]
    areas += [(building, "#ddd5c8") for building in town.buildings] if scale > 0.25 else []
    for area, fill in areas:
        pen.polygon(put(area.exterior.coords), fill=fill)
    pen.line(put(town.greens.runway.coords), fill="#999999", width=max(2, int(45 * scale)))
    zoom = max(0.45, scale * 2.2)
    for highway, (size, fill) in _ROADS.items():
        chosen = [put(edge.points) for edge in town.edges if edge.highway == highway]
        for grow, colour in ((2, "#b9b2a6"), (0, fill)):
            for points in chosen:
                pen.line(points, fill=colour, width=max(1, int(size * zoom) + grow))
    if scale > 0.25:
        for address in town.addresses:
            (at,) = put([(address.x, address.y)])
            pen.text(at, address.number, fill="#776f66", anchor="mm") if scale > 1 else pen.point(at, fill="#776f66")
    for district in town.plan.districts:
        spot = district.area.representative_point()
        pen.text(put([(spot.x, spot.y)])[0], district.name, fill="#333333", anchor="mm", font_size=18)
    return image


def main(folder: Path) -> None:
    town = make_town()
    for name, view in VIEWS.items():
        draw(town, view).save(folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
