"""Real streets: Monaco, with its coast, tunnels and a building on every corner."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from lastmile_core.model import Location
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.travel.times.polyline import decode
from lastmile_core.travel.times.region_provider import RegionProvider
from tests.travel.no_way import unreachable_pairs

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def monaco(city_roads: Callable[[str, Path], RegionInfo], tmp_path_factory: pytest.TempPathFactory) -> RegionInfo:
    return city_roads("monaco", tmp_path_factory.mktemp("monaco"))


def test_times_are_plausible_and_every_place_reaches_every_other(monaco: RegionInfo) -> None:
    rng = np.random.default_rng(1)
    places = [
        Location(lat=float(lat), lon=float(lon))
        for lat, lon in zip(rng.uniform(43.731, 43.745, 60), rng.uniform(7.414, 7.431, 60), strict=True)
    ]
    for profile, slowest, fastest in (("van", 10, 50), ("cargo_bike", 5, 18)):
        travel = RegionProvider(info=monaco).matrix(places, profile)
        assert unreachable_pairs(travel) == []
        apart = ~np.eye(60, dtype=bool) & (travel.durations > 60)
        speeds = travel.distances[apart] / travel.durations[apart] * 3.6
        assert slowest < np.median(speeds) < fastest
        assert (travel.durations != travel.durations.T).any()


def test_legs_follow_the_streets(monaco: RegionInfo) -> None:
    start, end = Location(lat=43.7311, lon=7.4197), Location(lat=43.7440, lon=7.4300)
    (line,) = RegionProvider(info=monaco).legs([start, end], "van")
    assert len(decode(line)) > 20


def test_a_place_in_the_sea_is_named(monaco: RegionInfo) -> None:
    sea = Location(lat=43.725, lon=7.45)
    travel = RegionProvider(info=monaco).matrix([Location(lat=43.7384, lon=7.4246), sea], "van")
    assert travel.far_points() == [1]


def test_the_sea_is_where_it_is(monaco: RegionInfo) -> None:
    text = (monaco.path / "basemap" / "ground.geojson").read_text(encoding="utf-8")
    sea = shapely.union_all([shapely.geometry.shape(part["geometry"]) for part in json.loads(text)["features"]])
    assert sea.contains(Point(7.45, 43.725))
    assert sea.contains(Point(7.5, 43.6))
    assert not sea.contains(Point(7.4246, 43.7384))
    assert not sea.contains(Point(7.38, 43.76))
    assert not sea.contains(Point(7.4, 43.85))


def test_the_map_is_small_enough_to_load(monaco: RegionInfo) -> None:
    files = [file for file in (monaco.path / "basemap").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 15_000_000
