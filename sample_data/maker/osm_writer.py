"""The city as an OSM file: nodes first, then ways, ids in order, no dates, so that equal cities are equal bytes."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import osmium
from osmium.osm import mutable
from shapely import line_merge
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.polygon import orient

from sample_data.maker.addresses import Address
from sample_data.maker.cells import Plan
from sample_data.maker.geo import CITY, lines_of, to_lonlat
from sample_data.maker.greens import Greens
from sample_data.maker.land import Land
from sample_data.maker.naming import street_key
from sample_data.maker.network import Edge

Tags = dict[str, str]


class OsmFile:
    """Collects nodes and ways, shares nodes at equal points of the road network, writes them sorted."""

    def __init__(self) -> None:
        self._nodes: list[tuple[tuple[float, float], Tags]] = []
        self._ways: list[tuple[list[int], Tags]] = []
        self._shared: dict[tuple[float, float], int] = {}

    def node(self, x: float, y: float, tags: Tags | None = None) -> int:
        """Add a node of its own; return its id."""
        self._nodes.append((to_lonlat(x, y), tags or {}))
        return len(self._nodes)

    def junction(self, x: float, y: float) -> int:
        """Return the node of the road network at this point."""
        key = (round(x, 2), round(y, 2))
        if key not in self._shared:
            self._shared[key] = self.node(x, y)
        return self._shared[key]

    def tag_node(self, node: int, tags: Tags) -> None:
        """Add tags to a node."""
        self._nodes[node - 1][1].update(tags)

    def way(self, nodes: list[int], tags: Tags) -> None:
        """Add a way over nodes that exist."""
        self._ways.append((nodes, tags))

    def area(self, polygon: Polygon, tags: Tags) -> None:
        """Add a closed way, counter-clockwise (land on the left of a coastline)."""
        points = list(orient(polygon).exterior.coords)[:-1]
        nodes = [self.node(x, y) for x, y in points]
        self.way([*nodes, nodes[0]], tags)

    def write(self, path: Path) -> None:
        """Write the file, replacing an older one."""
        header = osmium.io.Header()
        header.set("generator", "Port Alder maker")
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for number, (lonlat, tags) in enumerate(self._nodes, 1):
                writer.add_node(mutable.Node(id=number, version=1, location=lonlat, tags=tags))
            for number, (nodes, tags) in enumerate(self._ways, 1):
                writer.add_way(mutable.Way(id=number, version=1, nodes=nodes, tags=tags))


def _tags_of(edge: Edge, name: str) -> Tags:
    tags = {"highway": edge.highway}
    if name:
        tags["name"] = name
    if edge.maxspeed:
        tags["maxspeed"] = str(edge.maxspeed)
    if edge.is_oneway:
        tags["oneway"] = "yes"
    if edge.is_bridge:
        tags |= {"bridge": "yes", "layer": "1"}
    if edge.highway == "pedestrian":
        tags["bicycle"] = "yes"
    if edge.highway == "motorway":
        tags["ref"] = "A1"
    return tags


def _add_roads(out: OsmFile, edges: list[Edge], names: dict[str, str]) -> None:
    """Write streets as long ways: pieces of one street with equal tags are one way."""
    groups: dict[tuple[tuple[str, str], ...], list[LineString]] = defaultdict(list)
    degree: dict[tuple[float, float], int] = defaultdict(int)
    for edge in edges:
        tags = _tags_of(edge, names[street_key(edge.source.key)])
        groups[tuple(tags.items())].append(edge.line)
        if edge.highway in ("primary", "secondary"):
            for end in edge.ends:
                degree[end] += 1
    for items, lines in groups.items():
        tags = dict(items)
        merged = line_merge(MultiLineString(lines), directed="oneway" in tags)
        for line in sorted(lines_of(merged), key=lambda part: part.coords[0]):
            out.way([out.junction(x, y) for x, y in line.coords], tags)
    for (x, y), count in sorted(degree.items()):
        if count >= 4:
            out.tag_node(out.junction(x, y), {"highway": "traffic_signals"})


def _add_areas(out: OsmFile, land: Land, plan: Plan, greens: Greens) -> None:
    out.area(land.island, {"natural": "coastline", "place": "island", "name": "Alder Island"})
    out.area(land.river, {"natural": "water", "water": "river", "name": "River Alder"})
    out.area(land.lake, {"natural": "water", "water": "lake", "name": "Alder Water"})
    out.way(
        [out.node(x, y) for x, y in land.river_line.simplify(3).coords], {"waterway": "river", "name": "River Alder"}
    )
    for pier in land.piers:
        out.area(pier, {"man_made": "pier", "area": "yes"})
    for name, park in greens.parks:
        out.area(park.simplify(1), {"leisure": "park", "name": name})
    out.area(greens.wood, {"natural": "wood", "name": "Alder Forest"})
    out.area(greens.square, {"highway": "pedestrian", "area": "yes", "place": "square", "name": "Market Square"})
    out.area(greens.airfield, {"aeroway": "aerodrome", "name": "Port Alder Airfield"})
    out.way([out.node(x, y) for x, y in greens.runway.coords], {"aeroway": "runway", "ref": "10/28"})
    landuse = {
        "industrial": "industrial",
        "port": "harbour",
        "mid": "residential",
        "suburb": "residential",
        "inner": "residential",
    }
    for district in plan.districts:
        if district.kind == "old":
            out.area(district.area.simplify(2), {"landuse": "retail", "name": district.name})
        elif district.kind in landuse:
            out.area(district.area.simplify(2), {"landuse": landuse[district.kind]})


def write_osm(
    path: Path,
    *,
    land: Land,
    plan: Plan,
    greens: Greens,
    edges: list[Edge],
    names: dict[str, str],
    addresses: list[Address],
    buildings: list[Polygon],
) -> None:
    """Write the whole city to ``path`` (``.osm.pbf``)."""
    out = OsmFile()
    _add_roads(out, edges, names)
    _add_areas(out, land, plan, greens)
    out.node(820, -2350, {"place": "city", "name": CITY, "population": "214000"})
    for district in plan.districts:
        spot = district.area.representative_point()
        out.node(spot.x, spot.y, {"place": "suburb", "name": district.name})
    for address in addresses:
        tags = {"addr:housenumber": address.number, "addr:street": address.street}
        tags |= {"addr:postcode": address.district.postcode, "addr:city": CITY}
        out.node(address.x, address.y, tags)
    for building in buildings:
        out.area(building, {"building": "yes"})
    out.write(path)
