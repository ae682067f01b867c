"""What is on board when a van comes back for a second trip: its goods are not on board before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lastmile_core.metrics import DayFacts, compute
from lastmile_core.model import RouteReload


def clock(hhmm: str) -> datetime:
    hours, minutes = hhmm.split(":")
    return datetime(2026, 11, 24, int(hours), int(minutes), tzinfo=UTC)


@pytest.fixture
def two_trips(small_day: DayFacts) -> DayFacts:
    """Van 1 brings A, comes back over the depot (3 of then 5 km) and takes out B and C."""
    assert small_day.plan is not None
    first, second = small_day.plan.routes
    reload = RouteReload(
        reload_id="reload/van1/1",
        arrival=clock("07:44"),
        start=clock("07:44"),
        end=clock("07:46"),
        before_stop=1,
        distance_m=3000,
    )
    stops = (first.stops[0], replace(first.stops[1], distance_m=2000), first.stops[2])
    route = replace(first, stops=stops, reloads=(reload,))
    return replace(small_day, plan=replace(small_day.plan, routes=(route, second)))


def test_goods_of_the_second_trip_are_not_on_board_of_the_first(small_day: DayFacts, two_trips: DayFacts) -> None:
    before, after = compute([small_day])["fill_peak"], compute([two_trips])["fill_peak"]
    # kg on van 1: 50 with A alone, 70 with B and C beside it.
    assert before.numerator - after.numerator == pytest.approx(20)


def test_the_way_back_to_the_depot_is_empty_and_counts_as_stem(small_day: DayFacts, two_trips: DayFacts) -> None:
    before, after = compute([small_day]), compute([two_trips])
    legs = 3.5  # kilometres from A to B by the counter
    assert after["empty_km"].numerator - before["empty_km"].numerator == pytest.approx(legs * 3 / 5)
    assert after["stem_km"].numerator - before["stem_km"].numerator == pytest.approx(legs)
