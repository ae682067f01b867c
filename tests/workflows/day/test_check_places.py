"""What the roads say about a day's places, before anybody plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Location, Order
from lastmile_core.problem.day_inputs import DayInputs
from lastmile_core.settings import Settings
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.workflows.day.check_places import check_places, missing_roads

HERE, AWAY = Location(lat=-30.03, lon=-51.21), Location(lat=48.1, lon=11.5)


def test_without_roads_the_extract_is_named_by_its_box(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    said = missing_roads(settings, [HERE, Location(lat=-30.1, lon=-51.0)])
    assert said.startswith("No roads are prepared")
    assert "latitude -30.10 to -30.03 and longitude -51.21 to -51.00" in said
    assert "lastmile roads add FILE.osm.pbf" in said


@pytest.mark.shared
def test_a_door_far_from_the_road_and_the_share_outside_are_said(
    tmp_path: Path, city_roads: Callable[[str, Path], RegionInfo]
) -> None:
    settings = Settings(home=tmp_path, database=tmp_path / "lastmile.db")
    city_roads("porto_alegre", tmp_path)
    assert missing_roads(settings, [HERE, HERE, AWAY, AWAY]).startswith("50% of the places lie outside")
    day = date(2026, 11, 23)
    rows = [(-30.03 + number / 1500, -51.215 + number / 1700) for number in range(40)]
    inputs = DayInputs(
        day=ServiceDay(service_date=day, timezone="UTC"),
        depot=Depot(depot_id="d", name="Depot", location=HERE),
        orders=tuple(
            Order(order_id=f"A{n}", service_date=day, depot_id="d", location=Location(lat=lat, lon=lon))
            for n, (lat, lon) in enumerate(rows)
        ),
        waiting=(),
        vehicles=(),
        drivers={},
        availability=(),
    )
    found = check_places(settings, inputs)
    assert found.missing_roads == ""
    assert all(one.metres <= 500 and (one.metres > 80 or one.across) for one in found.away)
    assert all(one.stop is not None for one in found.stops)
    assert {one.order.order_id for one in found.away}.isdisjoint(order.order_id for order, _ in found.far)
