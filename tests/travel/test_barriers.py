"""What lies between a door and its stop: motorways and railways above ground, not tunnels, ramps or trams."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import Location
from lastmile_core.travel.base_map.barriers import crossed
from lastmile_core.travel.base_map.osm_classes import road_key

LAT, LON = 45.0, 9.0
METRE = 1 / 111_320
MOTORWAY, RAIL = ("a motorway or trunk road",), ("a railway",)


def at(east_m: float, north_m: float) -> Location:
    return Location(lat=LAT + north_m * METRE, lon=LON + east_m * METRE / math.cos(math.radians(LAT)))


def region(folder: Path, *roads: tuple[dict[str, object], Location, Location]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": facts,
            "geometry": {"type": "LineString", "coordinates": [[a.lon, a.lat], [b.lon, b.lat]]},
        }
        for facts, a, b in roads
    ]
    (folder / "basemap").mkdir(parents=True, exist_ok=True)
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "basemap" / "roads.geojson").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"c": "motorway"}, MOTORWAY),
        ({"c": "motorway", "b": 1}, MOTORWAY),
        ({"c": "rail"}, RAIL),
        ({"c": "motorway", "t": 1}, ()),
        ({"c": "motorway", "l": 1}, ()),
        ({"c": "rail", "m": 1}, ()),
        ({"c": "primary"}, ()),
    ],
)
def test_only_what_nobody_walks_across_is_in_the_way(
    tmp_path: Path, facts: dict[str, object], said: tuple[str, ...]
) -> None:
    roads = region(tmp_path, (facts, at(-500, 30), at(500, 30)))
    assert crossed(roads, at(0, 0), at(10, 60)) == said
    assert crossed(roads, at(10, 60), at(0, 0)) == said
    assert crossed(roads, at(0, 0), at(10, 20)) == ()
    assert crossed(roads, at(600, 0), at(600, 60)) == ()


def test_a_stop_on_the_trunk_road_itself_is_not_across_it(tmp_path: Path) -> None:
    roads = region(tmp_path, ({"c": "motorway"}, at(-500, 30), at(500, 30)))
    assert crossed(roads, at(0, 0), at(0, 30.5)) == ()
    assert crossed(roads, at(0, 29), at(0, 60)) == ()
    assert crossed(roads, at(0, 20), at(0, 60)) == MOTORWAY


def test_both_are_named_and_a_region_without_a_map_says_nothing(tmp_path: Path) -> None:
    roads = region(tmp_path / "one", ({"c": "motorway"}, at(-9, 30), at(9, 30)), ({"c": "rail"}, at(-9, 40), at(9, 40)))
    assert crossed(roads, at(0, 0), at(0, 60)) == MOTORWAY + RAIL
    assert crossed(tmp_path / "none", at(0, 0), at(0, 60)) == ()


@given(
    door=st.tuples(st.floats(-200, 200), st.floats(-200, 200)),
    stop=st.tuples(st.floats(-200, 200), st.floats(-200, 200)),
)
def test_a_line_crosses_a_straight_road_when_its_ends_lie_on_two_sides(
    tmp_path_factory: pytest.TempPathFactory, door: tuple[float, float], stop: tuple[float, float]
) -> None:
    roads = region(tmp_path_factory.getbasetemp() / "straight", ({"c": "rail"}, at(-5000, 0), at(5000, 0)))
    apart = math.hypot(door[0] - stop[0], door[1] - stop[1])
    sides = door[1] * stop[1]
    deep = apart * min(abs(door[1]), abs(stop[1])) / max(abs(door[1] - stop[1]), 1e-9)
    said = crossed(roads, at(*door), at(*stop))
    if sides > 0.01:
        assert said == ()
    elif sides < -0.01 and deep > 3.1:
        assert said == RAIL


def test_a_tram_is_marked_on_the_base_map() -> None:
    assert road_key({"railway": "tram"}) == ("rail", "m", "")
    assert road_key({"railway": "rail"}) == ("rail", "", "")
