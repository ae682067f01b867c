import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.travel.times.estimate import DETOUR_FACTOR, EstimateProvider, great_circle_m
from lastmile_core.travel.times.polyline import decode

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
    assert van.durations[0, 1] == pytest.approx(6000 / 28 * 3.6 + (metres - 6000) / 50 * 3.6, abs=1)
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


def test_a_long_way_is_driven_faster_than_a_town() -> None:
    away = Location(lat=48.8566 + 0.9, lon=2.3522)  # 100 km north
    seconds = EstimateProvider().matrix([PARIS, away], "van").durations[0, 1]
    assert 1.5 * 3600 < seconds < 2.2 * 3600


def test_places_far_from_each_other_lie_in_the_country() -> None:
    def first(step: float) -> int:
        places = [Location(lat=48 + step * (n // 5), lon=2 + step * (n % 5)) for n in range(25)]
        near = [*places, Location(lat=48.001, lon=2.0)]
        return int(EstimateProvider().matrix(near, "van").durations[0, 25])

    assert first(0.005) > first(0.02) > first(0.1)


@given(st.lists(st.tuples(st.floats(47, 49), st.floats(1, 3)), min_size=3, max_size=12))
def test_a_detour_never_saves_time(points: list[tuple[float, float]]) -> None:
    seconds = EstimateProvider().matrix([Location(lat=lat, lon=lon) for lat, lon in points], "van").durations
    over = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)
    assert (seconds <= over + 2).all()
