#!/usr/bin/env python3
"""Show where vehicles stop for random places: the class of the road, tunnels, metres to the door.

    python benchmarks/snapping.py --points 200 ROADS.osm.pbf OTHER_ROADS.osm.pbf

Each road file is prepared for vans and cargo bikes, random points in its box are put on the road, and the road that
lies there is looked up in the file. Printed for each file and profile: how many points stop on each class, how many on
a motorway, its ramps, a trunk road's ramps or in a tunnel (must be 0), and the metres to the door. Ends with 1 when a
point stops where nobody may.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = ("motorway", "motorway_link", "trunk_link")
METRES = 111_320.0
NEAR_M = 1.5


def read_ways(file: Path) -> tuple[Any, list[tuple[str, bool]]]:
    """Return a search tree of all roads of a file, and for each its class and whether it is a tunnel."""
    import osmium
    import shapely

    lines, facts = [], []
    for way in osmium.FileProcessor(str(file)).with_locations():
        if not way.is_way() or "highway" not in way.tags:
            continue
        places = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
        if len(places) > 1:
            lines.append(shapely.LineString(places))
            is_tunnel = way.tags.get("tunnel", "no") not in ("no", "building_passage")
            facts.append((way.tags["highway"], is_tunnel))
    return shapely.STRtree(lines), facts


def roads_at(ways: tuple[Any, list[tuple[str, bool]]], place: Any) -> list[tuple[str, bool]]:
    """Return the roads that lie at a place; where one crosses another there are two."""
    import shapely

    tree, facts = ways
    point = shapely.Point(place.lon, place.lat)
    near = tree.query(point, predicate="dwithin", distance=NEAR_M / METRES)
    order = sorted(near.tolist(), key=lambda number: shapely.distance(tree.geometries[number], point))
    return [facts[number] for number in order]


def stops(info: Any, profile: str, ways: Any, count: int, seed: int) -> list[tuple[str, bool, float]]:
    """Return for random points the class of the road they stop on, whether nobody may stop there, and the metres.

    Where a street crosses above a tunnel both lie at one place; it is the street that is stopped on.
    """
    from lastmile_core.model import Location
    from lastmile_core.travel.road_engine.osrm_engine import open_engine, stopping_place

    west, south, east, north = info.bbox
    draw = random.Random(seed)
    engine = open_engine(info.path / profile, info.build_id)
    found = []
    for _ in range(count):
        point = Location(lat=draw.uniform(south, north), lon=draw.uniform(west, east))
        place = stopping_place(engine, point)
        if place is None:
            found.append(("no road", False, float("nan")))
            continue
        roads = roads_at(ways, place[0])
        good = [kind for kind, is_tunnel in roads if kind not in FORBIDDEN and not is_tunnel]
        kind = good[0] if good else roads[0][0] if roads else "unknown"
        found.append((kind, bool(roads) and not good, place[1]))
    return found


def prepare(file: Path, folder: Path) -> Any:
    """Return a quickly prepared region."""
    from lastmile_core.settings import Settings
    from lastmile_core.travel.regions import add_region

    return add_region(Settings(home=folder, database=folder / "lastmile.db"), file, "roads", quick=True)


def main(arguments: list[str] | None = None) -> int:
    """Measure and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roads", type=Path, nargs="+")
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    wrong = 0
    for file in options.roads:
        ways = read_ways(file)
        with tempfile.TemporaryDirectory(prefix="snapping-") as folder:
            info = prepare(file, Path(folder))
            for profile in info.profiles:
                found = stops(info, profile, ways, options.points, options.seed)
                bad = sum(is_wrong for _, is_wrong, _ in found)
                wrong += bad
                metres = sorted(distance for _, _, distance in found if distance == distance)
                middle, most = metres[len(metres) // 2], metres[int(len(metres) * 0.95)]
                far = sum(distance > 80 for distance in metres)
                kinds = ", ".join(f"{kind} {number}" for kind, number in Counter(k for k, _, _ in found).most_common())
                print(
                    f"{file.name} {profile}: {kinds}; {bad} where nobody may stop; metres to the door: half within "
                    f"{middle:.0f}, 95 % within {most:.0f}; farther than 80 m: {far}"
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
