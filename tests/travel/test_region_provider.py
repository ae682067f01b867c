import threading
from collections.abc import Callable

import numpy as np
import pytest

from lastmile_core.errors import RoadsError
from lastmile_core.model import Location, TravelSource
from lastmile_core.settings import Settings
from lastmile_core.travel.provider import choose_provider
from lastmile_core.travel.regions import RegionInfo
from lastmile_core.travel.times.matrix_cache import MatrixCache
from lastmile_core.travel.times.polyline import decode
from lastmile_core.travel.times.region_provider import RegionProvider
from tests.travel.no_way import unreachable_pairs

Corner = Callable[[float, float], Location]


@pytest.fixture
def provider(town: RegionInfo) -> RegionProvider:
    return RegionProvider(info=town)


def test_a_one_way_street_makes_the_matrix_asymmetric(provider: RegionProvider, corner: Corner) -> None:
    travel = provider.matrix([corner(1, 0), corner(4, 0)], "van")
    assert travel.source is TravelSource.OSRM
    assert travel.region == "town"
    assert travel.distances[0, 1] == pytest.approx(333, abs=4)
    assert travel.distances[1, 0] > travel.distances[0, 1] + 150
    assert travel.durations.diagonal().tolist() == [0, 0]


def test_distance_to_the_road_is_measured(provider: RegionProvider, corner: Corner) -> None:
    outside = Location(lat=corner(0, 0).lat - 0.01, lon=corner(0, 2).lon)
    travel = provider.matrix([corner(2, 2), outside, corner(2.5, 2.5)], "van")
    assert travel.snap_m[0] == pytest.approx(0, abs=0.5)
    assert travel.snap_m[1] == pytest.approx(1106, abs=8)
    assert travel.snap_m[2] == pytest.approx(55, abs=2)
    assert travel.far_points() == [1]


def test_an_island_is_named_and_never_silently_wrong(
    provider: RegionProvider, corner: Corner, lonely: Location
) -> None:
    travel = provider.matrix([corner(2, 2), corner(3, 3), lonely], "van")
    assert unreachable_pairs(travel) == [(0, 2), (1, 2), (2, 0), (2, 1)]
    assert provider.legs([corner(2, 2), lonely, lonely], "van")[0] == ""


def test_legs_run_along_streets_and_agree_with_the_matrix(provider: RegionProvider, corner: Corner) -> None:
    (line,) = provider.legs([corner(4, 0), corner(1, 0)], "van")
    points = decode(line)
    assert points[0] == pytest.approx((corner(4, 0).lat, corner(4, 0).lon), abs=2e-5)
    assert points[-1] == pytest.approx((corner(1, 0).lat, corner(1, 0).lon), abs=2e-5)
    assert max(lon for _, lon in points) >= corner(0, 1).lon - 1e-5


def test_a_bike_is_slower_than_a_van(provider: RegionProvider, corner: Corner) -> None:
    places = [corner(0, 1), corner(5, 5)]
    assert provider.matrix(places, "cargo_bike").durations[0, 1] > provider.matrix(places, "van").durations[0, 1]


def test_many_places_asked_in_pieces_give_the_same(
    provider: RegionProvider, corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [corner(row / 3, column / 3) for row in range(8) for column in range(8)]
    whole = provider.matrix(places, "van")
    monkeypatch.setattr("lastmile_core.travel.road_engine.osrm_engine.CHUNK_CELLS", 300)
    pieces = provider.matrix(places, "van")
    assert np.array_equal(whole.durations, pieces.durations)
    assert np.array_equal(whole.distances, pieces.distances)
    assert np.array_equal(whole.snap_m, pieces.snap_m)


@pytest.mark.parametrize("count", [0, 1])
def test_few_places(provider: RegionProvider, corner: Corner, count: int) -> None:
    travel = provider.matrix([corner(2.5, 2.5)] * count, "van")
    assert travel.num_points == count
    assert len(travel.far_points(limit_m=1)) == count


def test_the_same_place_twice_takes_no_time(provider: RegionProvider, corner: Corner) -> None:
    travel = provider.matrix([corner(2, 2), corner(2, 2)], "van")
    assert travel.durations.max() == 0


def test_a_second_question_comes_from_the_cache(
    town: RegionInfo, corner: Corner, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = RegionProvider(info=town, cache=MatrixCache(folder=settings.cache), note="first")
    first = cached.matrix([corner(1, 1), corner(4, 4)], "van")
    monkeypatch.setattr("lastmile_core.travel.road_engine.osrm_engine.table", lambda *_: pytest.fail("asked again"))
    again = RegionProvider(info=town, cache=MatrixCache(folder=settings.cache), note="second")
    second = again.matrix([corner(1, 1), corner(4, 4)], "van")
    assert np.array_equal(first.durations, second.durations)
    assert second.note == "second"


def test_an_unknown_profile_is_refused(provider: RegionProvider, corner: Corner) -> None:
    with pytest.raises(RoadsError, match="no roads for “boat”"):
        provider.matrix([corner(1, 1), corner(2, 2)], "boat")


def test_threads_share_one_engine(provider: RegionProvider, corner: Corner) -> None:
    places = [corner(row, column) for row in range(6) for column in range(6)]
    expected = provider.matrix(places, "van").durations
    answers: list[bool] = []

    def ask() -> None:
        answers.extend(np.array_equal(provider.matrix(places, "van").durations, expected) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 40


def test_the_region_is_chosen_when_it_holds_nearly_all(town_settings: Settings, corner: Corner) -> None:
    inside = [corner(2, 2)] * 19
    outside = Location(lat=50.0, lon=8.0)
    assert choose_provider(town_settings, [*inside, outside]).source is TravelSource.OSRM
    elsewhere = choose_provider(town_settings, [outside] * 3)
    assert elsewhere.source is TravelSource.ESTIMATE
    assert "No prepared road region covers these places" in elsewhere.note


def test_without_any_region_the_estimate_says_so(settings: Settings, corner: Corner) -> None:
    chosen = choose_provider(settings, [corner(1, 1)])
    assert chosen.source is TravelSource.ESTIMATE
    assert chosen.note.startswith("No road region is prepared yet.")
