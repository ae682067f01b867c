"""Turning round at the end of a street costs a van more than a minute and a cargo bike half of it."""

from __future__ import annotations

from pathlib import Path

import osmium
import osrm
import pytest
from osmium.osm.mutable import Node, Way

from lastmile_core.settings import Settings
from lastmile_core.travel.regions import add_region
from lastmile_core.travel.road_engine import osrm_engine

LAT, LON, STEP = 45.0, 9.0, 0.001


def write_dead_end(path: Path) -> Path:
    """One street eastwards that ends; a cross street at its beginning."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    places = [(LON + step * STEP, LAT) for step in range(5)] + [(LON, LAT + STEP), (LON, LAT - STEP)]
    for number, place in enumerate(places, 1):
        writer.add_node(Node(id=number, location=place, version=1))
    street = {"highway": "residential"}
    writer.add_way(Way(id=1, nodes=[1, 2, 3, 4, 5], tags=street, version=1))
    writer.add_way(Way(id=2, nodes=[6, 1, 7], tags=street, version=1))
    writer.close()
    return path


@pytest.mark.parametrize(("profile", "turn_s"), [("van", 67.5), ("cargo_bike", 37.1)])
def test_a_u_turn_has_its_price(tmp_path: Path, profile: str, turn_s: float) -> None:
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    info = add_region(settings, write_dead_end(tmp_path / "roads.osm.pbf"), "roads", quick=True)
    engine = osrm_engine.open_engine(info.path / profile, info.build_id)

    def drive(approaches: list[str]) -> tuple[float, float]:
        # South of the street: who leaves on the right-hand side goes east, to its end.
        asked = osrm.RouteParameters(
            coordinates=[(LON + 2 * STEP, LAT - STEP / 10), (LON + STEP, LAT)], approaches=approaches
        )
        route = engine.Route(asked)["routes"][0]
        return float(route["duration"]), float(route["distance"])

    straight_s, straight_m = drive(["unrestricted", "unrestricted"])
    round_s, round_m = drive(["curb", "unrestricted"])
    extra_m = round_m - straight_m
    assert extra_m == pytest.approx(4 * STEP * 78_700, rel=0.02)
    assert round_s - straight_s - extra_m * straight_s / straight_m == pytest.approx(turn_s, abs=3)
