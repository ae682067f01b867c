"""A break that is due after so many hours of work moves with the departure."""

from __future__ import annotations

from lastmile_core.problem import BreakRule, VehicleDay, Visit
from lastmile_core.schedule.timing.timetable import time_route

HOUR = 3600


def _van(after_work, earliest=0, latest=20 * HOUR):
    rule = BreakRule(duration=1800, earliest=earliest, latest=latest, after_work=after_work)
    return VehicleDay(vehicle_id="v", shift=(6 * HOUR, 20 * HOUR), loading=600, breaks=(rule,))


def _stops(num, service=HOUR, **more):
    return [Visit(visit_id=str(idx), location=1, load=(), service=service, **more) for idx in range(num)]


def test_the_break_begins_no_later_than_so_long_after_loading_began(line):
    problem = line(_stops(8), [_van(4 * HOUR)])
    timetable = time_route(problem, 0, list(range(8)))
    ((begin, _, before),) = timetable.breaks
    # Loading 10 min, 1 min of driving, three services: the fourth would end at 4:11 h.
    assert before == 3
    assert begin <= timetable.loading_start + 4 * HOUR
    assert timetable.missing_break == 0


def test_a_short_route_needs_no_break(line):
    timetable = time_route(line(_stops(3), [_van(4 * HOUR)]), 0, [0, 1, 2])
    assert timetable.breaks == ()


def test_a_late_first_window_is_no_work(line):
    """Waiting from 6 to 14 would be eight hours; who leaves late has worked three when it is back."""
    visits = _stops(3, windows=((14 * HOUR, 18 * HOUR),))
    timetable = time_route(line(visits, [_van(4 * HOUR)]), 0, [0, 1, 2])
    assert timetable.breaks == ()
    assert timetable.departure == 14 * HOUR - 60


def test_leaving_later_lets_the_break_begin_no_earlier_than_it_may(line):
    # Not before 11:00, but within four hours: loading cannot begin before 7:00.
    timetable = time_route(line(_stops(8), [_van(4 * HOUR, earliest=11 * HOUR)]), 0, list(range(8)))
    assert timetable.missing_break == 0
    assert timetable.loading_start >= 7 * HOUR
    assert timetable.breaks[0][0] >= 11 * HOUR


def test_a_break_that_must_come_before_a_long_service_makes_it_late(line):
    visits = _stops(1, service=5 * HOUR, windows=((7 * HOUR, 7 * HOUR),))
    timetable = time_route(line(visits, [_van(4 * HOUR, earliest=8 * HOUR)]), 0, [0])
    assert [begin for begin, _, _ in timetable.breaks] == [8 * HOUR]
    assert timetable.lateness == (5400,)
