import pickle

import numpy as np
import pytest

from lastmile_core.model import TravelSource
from lastmile_core.problem import routing_problem
from lastmile_core.travel.times.travel_matrix import NOISE, UNREACHABLE, ImpossibleTravelError, TravelMatrix, to_whole
from tests.travel.no_way import unreachable_pairs


def matrix(durations: list[list[int]], snap: list[float] | None = None) -> TravelMatrix:
    times = np.array(durations, dtype=np.int64)
    return TravelMatrix(
        durations=times,
        distances=np.where(times >= UNREACHABLE, UNREACHABLE, times * 10),
        snap_m=np.array(snap or [0.0] * len(durations)),
        profile="van",
        source=TravelSource.OSRM,
        region="town",
    )


def test_unreachable_means_the_same_to_the_search() -> None:
    assert routing_problem.UNREACHABLE == UNREACHABLE


def test_pairs_without_a_route_and_cut_off_places_are_named() -> None:
    travel = matrix([[0, 5, UNREACHABLE], [5, 0, UNREACHABLE], [9, 9, 0]])
    assert unreachable_pairs(travel) == [(0, 2), (1, 2)]


def test_far_places_and_places_without_any_road_are_named() -> None:
    travel = matrix([[0, 1, 1], [1, 0, 1], [1, 1, 0]], snap=[12.0, 500.5, float("nan")])
    assert travel.far_points() == [1, 2]
    assert travel.far_points(limit_m=1000) == [2]


def test_floats_become_whole_numbers_and_gaps_become_unreachable() -> None:
    whole = to_whole(np.array([[3.0, 1.5, np.nan], [0.4, 0.0, 2.6], [np.inf, 1e12, -np.inf]]))
    assert whole.dtype == np.int64
    assert whole.tolist() == [[0, 2, UNREACHABLE], [0, 0, 3], [UNREACHABLE, UNREACHABLE, 0]]


@pytest.mark.parametrize("little", [-0.1, -0.6, -1.5, -NOISE])
def test_a_road_engine_s_rounding_between_near_neighbours_counts_as_zero(little: float) -> None:
    assert to_whole(np.array([[0.0, little], [7.0, 0.0]])).tolist() == [[0, 0], [7, 0]]


def test_a_way_far_below_zero_is_refused_with_the_names_of_its_places() -> None:
    with pytest.raises(ImpossibleTravelError, match="from place 1 to place 0 is -300 s") as caught:
        to_whole(np.array([[0.0, -0.5], [-300.0, 0.0]]), "s")
    named = caught.value.named(["the depot North", "order A-17 (Ana)"])
    assert "from order A-17 (Ana) to the depot North is -300 s" in str(named)
    assert str(pickle.loads(pickle.dumps(named))) == str(named)


@pytest.mark.parametrize(
    ("durations", "message"),
    [([[0, -1], [1, 0]], "negative"), ([[3, 1], [1, 0]], "diagonal"), ([[0, 1, 1], [1, 0, 1]], "shape")],
)
def test_a_matrix_is_not_born_wrong(durations: list[list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        matrix(durations)


def test_no_places_make_an_empty_matrix() -> None:
    empty = TravelMatrix(
        durations=to_whole(np.zeros((0, 0))),
        distances=to_whole(np.zeros((0, 0))),
        snap_m=np.zeros(0),
        profile="van",
        source=TravelSource.ESTIMATE,
        region="",
    )
    assert empty.num_points == 0
