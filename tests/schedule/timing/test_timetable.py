"""Times of any visit order: every second accounted for, and nobody leaves too early."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.problem import UNREACHABLE, BreakRule, VehicleDay, Visit
from lastmile_core.schedule.timing.timetable import time_route
from tests.schedule.timing.made_up_routes import routes_to_time

HOUR = 3600


def test_the_first_wait_is_removed_by_leaving_late(line):
    problem = line(
        [Visit(visit_id="a", location=10, load=(), service=300, windows=((10 * HOUR, 12 * HOUR),))],
        [VehicleDay(vehicle_id="v", shift=(7 * HOUR, 16 * HOUR), loading=900)],
    )
    timetable = time_route(problem, 0, [0])
    # 10 minutes of driving, so at 10:00 the van may be there when it leaves at 9:50, loading from 9:35.
    assert timetable.departure == 10 * HOUR - 600
    assert timetable.loading_start == timetable.departure - 900
    assert timetable.waits == (0,)
    assert timetable.starts == (10 * HOUR,)
    assert timetable.end == 10 * HOUR + 300 + 600
    assert timetable.paid == 900 + 600 + 300 + 600


def test_without_windows_loading_begins_with_the_shift(line):
    problem = line(
        [Visit(visit_id="a", location=10, load=(), service=300)],
        [VehicleDay(vehicle_id="v", shift=(7 * HOUR, 16 * HOUR), loading=900)],
    )
    timetable = time_route(problem, 0, [0])
    assert (timetable.loading_start, timetable.departure) == (7 * HOUR, 7 * HOUR + 900)


@pytest.mark.parametrize(
    ("ready_at", "start", "late", "window"),
    [
        (8 * HOUR, 9 * HOUR, 0, 0),
        (9 * HOUR + 1800, 9 * HOUR + 1800, 0, 0),
        (10 * HOUR, 10 * HOUR, 0, 0),
        (10 * HOUR + 1, 14 * HOUR, 0, 1),
        (16 * HOUR + 60, 16 * HOUR + 60, 60, 1),
    ],
)
def test_the_first_window_still_open_is_used(line, ready_at, start, late, window):
    visit = Visit(visit_id="a", location=0, load=(), windows=((9 * HOUR, 10 * HOUR), (14 * HOUR, 16 * HOUR)))
    problem = line([visit], [VehicleDay(vehicle_id="v", shift=(ready_at, 24 * HOUR))])
    timetable = time_route(problem, 0, [0])
    assert (timetable.starts[0], timetable.lateness[0], timetable.windows[0]) == (start, late, window)


def test_deliveries_leave_the_van_and_collections_stay(line):
    visits = [
        Visit(visit_id="a", location=1, load=(5_000,)),
        Visit(visit_id="b", location=2, load=(7_000,), is_collection=True),
        Visit(visit_id="c", location=3, load=(4_000,)),
    ]
    problem = line(visits, [VehicleDay(vehicle_id="v", capacity=(20_000,))], dimensions=("kg",))
    timetable = time_route(problem, 0, [0, 1, 2])
    assert timetable.loads_before == (9_000,)
    assert timetable.loads_after == ((4_000,), (11_000,), (7_000,))
    assert timetable.peaks == (11_000,)


def test_a_leg_without_a_road_is_named_and_takes_no_time(line):
    problem = line([Visit(visit_id="a", location=5, load=())], [VehicleDay(vehicle_id="v")])
    problem.durations[0][0, 5] = UNREACHABLE
    timetable = time_route(problem, 0, [0])
    assert timetable.unreachable == (0,)
    assert timetable.leg_durations == (0, 300)
    assert timetable.end < 1000


def lunch(duration=1800, earliest=11 * HOUR, latest=13 * HOUR + 1800) -> BreakRule:
    return BreakRule(duration=duration, earliest=earliest, latest=latest)


def van(*breaks: BreakRule, shift=(7 * HOUR, 18 * HOUR)) -> VehicleDay:
    return VehicleDay(vehicle_id="v", shift=shift, breaks=breaks)


def test_a_route_back_before_the_latest_begin_needs_no_break(line):
    problem = line([Visit(visit_id="a", location=10, load=(), service=6 * HOUR)], [van(lunch())])
    timetable = time_route(problem, 0, [0])
    assert timetable.breaks == ()
    assert timetable.end == 13 * HOUR + 20 * 60


def test_a_break_absorbs_waiting(line):
    visits = [
        Visit(visit_id="a", location=1, load=(), service=4 * HOUR, windows=((7 * HOUR, 7 * HOUR + 600),)),
        Visit(visit_id="b", location=2, load=(), service=600, windows=((14 * HOUR, 15 * HOUR),)),
    ]
    timetable = time_route(line(visits, [van(lunch())]), 0, [0, 1])
    # At b from 11:11 at the latest departure; the break is taken there and costs nothing.
    assert timetable.starts[1] == 14 * HOUR
    assert timetable.break_s == 1800
    ((start, end, before),) = timetable.breaks
    assert before == 1
    assert end - start == 1800
    assert timetable.arrivals[1] <= start
    assert timetable.waits[1] == 14 * HOUR - timetable.arrivals[1] - 1800


def test_an_afternoon_route_leaves_after_the_break_time_instead_of_waiting(line):
    visit = Visit(visit_id="a", location=5, load=(), service=600, windows=((15 * HOUR, 16 * HOUR),))
    timetable = time_route(line([visit], [van(lunch())]), 0, [0])
    assert timetable.breaks == ()
    assert timetable.departure == 15 * HOUR - 300


def test_a_break_is_put_where_nobody_becomes_late(line):
    visits = [
        Visit(visit_id="a", location=1, load=(), service=1800, windows=((10 * HOUR + 1800, 10 * HOUR + 1800),)),
        Visit(visit_id="b", location=2, load=(), service=3600, windows=((11 * HOUR, 11 * HOUR + 120),)),
        Visit(visit_id="c", location=3, load=(), service=3 * HOUR),
    ]
    timetable = time_route(line(visits, [van(lunch())]), 0, [0, 1, 2])
    assert timetable.lateness == (0, 0, 0)
    assert [before for _, _, before in timetable.breaks] == [2]


def test_two_breaks_in_one_long_leg(line):
    visits = [Visit(visit_id="a", location=300, load=(), service=0)]
    rules = (lunch(900, 8 * HOUR, 9 * HOUR), lunch(1800, 11 * HOUR, 11 * HOUR + 600))
    timetable = time_route(line(visits, [van(*rules, shift=(7 * HOUR, 30 * HOUR))]), 0, [0])
    assert [before for _, _, before in timetable.breaks] == [0, 0]
    assert timetable.break_s == 2700
    assert timetable.missing_break == 0


def test_breaks_that_overlap_by_rule_are_reported_missing(line):
    visits = [Visit(visit_id="a", location=300, load=(), service=0, windows=((7 * HOUR, 13 * HOUR),))]
    rules = (lunch(7200, 11 * HOUR, 11 * HOUR), lunch(1800, 11 * HOUR + 600, 11 * HOUR + 600))
    timetable = time_route(line(visits, [van(*rules, shift=(7 * HOUR, 30 * HOUR))]), 0, [0])
    assert timetable.missing_break == 1800
    assert timetable.break_s == 7200
    assert timetable.lateness == (HOUR,)


# ---------------------------------------------------------------- invariants


@settings(deadline=None, max_examples=300)
@given(routes_to_time())
def test_every_second_is_accounted_for(problem):
    visits = list(range(problem.num_visits))
    timetable = time_route(problem, 0, visits)
    vehicle = problem.vehicles[0]
    assert timetable.loading_start >= vehicle.shift[0]
    assert timetable.departure == timetable.loading_start + vehicle.loading
    assert timetable.paid == (
        vehicle.loading + timetable.drive + timetable.service + timetable.wait + timetable.break_s
    )
    assert min(timetable.waits) >= 0
    for idx, visit in enumerate(visits):
        windows = problem.visits[visit].windows
        start = timetable.starts[idx]
        on_time = any(earliest <= start <= latest for earliest, latest in windows)
        assert on_time == (timetable.lateness[idx] == 0)
    ends = [timetable.departure]
    for begin, end, before in timetable.breaks:
        assert begin >= ends[-1]
        ends.append(end)
        left = timetable.departure if before == 0 else timetable.departures[before - 1]
        until = timetable.end if before == len(visits) else timetable.starts[before]
        assert left <= begin
        assert end <= until
    if not timetable.missing_break:
        due = [rule for rule in vehicle.breaks if timetable.departure <= rule.latest < timetable.end]
        assert len(timetable.breaks) >= len(due)
        for rule in due:
            assert any(
                rule.earliest <= begin <= rule.latest and end - begin == rule.duration
                for begin, end, _ in timetable.breaks
            )


@settings(deadline=None, max_examples=150)
@given(routes_to_time(with_breaks=False), st.integers(0, 7200))
def test_leaving_later_never_brings_an_earlier_arrival(problem, delay):
    vehicle = problem.vehicles[0]
    later = replace(
        problem,
        vehicles=(replace(vehicle, shift=(vehicle.shift[0] + delay, vehicle.shift[1] + delay)),),
    )
    visits = list(range(problem.num_visits))
    before, after = time_route(problem, 0, visits), time_route(later, 0, visits)
    assert after.end >= before.end
    for first, second in zip(before.starts, after.starts, strict=True):
        assert second >= first or before.departure > later.vehicles[0].shift[0] + vehicle.loading


def _by_brute_force(problem):
    """Try every departure minute and every place for every break: (lateness, end) of the best."""
    vehicle = problem.vehicles[0]
    visits = [problem.visits[idx] for idx in range(problem.num_visits)]
    locations = [0, *(visit.location for visit in visits), 0]
    legs = [int(problem.durations[0][a, b]) for a, b in itertools.pairwise(locations)]
    rules = sorted(vehicle.breaks, key=lambda rule: (rule.earliest, rule.latest))
    first = vehicle.shift[0] + vehicle.loading
    best = None
    plain = _drive(visits, legs, (), (), first)
    for departure in {first, *(rule.latest + 1 for rule in rules if rule.latest >= first)}:
        for taken in itertools.product(range(-1, len(legs)), repeat=len(rules)):
            outcome = _drive(visits, legs, rules, taken, departure)
            if outcome is None:
                continue
            dodged = departure > first and (outcome[0] > plain[0] or outcome[1] > max(vehicle.shift[1], plain[1]))
            if not dodged and (best is None or outcome < best):
                best = outcome
    return best


def _drive(visits, legs, rules, taken, departure):
    now, late = departure, 0
    for leg, duration in enumerate(legs):
        left = duration
        for rule, where in zip(rules, taken, strict=True):
            if where == leg:
                step = min(left, max(0, rule.earliest - now))
                now, left = max(now + step, rule.earliest), left - step
                if now > rule.latest:
                    return None
                now += rule.duration
        now += left
        if leg < len(visits):
            visit = visits[leg]
            fits = [window for window in visit.windows if now <= window[1]]
            if fits:
                now = max(now, fits[0][0])
            else:
                late += now - visit.windows[-1][1]
            now += visit.service
    for rule, where in zip(rules, taken, strict=True):
        if where == -1 and departure <= rule.latest < now:
            return None
    return late, now


@settings(deadline=None, max_examples=300)
@given(routes_to_time(max_visits=3))
def test_breaks_lie_where_trying_every_position_would_put_them(problem):
    timetable = time_route(problem, 0, list(range(problem.num_visits)))
    best = _by_brute_force(problem)
    if timetable.missing_break:
        assert best is None
    else:
        assert best == (sum(timetable.lateness), timetable.end)
