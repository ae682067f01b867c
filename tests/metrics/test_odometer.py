"""Counters as vehicles have them: reset, never reset, stuck, rolled back, in the wrong unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.metrics.routes.odometer import BACK, NO_START, STUCK, TOO_LONG, Reading, read_counter
from lastmile_core.model import Location

BEGIN = datetime(2026, 11, 24, 8, tzinfo=UTC)
# A degree of longitude on the equator is 111 km: stations 5 km apart, a quarter of an hour each.
LEG_M, LEG_S = 5_000, 900


def stations(readings: Sequence[int | None]) -> list[Reading]:
    found = []
    for number, metres in enumerate(readings):
        at = BEGIN + timedelta(seconds=number * LEG_S)
        there = number if number < len(readings) - 1 else 0
        found.append(Reading(Location(lat=0.0, lon=there * LEG_M / 111_195), at, at + timedelta(seconds=300), metres))
    return found


LIFE = 84_312_000


@pytest.mark.parametrize(
    ("readings", "legs", "total", "fault"),
    [
        # Since the departure, with and without a reading of zero there.
        ([0, 5_500, 11_000, 22_000], (5_500, 5_500, 11_000), 22_000, ""),
        ([None, 5_500, 11_000, 22_000], (5_500, 5_500, 11_000), 22_000, ""),
        # The counter of the vehicle's life.
        ([LIFE, LIFE + 5_500, LIFE + 11_000, LIFE + 22_000], (5_500, 5_500, 11_000), 22_000, ""),
        ([None, LIFE, LIFE + 5_500, LIFE + 16_500], (None, 5_500, 11_000), None, NO_START),
        # Only at the return: 84,312 km in a morning is its life, not its route.
        ([None, None, None, LIFE], (None, None, None), None, NO_START),
        ([None, None, None, 22_000], (None, None, None), 22_000, ""),
        # A gap is bridged by its sum, not by its legs.
        ([0, None, 11_000, 22_000], (None, None, 11_000), 22_000, ""),
        # Rolled back, and mistyped by a digit.
        ([0, 5_500, 1_000, 12_000], (5_500, None, 11_000), None, BACK),
        ([0, 5_500, 110_000, 121_000], (None, None, None), None, TOO_LONG),
        ([LIFE, 5_500, 11_000, 22_000], (None, 5_500, 11_000), None, BACK),
        # Stuck, and kilometres taken for metres.
        ([LIFE, LIFE, LIFE, LIFE], (None, None, None), None, STUCK),
        ([None, 0, 0, 0], (None, None, None), None, STUCK),
        ([0, 5, 11, 22], (None, None, None), None, STUCK),
        ([None, None, None, None], (None, None, None), None, ""),
    ],
)
def test_a_counter_is_understood_by_what_it_says(
    readings: list[int | None], legs: tuple[int | None, ...], total: int | None, fault: str
) -> None:
    found = read_counter(stations(readings))
    assert (found.legs, found.total, found.fault) == (legs, total, fault)


def test_near_neighbours_with_a_dead_counter_are_not_zero_kilometres() -> None:
    near = [
        Reading(Location(lat=0.0, lon=number / 1000), BEGIN, BEGIN + timedelta(hours=9), 0 if number else None)
        for number in range(60)
    ]
    found = read_counter([*near, Reading(near[0].place, BEGIN, BEGIN + timedelta(hours=9), 0)])
    assert (set(found.legs), found.total, found.fault) == ({None}, None, STUCK)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=2, max_size=12))
def test_no_counter_makes_a_leg_that_nobody_can_drive(readings: list[int | None]) -> None:
    found = read_counter(stations(readings))
    longest = 36 * (LEG_S + 300) + 2_000
    assert len(found.legs) == len(readings) - 1
    assert all(leg is None or 0 <= leg <= longest for leg in found.legs)
    assert found.total is None or 0 <= found.total <= longest * (len(readings) - 1)
