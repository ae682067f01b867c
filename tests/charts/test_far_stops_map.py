"""Doors with a line to where the vehicle stops; a line across a motorway looks different and is said."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lastmile_core.model import Depot, Location, Order
from lastmile_core.workflows.day.far_stops import FarStop
from pages.charts.far_stops_map import describe_far_stops, far_stops_map

HERE = Location(lat=48.7758, lon=9.1829)
DEPOT = Depot(depot_id="d", name="South", location=HERE, timezone="UTC")


def far(order_id: str, metres: float, across: tuple[str, ...] = (), stop: Location | None = HERE) -> FarStop:
    order = Order(
        order_id=order_id,
        service_date=date(2026, 11, 23),
        depot_id="d",
        location=Location(lat=48.777, lon=9.184),
        customer_name="<b>Ada</b>",
    )
    return FarStop(order=order, profile="cargo_bike", metres=metres, stop=stop, across=across)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_door_has_its_number_line_and_stop(theme: str) -> None:
    stops = [far("A1", 140.0), far("A2", 90.0, ("a railway",)), far("A3", 85.0, stop=None)]
    deck = json.loads(far_stops_map(stops, DEPOT, theme=theme).to_json())  # type: ignore[arg-type]
    layers = {layer["id"]: layer["data"] for layer in deck["layers"]}
    assert [row["n"] for row in layers["door-numbers"]] == ["1", "2"]
    assert [row["path"] for row in layers["lines"]] == [[[9.184, 48.777], [9.1829, 48.7758]]]
    assert "across a railway" in layers["lines-across"][0]["text"]
    assert layers["stop-points"][0]["text"] == "Here the cargo bike stops for order A1"


def test_the_map_in_words() -> None:
    stops = [far("A1", 140.0), far("A2", 90.0, ("a railway",))]
    words = describe_far_stops(stops)
    assert words.startswith("Map of 2 doors with a line to where the vehicle stops, 140 m at most.")
    assert "1 of the lines crosses a motorway, trunk road or railway" in words
