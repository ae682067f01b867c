import itertools
from collections import Counter

import osmium
import pytest
from shapely.geometry import Point, Polygon
from shapely.prepared import prep


class _Reader(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.addresses = []
        self.uses = Counter()
        self.roads = []
        self.island = []
        self.tags = set()

    def node(self, node):
        if "addr:housenumber" in node.tags:
            self.addresses.append((node.location.lon, node.location.lat, dict(node.tags)))

    def way(self, way):
        tags = dict(way.tags)
        self.tags |= set(tags.items())
        if "highway" in tags and tags.get("area") != "yes":
            nodes = [node.ref for node in way.nodes]
            self.roads.append((nodes, tags))
            self.uses.update(nodes)
            self.uses.update([nodes[0], nodes[-1]])
        if tags.get("place") == "island":
            self.island = [(node.lon, node.lat) for node in way.nodes]


@pytest.fixture(scope="module")
def city_map(city_folder):
    reader = _Reader()
    reader.apply_file(str(city_folder / "port_alder.osm.pbf"), locations=True)
    return reader


def test_the_city_has_thousands_of_street_segments_and_addresses(city_map):
    segments = sum(sum(city_map.uses[node] > 1 for node in nodes[1:]) for nodes, _ in city_map.roads)
    assert segments >= 6000
    assert len(city_map.addresses) >= 20_000


def test_every_address_stands_on_the_island_and_exists_once(city_map):
    island = prep(Polygon(city_map.island))
    assert all(island.contains(Point(lon, lat)) for lon, lat, _ in city_map.addresses)
    doors = Counter((tags["addr:street"], tags["addr:housenumber"]) for *_, tags in city_map.addresses)
    assert max(doors.values()) == 1


def test_the_island_lies_at_sea_and_is_fifteen_by_twelve_kilometres(city_map):
    lons, lats = zip(*city_map.island, strict=True)
    assert 13 < (max(lons) - min(lons)) * 78.8 < 16
    assert 10 < (max(lats) - min(lats)) * 111.1 < 13
    assert abs(sum(lats) / len(lats) - 45) < 0.1
    assert abs(sum(lons) / len(lons) + 30) < 0.1


@pytest.mark.parametrize(
    "tag",
    [
        ("natural", "coastline"),
        ("natural", "water"),
        ("leisure", "park"),
        ("landuse", "harbour"),
        ("landuse", "industrial"),
        ("highway", "motorway"),
        ("highway", "pedestrian"),
        ("name", "Ring Road"),
        ("oneway", "yes"),
        ("bridge", "yes"),
        ("place", "square"),
    ],
)
def test_the_city_has_what_a_town_has(city_map, tag):
    assert tag in city_map.tags


def test_the_river_has_few_bridges(city_map):
    bridges = [tags for _, tags in city_map.roads if tags.get("bridge") and tags["highway"] != "motorway"]
    assert 4 <= len(bridges) <= 14


def test_the_coastline_keeps_the_land_on_its_left(city_map):
    assert Polygon(city_map.island).exterior.is_ccw


def test_every_junction_can_be_left_and_reached_by_van(city_map):
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = []
    for nodes, tags in city_map.roads:
        if tags["highway"] == "pedestrian":
            continue
        for a, b in itertools.pairwise(nodes):
            edges.append((a, b))
            if tags.get("oneway") != "yes":
                edges.append((b, a))
    index = {node: i for i, node in enumerate(sorted({node for edge in edges for node in edge}))}
    rows, cols = ([index[edge[end]] for edge in edges] for end in (0, 1))
    graph = coo_matrix((np.ones(len(edges)), (rows, cols)), shape=(len(index), len(index)))
    count, _ = connected_components(graph, directed=True, connection="strong")
    assert count == 1
