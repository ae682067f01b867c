"""Places without streets: parks, squares, the airfield, woods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely import unary_union
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, Polygon, box

from sample_data.maker.cells import Plan
from sample_data.maker.geo import biggest, rng_for
from sample_data.maker.land import OLD_TOWN, Land


@dataclass(frozen=True, slots=True, kw_only=True)
class Greens:
    """Areas by name; ``airfield`` and ``runway`` belong together."""

    parks: tuple[tuple[str, Polygon], ...]
    wood: Polygon
    square: Polygon
    pedestrian: Polygon
    airfield: Polygon
    runway: LineString

    @property
    def closed(self) -> Polygon:
        """Everything that local streets may not cross."""
        return unary_union([*(park for _, park in self.parks), self.wood, self.square, self.airfield])


def _blob(centre: Point, radius: float, rng: np.random.Generator) -> Polygon:
    theta = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = 1 + sum(0.13 / k**0.5 * np.sin(k * theta + rng.uniform(0, 2 * np.pi)) for k in (2, 3, 4))
    stretch = rng.uniform(0.75, 1.3)
    shape = Polygon(
        np.column_stack(
            [centre.x + radius * reach * np.cos(theta) * stretch, centre.y + radius * reach * np.sin(theta)]
        )
    )
    return rotate(shape, float(rng.uniform(0, 180)))


def _parks(land: Land, plan: Plan) -> list[tuple[str, Polygon]]:
    parks = []
    for district in plan.districts:
        rng = rng_for("park", district.number)
        chance = {"inner": 0.55, "mid": 0.6, "suburb": 0.45}.get(district.kind, 0.0)
        if rng.random() > chance:
            continue
        middle = district.area.representative_point()
        radius = {"inner": 190, "mid": 300, "suburb": 400}[district.kind] * float(rng.uniform(0.6, 1.15))
        shift = rng.uniform(-0.35, 0.35, 2) * radius
        shape = _blob(Point(middle.x + shift[0], middle.y + shift[1]), radius, rng)
        room = district.area.buffer(-70).difference(land.water.buffer(75))
        shape = shape.intersection(room)
        if not shape.is_empty and biggest(shape).area > 25_000:
            parks.append(
                (
                    f"{district.name} {rng.choice(['Park', 'Common', 'Gardens', 'Green'])}",
                    biggest(shape.buffer(-12).buffer(12)),
                )
            )
    return parks


def make_greens(land: Land, plan: Plan) -> Greens:
    """Return the green and open areas of the town."""
    by_kind = {district.kind: district for district in plan.districts}
    centre = Point(OLD_TOWN)
    old = next(d for d in plan.districts if d.name == "Old Town")
    square = rotate(box(-75, -48, 75, 48), np.degrees(old.angle), origin=(0, 0))
    square = Polygon([(x + centre.x, y + centre.y) for x, y in square.exterior.coords])
    field = by_kind["airport"].area
    middle = field.representative_point()
    runway = rotate(LineString([(middle.x - 760, middle.y), (middle.x + 760, middle.y)]), 62, origin=middle)
    airfield = biggest(runway.buffer(330, cap_style="flat").buffer(40).intersection(field.buffer(-90)))
    return Greens(
        parks=tuple(_parks(land, plan)),
        wood=biggest(by_kind["forest"].area.buffer(-55).difference(land.water.buffer(60))),
        square=square,
        pedestrian=centre.buffer(260),
        airfield=airfield,
        runway=runway.intersection(airfield.buffer(-60)),
    )
