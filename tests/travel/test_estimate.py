import pytest

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.estimate import DETOUR_FACTOR, EstimateProvider, great_circle_m
from lastmile_core.travel.polyline import decode

PARIS = Location(lat=48.8566, lon=2.3522)
LONDON = Location(lat=51.5074, lon=-0.1278)


def test_the_great_circle_from_paris_to_london() -> None:
    assert great_circle_m([PARIS, LONDON])[0, 1] == pytest.approx(343_560, abs=200)


def test_an_estimate_is_marked_and_follows_its_factors() -> None:
    places = [Location(lat=0.0, lon=0.0), Location(lat=0.0, lon=0.1)]
    van = EstimateProvider().matrix(places, "van")
    bike = EstimateProvider().matrix(places, "cargo_bike")
    metres = 11_119.5 * DETOUR_FACTOR
    assert van.source is TravelSource.ESTIMATE
    assert van.is_estimate
    assert "not from roads" in van.note
    assert van.distances[0, 1] == pytest.approx(metres, abs=1)
    assert van.durations[0, 1] == pytest.approx(metres / 28 * 3.6, abs=1)
    assert bike.durations[0, 1] == pytest.approx(metres / 15 * 3.6, abs=1)
    assert van.far_points() == []


def test_legs_are_straight_lines() -> None:
    (line,) = EstimateProvider().legs([PARIS, LONDON], "van")
    assert decode(line) == [(PARIS.lat, PARIS.lon), (LONDON.lat, LONDON.lon)]


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(RoadsError, match="“boat”"):
        EstimateProvider().matrix([PARIS, LONDON], "boat")


def test_one_place_and_none() -> None:
    assert EstimateProvider().matrix([PARIS], "van").durations.tolist() == [[0]]
    assert EstimateProvider().matrix([], "van").num_points == 0
    assert EstimateProvider().legs([PARIS], "van") == []
