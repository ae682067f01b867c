"""A house number on a street of known doors: at its door, between, beyond, or honestly unknown."""

from __future__ import annotations

import pytest

from lastmile_core.places.answer import PlaceKind
from lastmile_core.places.index.address_index import KnownDoor, KnownStreet
from lastmile_core.places.index.flat_earth import METRES_PER_DEGREE, Point, metres_between
from lastmile_core.places.search.locate_door import Located, locate
from lastmile_core.places.text.house_number import HouseNumber


def _point(north_m: float, east_m: float = 0.0) -> Point:
    # On the equator, where a degree is as long both ways.
    return north_m / METRES_PER_DEGREE, east_m / METRES_PER_DEGREE


def _door(number: int, north_m: float, east_m: float = 10.0, suffix: str = "", postcode: str = "") -> KnownDoor:
    return KnownDoor(number, suffix, f"{number}{suffix}", _point(north_m, east_m), postcode, "")


def _street(length_m: float = 1_000.0) -> KnownStreet:
    line = (_point(0), _point(length_m))
    return KnownStreet(1, "Long Street", _point(length_m / 2), length_m / 2, (), (), 0, (line,))


def _locate(doors: list[KnownDoor], number: int, postcode: str = "", suffix: str = "") -> Located:
    ordered = sorted(doors, key=lambda door: door.number)
    return locate(_street(), ordered, HouseNumber(number, suffix=suffix), postcode)


EVEN = [_door(2 * step, 20.0 * step) for step in (1, 2, 3, 8, 9, 20)]
ODD = [_door(2 * step + 1, 20.0 * step, east_m=-10.0) for step in range(6)]


def test_a_known_door_is_taken() -> None:
    found = _locate(EVEN + ODD, 16)
    assert (found.kind, found.evidence, found.point) == (PlaceKind.HOUSE, 1.0, _point(160, 10))


def test_a_missing_number_lies_between_its_neighbours_on_its_own_side() -> None:
    found = _locate(EVEN + ODD, 10)
    assert found.kind is PlaceKind.INTERPOLATED
    assert metres_between(found.point, _point(100, 10)) < 1
    assert found.reach_m < 40


def test_far_neighbours_make_it_less_exact() -> None:
    near, far = _locate(EVEN, 10), _locate(EVEN, 30)
    assert far.reach_m > near.reach_m
    assert far.evidence < near.evidence


def test_a_number_just_beyond_the_last_goes_on_in_the_same_step() -> None:
    found = _locate(EVEN, 44)
    assert found.kind is PlaceKind.INTERPOLATED
    assert metres_between(found.point, _point(440, 10)) < 20


def test_a_number_that_the_street_is_too_short_for_speaks_against_it() -> None:
    found = _locate(EVEN + ODD, 900)
    assert (found.kind, found.evidence) == (PlaceKind.STREET, -1.0)


@pytest.mark.parametrize("number", [11, 12])
def test_numbers_that_jump_between_two_banks_place_no_new_one(number: int) -> None:
    doors = [
        _door(step, 10.0 * step, east_m=2_000.0 * (step // 2 % 2)) for step in range(1, 30) if step not in (11, 12)
    ]
    found = _locate(doors, number)
    assert (found.kind, found.is_unique) == (PlaceKind.INTERPOLATED, False)


def test_the_letter_chooses_the_door_and_without_it_the_first_is_near_enough() -> None:
    doors = [_door(12, 100, suffix="b"), _door(12, 90, suffix="a"), _door(14, 130)]
    assert _locate(doors, 12, suffix="b").point == _point(100, 10)
    plain = _locate(doors, 12)
    assert plain.point == _point(90, 10)
    assert plain.reach_m >= 10


def test_a_number_that_is_there_twice_is_told_apart_by_the_postcode_or_not_at_all() -> None:
    doors = [_door(12, 0, postcode="1"), _door(12, 900, postcode="2")]
    assert not _locate(doors, 12).is_unique
    second = _locate(doors, 12, postcode="2")
    assert second.is_unique
    assert second.point == _point(900, 10)


def test_without_a_number_the_middle_of_the_part_with_the_postcode_is_taken() -> None:
    doors = [_door(2 * step, 100.0 * step, postcode="1" if step < 6 else "2") for step in range(1, 10)]
    found = locate(_street(), doors, None, "2")
    assert found.kind is PlaceKind.STREET
    assert metres_between(found.point, _point(750, 10)) < 60
    assert found.reach_m < 300
    assert locate(_street(), doors, None, "").point == _point(500)


def test_a_street_without_doors_is_only_a_street() -> None:
    found = locate(_street(), [], HouseNumber(5), "")
    assert (found.kind, found.evidence, found.reach_m) == (PlaceKind.STREET, 0.0, 500.0)
