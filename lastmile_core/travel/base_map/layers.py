"""Turns shapes into the small GeoJSON files that the base map draws."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

from lastmile_core.travel.base_map.coast import LandAndSea
from lastmile_core.travel.base_map.osm_classes import AREA_ORDER, ROAD_RANKS
from lastmile_core.travel.base_map.osm_features import OsmFeatures

MAX_ROAD_POINTS = 600_000
"""About 15 MB; a region with more loses its least important roads on the map (never in the engine)."""

ROUGH = 1e-5
FINE = 3e-6
"""Degrees (1 m and 0.3 m) that a drawn line may deviate."""

LABEL_LENGTH = 4e-3
"""Degrees (about 400 m) of outline; smaller parks and ponds carry no label."""

FEW_AREAS = 60
"""With fewer areas the file knows streets only; the built-up area is then drawn around them."""

BUILT_UP = 0.0014
"""Degrees (about 150 m) around streets that count as built up."""

DIGITS = 6
"""Decimals of a degree that are written (0.1 m)."""


class Feature(NamedTuple):
    """A shape with what the style needs to know about it: ``k`` or ``c`` its kind, ``n`` its name."""

    shape: Any
    properties: dict[str, Any]


def clean(text: str) -> str:
    """Drop characters that the map's letters cannot show (beyond 16 bits, controls)."""
    return "".join(letter for letter in text if 31 < ord(letter) < 0x10000).strip()


def write_layer(path: Path, features: Sequence[Feature]) -> None:
    """Write a GeoJSON file without needless spaces."""
    shapes = shapely.transform([feature.shape for feature in features], lambda points: np.round(points, DIGITS))
    # Written by the geometry library at once: building 250,000 nested lists in Python takes ten times as long.
    drawn = shapely.to_geojson(shapes)
    lines = [
        f'{{"type":"Feature","properties":{_compact(feature.properties)},"geometry":{geometry}}}'
        for feature, geometry in zip(features, drawn, strict=True)
    ]
    text = '{"type":"FeatureCollection","features":[' + ",\n".join(lines) + "]}"
    path.write_text(text, encoding="utf-8")


def _compact(properties: dict[str, Any]) -> str:
    return json.dumps(properties, ensure_ascii=False, separators=(",", ":"))


def ground(found: LandAndSea) -> list[Feature]:
    """Return land (in the sea) or sea (on land)."""
    kind = "land" if found.is_sea_around else "sea"
    shapes = (shapely.simplify(shape, ROUGH) for shape in found.shapes)
    return [Feature(shape, {"k": kind}) for shape in shapes if not shape.is_empty]


def areas(found: OsmFeatures) -> list[Feature]:
    """Return parks, housing, harbours … in the order in which they are painted, with the name of larger ones."""
    ranked = sorted(found.areas, key=lambda area: (AREA_ORDER.index(area[0]), -area[1].area))
    num_land_use = sum(kind not in ("square", "pier", "pitch") for kind, _, _ in ranked)
    features = _built_up(found) if num_land_use < FEW_AREAS else []
    for kind, shape, name in ranked:
        properties: dict[str, Any] = {"k": kind}
        if name and shape.length > LABEL_LENGTH:
            properties["n"] = clean(name)
        features.append(Feature(shapely.simplify(shape, ROUGH), properties))
    return features


def _built_up(found: OsmFeatures) -> list[Feature]:
    """Return the area around streets, so that a town has an outline even in a file without land use."""
    lines = [line for key, group in found.roads.items() if key[0] in ("street", "tertiary") for line in group]
    if not lines:
        return []
    rough = shapely.simplify(lines, BUILT_UP / 10)
    around = shapely.union_all(shapely.buffer(rough, BUILT_UP, quad_segs=2))
    # Grown and shrunk again: courtyards close, and the edge becomes calm.
    calm = shapely.simplify(shapely.buffer(around, -BUILT_UP * 0.6, quad_segs=4), BUILT_UP / 15)
    return [Feature(part, {"k": "built"}) for part in shapely.get_parts(calm) if part.area > BUILT_UP**2 * 8]


def water(found: OsmFeatures) -> list[Feature]:
    """Return lakes and rivers: areas and lines."""
    features = []
    for shape, name in found.water:
        named = {"k": "water", "n": clean(name)} if name and shape.length > LABEL_LENGTH else {"k": "water"}
        features.append(Feature(shapely.simplify(shape, ROUGH), named))
    lines: dict[tuple[str, str], list[Any]] = {}
    for kind, line, name in found.waterways:
        lines.setdefault((kind, clean(name)), []).append(line)
    for (kind, name), parts in lines.items():
        named = {"k": kind, "n": name} if name else {"k": kind}
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
        features.extend(Feature(shapely.simplify(line, ROUGH), named) for line in merged)
    return features


def roads(found: OsmFeatures) -> list[Feature]:
    """Return roads, merged by class and name so that labels have room to run along them."""
    groups = []
    points_left = MAX_ROAD_POINTS
    for kind in ROAD_RANKS:
        of_kind = [(key, lines) for key, lines in found.roads.items() if key[0] == kind]
        points_left -= sum(len(line.coords) for _, lines in of_kind for line in lines)
        if points_left < 0:
            break
        groups.extend(of_kind)
    features: list[Feature] = []
    for (kind, flags, name), lines in groups:
        merged = shapely.line_merge(shapely.multilinestrings(lines), directed="o" in flags)
        properties: dict[str, Any] = {"c": kind} | dict.fromkeys(flags, 1)
        if name:
            properties["n"] = clean(name)
        pieces = shapely.simplify(shapely.get_parts(merged), FINE)
        features.extend(Feature(line, properties) for line in pieces)
    return features


def buildings(found: OsmFeatures) -> list[Feature]:
    """Return building footprints; none at all when there were too many, because half a town would look like a gap."""
    if found.has_more_buildings:
        return []
    return [Feature(shape, {}) for shape in shapely.simplify(found.buildings, FINE)]


def places(found: OsmFeatures) -> list[Feature]:
    """Return names of districts and towns, each name once."""
    seen: dict[tuple[str, str], Feature] = {}
    for kind, name, lon, lat in found.places:
        shape = shapely.Point(lon, lat)
        seen.setdefault((kind, name), Feature(shape, {"k": kind, "n": clean(name)}))
    return list(seen.values())


def houses(found: OsmFeatures) -> list[Feature]:
    """Return house numbers: all houses with the same number are one feature, a fifth of the size."""
    if found.has_more_houses:
        return []
    by_number: dict[str, list[tuple[float, float]]] = {}
    for lon, lat, number in found.houses:
        by_number.setdefault(clean(number), []).append((lon, lat))
    return [Feature(shapely.MultiPoint(places), {"n": number}) for number, places in by_number.items()]
