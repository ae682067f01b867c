"""The map for pins: a click is the number of a spot, and only that number is believed."""

from __future__ import annotations

import json

import pytest

from lastmile_core.model import Depot, Location
from lastmile_core.places import PlaceGuess, PlaceKind
from lastmile_core.places.index.flat_earth import metres_between
from pages.charts.places_map import Spots, clicked_place, describe_places_map, places_map

HERE = Location(lat=48.7758, lon=9.1829)
DEPOT = Depot(depot_id="d", name="South", location=HERE, timezone="UTC")
GUESS = PlaceGuess(location=Location(lat=48.776, lon=9.184), kind=PlaceKind.HOUSE, confidence=0.7, matched="Row 1")


@pytest.mark.parametrize("half_m", [250.0, 1500.0, 20_000.0])
def test_spots_fill_the_square_evenly(half_m: float) -> None:
    spots = Spots(middle=HERE, half_m=half_m)
    first, beside, last = (spots.place(number) for number in (0, 1, spots.across**2 - 1))
    assert first is not None
    assert beside is not None
    assert last is not None
    one, two, three = ((place.lat, place.lon) for place in (first, beside, last))
    assert metres_between(one, two) == pytest.approx(spots.step_m, rel=0.02)
    assert metres_between(one, three) == pytest.approx((2 * half_m - spots.step_m) * 2**0.5, rel=0.02)
    assert spots.step_m * 48 == pytest.approx(2 * half_m)


def test_only_numbers_are_taken_from_the_browser() -> None:
    spots = Spots(middle=HERE, half_m=250)
    event = {"selection": {"objects": {"spots": [{"i": 5, "p": [0, 0]}]}}}
    assert clicked_place(event, [GUESS], spots) == spots.place(5)
    assert clicked_place({"selection": {"objects": {"guesses": [{"g": 0}]}}}, [GUESS], spots) == GUESS.location
    for odd in ({"i": 999_999}, {"i": -1}, {"i": "5"}, {}):
        assert clicked_place({"selection": {"objects": {"spots": [odd]}}}, [GUESS], spots) is None
    assert clicked_place({"selection": {"objects": {"guesses": [{"g": 7}]}}}, [GUESS], spots) is None
    assert clicked_place(None, [], spots) is None


def test_the_map_has_guesses_pin_and_frame_and_says_so() -> None:
    spots = Spots(middle=HERE, half_m=250)
    deck = json.loads(places_map([GUESS], HERE, spots, DEPOT, theme="dark").to_json())
    assert [layer["id"] for layer in deck["layers"]] == ["spots", "frame", "depot", "guesses", "guess-numbers", "pin"]
    assert len(json.dumps(deck)) < 400_000
    words = describe_places_map("order A1", [GUESS], HERE)
    assert "order A1" in words
    assert "1 guess with numbers" in words
    assert "48.77580, 9.18290" in words
    assert "no pin yet" in describe_places_map("order A1", [], None)
