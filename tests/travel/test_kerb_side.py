"""Stops on the side where the door is: times, lines and the cache keep to it, and to nothing that is asked nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Way

from lastmile_core.model import KerbRule, Location
from lastmile_core.settings import Settings
from lastmile_core.travel.kerb_side import EITHER_SIDE, KerbProvider, with_kerb
from lastmile_core.travel.regions import RegionInfo, add_region
from lastmile_core.travel.times.matrix_cache import MatrixCache
from lastmile_core.travel.times.polyline import decode
from lastmile_core.travel.times.region_provider import RegionProvider
from lastmile_core.travel.times.travel_matrix import UNREACHABLE
from tests.travel.no_way import unreachable_pairs

LAT, LON, STEP = 45.0, 9.0, 0.001  # about 111 m north, 79 m east


def at(east: float, north: float) -> Location:
    return Location(lat=LAT + north * STEP, lon=LON + east * STEP)


def write_block(path: Path) -> Path:
    """A block of streets: a secondary road in the south, a residential one in the north, two sides."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    for number, place in enumerate([(0, 0), (8, 0), (8, 2), (0, 2)], 1):
        writer.add_node(Node(id=number, location=(LON + place[0] * STEP, LAT + place[1] * STEP), version=1))
    ways = [([1, 2], "secondary"), ([2, 3], "residential"), ([3, 4], "residential"), ([4, 1], "residential")]
    for number, (nodes, kind) in enumerate(ways, 1):
        writer.add_way(Way(id=number, nodes=nodes, tags={"highway": kind}, version=1))
    writer.close()
    return path


@pytest.fixture(scope="module")
def block(tmp_path_factory: pytest.TempPathFactory) -> RegionProvider:
    home = tmp_path_factory.mktemp("block")
    settings = Settings(home=home, database=home / "lastmile.db")
    info = add_region(settings, write_block(home / "roads.osm.pbf"), "block", quick=True)
    return RegionProvider(info=info, cache=MatrixCache(folder=home / "matrices"))


DEPOT, SOUTH_SIDE, NORTH_SIDE = at(2, 0), at(5, -0.1), at(5, 0.1)
PLACES = [DEPOT, SOUTH_SIDE, NORTH_SIDE]


def test_who_drives_east_stops_south_and_goes_round_for_the_north_side(block: RegionProvider) -> None:
    usual = block.matrix(PLACES, "van").distances
    ruled = with_kerb(block, {"van": KerbRule.ALWAYS}, PLACES[1:], None)
    found = ruled.matrix(PLACES, "van").distances
    assert found[0, 1] == usual[0, 1]
    assert found[0, 2] > usual[0, 2] + 300
    assert np.array_equal(block.matrix(PLACES, "van").distances, usual)


def test_lines_take_the_way_whose_length_stands_in_the_matrix(block: RegionProvider) -> None:
    ruled = with_kerb(block, {"van": KerbRule.ALWAYS}, PLACES[1:], None)
    found = ruled.matrix(PLACES, "van").distances
    for start in range(3):
        for end in range(3):
            if start != end:
                (line,) = ruled.legs([PLACES[start], PLACES[end]], "van")
                assert _metres(line) == pytest.approx(found[start, end], abs=4)


def _metres(line: str) -> float:
    places = np.array(decode(line)) * (111_195.0, 111_195.0 * np.cos(np.radians(LAT)))
    return float(np.hypot(*np.diff(places, axis=0).T).sum())


def test_on_big_roads_only_the_secondary_road_counts(block: RegionProvider) -> None:
    street = at(5, 2.1)
    ruled = with_kerb(block, {"van": KerbRule.BIG_ROADS}, [NORTH_SIDE, street], block.info.path)
    assert isinstance(ruled, KerbProvider)
    assert ruled.kerb == {"van": frozenset({NORTH_SIDE})}
    assert with_kerb(block, {"van": KerbRule.BIG_ROADS}, [street], block.info.path) is block
    assert with_kerb(block, {"van": KerbRule.NEVER}, PLACES, None) is block


def test_two_doors_of_one_stop_are_no_way_round_the_block(block: RegionProvider) -> None:
    doors = [DEPOT, at(5, 0.1), at(5.1, 0.1)]
    ruled = with_kerb(block, {"van": KerbRule.ALWAYS}, doors[1:], None)
    found = ruled.matrix(doors, "van").distances
    assert found[1, 2] < 15
    assert found[2, 1] < 15
    assert _metres(ruled.legs([doors[1], doors[2]], "van")[0]) < 15


def test_where_there_is_no_way_on_the_own_side_the_other_side_is_said(block: RegionProvider) -> None:
    class CutOff:
        """A source in which the last place has no way on its own side."""

        source, region, note, knows_stops = block.source, "block", "", True
        matrix_calls: tuple[bool, ...] = ()

        def matrix(self, points: list[Location], profile: str, kerb: tuple[bool, ...] = ()):  # type: ignore[no-untyped-def]
            found = block.matrix(points, profile)
            if any(kerb):
                found.durations[:-1, -1] = found.distances[:-1, -1] = UNREACHABLE
            return found

        def legs(self, points: list[Location], profile: str, kerb: tuple[bool, ...] = ()) -> list[str]:
            return [""] if any(kerb) else block.legs(points, profile)

    ruled = KerbProvider(inner=CutOff(), kerb={"van": frozenset({NORTH_SIDE})})  # type: ignore[arg-type]
    found = ruled.matrix(PLACES, "van")
    assert found.note == EITHER_SIDE
    assert unreachable_pairs(found) == []
    assert ruled.legs([DEPOT, NORTH_SIDE], "van") == block.legs([DEPOT, NORTH_SIDE], "van")


@pytest.mark.shared
def test_a_real_city_loses_no_place(city_roads: Callable[[str, Path], RegionInfo], tmp_path: Path) -> None:
    info = city_roads("monaco", tmp_path)
    city = RegionProvider(info=info)
    doors = [Location(lat=43.728 + row / 700, lon=7.412 + column / 500) for row in range(9) for column in range(8)]
    usual = city.matrix(doors, "van")
    ruled = with_kerb(city, {"van": KerbRule.ALWAYS}, doors[1:], info.path).matrix(doors, "van")
    assert unreachable_pairs(ruled) == unreachable_pairs(usual)
    assert (ruled.durations >= usual.durations - 1).all()
    assert ruled.durations.mean() < 1.5 * usual.durations.mean()
    big = with_kerb(city, {"van": KerbRule.BIG_ROADS}, doors[1:], info.path)
    assert isinstance(big, KerbProvider)
    assert 0 < len(big.kerb["van"]) < len(doors) - 1
