"""Nobody stops on a motorway, its ramps, a trunk road without houses or in a tunnel; routes use them as before."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from lastmile_core.model import Location
from lastmile_core.settings import Settings
from lastmile_core.travel.provider import choose_provider
from lastmile_core.travel.regions import RegionInfo, add_region
from lastmile_core.travel.road_engine import osrm_engine
from lastmile_core.travel.times.region_provider import RegionProvider
from tests.travel.no_way import unreachable_pairs

LAT, LON, STEP = 10.0, 20.0, 0.001  # about 111 m
FAST = {
    "motorway": {"highway": "motorway", "oneway": "no"},
    "ramp": {"highway": "motorway_link", "oneway": "no"},
    "trunk": {"highway": "trunk", "maxspeed": "100"},
    "motor road": {"highway": "primary", "motorroad": "yes"},
    "tunnel": {"highway": "residential", "tunnel": "yes"},
}
SLOW = {
    "trunk with houses": {"highway": "trunk", "sidewalk": "both"},
    "slow trunk": {"highway": "trunk", "maxspeed": "50"},
    "passage": {"highway": "residential", "tunnel": "building_passage"},
    "private drive": {"highway": "service", "access": "private"},
}


def write_roads(path: Path, tags: dict[str, str]) -> Path:
    """Two streets 222 m apart, joined at both ends, and the road in question in the middle between them."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    rows = [[3 * row + column + 1 for column in range(3)] for row in range(3)]
    for row in range(3):
        for column in range(3):
            place = (LON + column * 4 * STEP, LAT + row * STEP)
            writer.add_node(Node(id=rows[row][column], location=place, version=1))
    street = {"highway": "residential"}
    ways = [(rows[0], street), (rows[2], street), ([rows[0][0], rows[1][0], rows[2][0]], street), (rows[1], tags)]
    ways.append(([rows[0][2], rows[1][2], rows[2][2]], street))
    for number, (nodes, own) in enumerate(ways, 1):
        writer.add_way(Way(id=number, nodes=nodes, tags=own, version=1))
    writer.close()
    return path


def prepared(home: Path, tags: dict[str, str]) -> RegionInfo:
    settings = Settings(home=home, database=home / "lastmile.db")
    return add_region(settings, write_roads(home / "roads.osm.pbf", tags), "roads", quick=True)


def stop_for_the_house(info: RegionInfo) -> float:
    """Metres north of the southern street where a van stops for a house ten metres beside the road in question."""
    house = Location(lat=LAT + STEP - 0.0001, lon=LON + 5 * STEP)
    found = osrm_engine.stopping_place(osrm_engine.open_engine(info.path / "van", info.build_id), house)
    assert found is not None
    return (found[0].lat - LAT) * 111_320


@pytest.mark.parametrize("road", FAST)
def test_nobody_stops_where_nobody_may_but_the_road_is_driven(tmp_path: Path, road: str) -> None:
    info = prepared(tmp_path, FAST[road])
    assert stop_for_the_house(info) == pytest.approx(0, abs=2)
    ends = [Location(lat=LAT + STEP / 4, lon=LON), Location(lat=LAT + STEP / 4, lon=LON + 8 * STEP)]
    assert RegionProvider(info=info).matrix(ends, "van").durations[0, 1] < 200


@pytest.mark.parametrize("road", SLOW)
def test_a_road_with_houses_is_stopped_on(tmp_path: Path, road: str) -> None:
    assert stop_for_the_house(prepared(tmp_path, SLOW[road])) == pytest.approx(111, abs=2)


def test_a_private_drive_is_the_last_metres_and_no_shortcut(tmp_path: Path) -> None:
    info = prepared(tmp_path, SLOW["private drive"])
    middle = LAT + STEP
    places = [Location(lat=middle, lon=LON + 4 * STEP), Location(lat=LAT, lon=LON), Location(lat=LAT, lon=LON + STEP)]
    travel = RegionProvider(info=info).matrix(places, "van")
    assert unreachable_pairs(travel) == []
    assert travel.snap_m[0] < 2


def test_roads_of_an_earlier_release_are_called_so(tmp_path: Path) -> None:
    info = prepared(tmp_path, SLOW["slow trunk"])
    settings, place = Settings(home=tmp_path, database=tmp_path / "lastmile.db"), Location(lat=LAT, lon=LON)
    assert (info.is_outdated, choose_provider(settings, [place]).note) == (False, "")
    file = info.path / "region.json"
    file.write_text(file.read_text(encoding="utf-8").replace(info.rules_id, "of-last-year"), encoding="utf-8")
    assert "prepare the region again" in choose_provider(settings, [place]).note


@pytest.fixture(scope="module")
def snapping(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("snapping", project_root / "benchmarks" / "snapping.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.parametrize("name", ["monaco", "porto_alegre"])
def test_random_places_of_a_real_city_stop_where_one_may(
    snapping: ModuleType, shared_data: Path, tmp_path: Path, name: str
) -> None:
    file = shared_data / "roads" / f"{name}.osm.pbf"
    found = snapping.stops(snapping.prepare(file, tmp_path), "van", snapping.read_ways(file), 60, 7)
    assert [kind for kind, is_wrong, _ in found if is_wrong] == []
    assert "unknown" not in {kind for kind, _, _ in found}
