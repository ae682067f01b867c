"""Drives take as long as the traffic of the hour makes them, exactly, and nobody overtakes by leaving later."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.problem import BreakRule, Traffic, VehicleDay, Visit
from lastmile_core.schedule.timing.timetable import time_route
from lastmile_core.schedule.timing.traffic import HourClock
from tests.schedule.timing.made_up_routes import routes_to_time

HOUR = 3600
FACTORS = st.lists(st.integers(200, 3000), min_size=1, max_size=30).map(tuple)


def test_a_drive_through_the_rush_hour(line):
    # From 7:30: half an hour at 1000 drives 30 of 60 minutes, the rest takes twice as long.
    traffic = Traffic(factors=((1000,) * 8 + (2000, 1000),))
    visits = [Visit(visit_id="a", location=60, load=(), windows=((0, 9 * HOUR),))]
    van = VehicleDay(vehicle_id="v", shift=(7 * HOUR + 1800, 18 * HOUR))
    timetable = time_route(line(visits, [van], traffic=traffic), 0, [0])
    assert (timetable.departure, timetable.arrivals[0]) == (7 * HOUR + 1800, 8 * HOUR + 3600)
    assert timetable.leg_durations == (90 * 60, 60 * 60)
    assert timetable.drive == 150 * 60
    assert timetable.paid == 150 * 60


def test_a_district_has_its_own_traffic_on_the_legs_that_leave_it(line):
    traffic = Traffic(factors=((1000,), (1500,)), district=(0, 1, 0))
    visits = [Visit(visit_id="a", location=1, load=()), Visit(visit_id="b", location=2, load=())]
    timetable = time_route(line(visits, [VehicleDay(vehicle_id="v")], traffic=traffic), 0, [0, 1])
    assert timetable.leg_durations == (60, 90, 120)


def test_the_departure_is_as_late_as_the_traffic_lets_it_be(line):
    # Due at 9:00 after 30 minutes at twice the time.
    traffic = Traffic(factors=((1000,) * 8 + (2000, 1000),))
    visits = [Visit(visit_id="a", location=30, load=(), windows=((9 * HOUR, 9 * HOUR),))]
    timetable = time_route(line(visits, [VehicleDay(vehicle_id="v")], traffic=traffic), 0, [0])
    assert timetable.departure == 8 * HOUR
    assert timetable.waits == (0,)


def test_a_break_on_the_road_sits_out_the_rush_hour(line):
    traffic = Traffic(factors=((1000,) * 8 + (3000, 1000),))
    lunch = BreakRule(duration=HOUR, earliest=7 * HOUR, latest=10 * HOUR)
    visits = [Visit(visit_id="a", location=180, load=(), windows=((0, 12 * HOUR),))]
    van = VehicleDay(vehicle_id="v", shift=(7 * HOUR, 18 * HOUR), breaks=(lunch,))
    timetable = time_route(line(visits, [van], traffic=traffic), 0, [0])
    assert timetable.breaks == ((8 * HOUR, 9 * HOUR, 0),)
    assert timetable.arrivals == (11 * HOUR,)
    assert timetable.leg_durations[0] == 3 * HOUR


def _work(factors, moment):
    """Matrix seconds driven from midnight until ``moment``, second by second in spirit."""
    done = Fraction(0)
    for hour in range(moment // HOUR + 1):
        spent = min(moment - hour * HOUR, HOUR)
        done += Fraction(spent * 1000, factors[min(hour, len(factors) - 1)])
    return done


@settings(deadline=None, max_examples=200)
@given(FACTORS, st.integers(0, 100_000), st.integers(0, 20_000))
def test_a_drive_ends_at_the_first_second_at_which_it_is_done(factors, departure, duration):
    clock = HourClock(factors)
    arrival = clock.arrive(departure, duration)
    need = _work(factors, departure) + duration
    assert _work(factors, arrival) >= need
    assert arrival == departure or _work(factors, arrival - 1) < need


@settings(deadline=None, max_examples=200)
@given(FACTORS, st.integers(0, 100_000), st.integers(0, 20_000), st.integers(0, 9000))
def test_who_leaves_later_never_arrives_earlier(factors, departure, duration, later):
    clock = HourClock(factors)
    assert clock.arrive(departure, duration) <= clock.arrive(departure + later, duration)


@settings(deadline=None, max_examples=200)
@given(FACTORS, st.integers(-9000, 100_000), st.integers(0, 20_000))
def test_the_latest_departure_for_an_arrival(factors, arrival, duration):
    clock = HourClock(factors)
    departure = clock.leave(arrival, duration)
    assert clock.arrive(departure, duration) <= arrival < clock.arrive(departure + 1, duration)


@pytest.mark.parametrize("duration", [0, 1, 59, 3600, 7201])
def test_one_factor_for_all_hours_scales_and_rounds_up_once(duration):
    clock = HourClock((1337,))
    assert clock.arrive(12_345, duration) == 12_345 + ceil(Fraction(duration * 1337, 1000))


@settings(deadline=None, max_examples=100)
@given(routes_to_time())
def test_usual_traffic_at_all_hours_is_no_traffic(problem):
    visits = list(range(problem.num_visits))
    usual = replace(
        problem, traffic=Traffic(factors=((1000,) * 24, (1000,)), district=(0,) * len(problem.durations[0]))
    )
    assert time_route(usual, 0, visits) == time_route(problem, 0, visits)


@settings(deadline=None, max_examples=100)
@given(routes_to_time(), FACTORS)
def test_every_second_in_traffic_is_accounted_for(problem, factors):
    problem = replace(problem, traffic=Traffic(factors=(factors,)))
    timetable = time_route(problem, 0, list(range(problem.num_visits)))
    drive, wait = timetable.drive, timetable.wait
    assert timetable.paid == timetable.loading + drive + timetable.service + wait + timetable.break_s
    assert min((*timetable.waits, *timetable.leg_durations)) >= 0
    assert timetable.end - timetable.loading_start == timetable.paid
    for begin, end, _ in timetable.breaks:
        assert any(r.earliest <= begin <= r.latest and end - begin == r.duration for r in problem.vehicles[0].breaks)


@settings(deadline=None, max_examples=60)
@given(routes_to_time(max_visits=4, with_breaks=False), FACTORS)
def test_leaving_any_later_in_traffic_would_make_something_later(problem, factors):
    problem = replace(problem, traffic=Traffic(factors=(factors,)))
    visits = list(range(problem.num_visits))
    best = time_route(problem, 0, visits)
    early = time_route(problem, 0, visits, loading_starts=(0,))
    late = time_route(problem, 0, visits, loading_starts=(best.loading_start + 1,))
    assert best.end == early.end
    assert best.lateness == early.lateness
    assert late.end > best.end or any(b > a for a, b in zip(best.lateness, late.lateness, strict=True))
