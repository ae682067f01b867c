"""Set-up at an address is done once by the first visit there."""

from __future__ import annotations

from lastmile_core.problem import BreakRule, VehicleDay, Visit
from lastmile_core.schedule.timing.timetable import time_route

HOUR = 3600


def test_only_the_first_visit_at_an_address_sets_up(line):
    visits = [
        Visit(visit_id="a", location=5, load=(), service=60, set_up=120),
        Visit(visit_id="b", location=5, load=(), service=60, set_up=300),
        Visit(visit_id="c", location=6, load=(), service=60, set_up=90),
        Visit(visit_id="d", location=5, load=(), service=60, set_up=120),
    ]
    van = VehicleDay(vehicle_id="v", shift=(8 * HOUR, 16 * HOUR))
    timetable = time_route(line(visits, [van]), 0, [0, 1, 2, 3])
    assert timetable.set_ups == (120, 0, 90, 120)
    assert timetable.set_up == 330
    assert [start - 8 * HOUR for start in timetable.starts] == [420, 480, 690, 930]
    assert [at - 8 * HOUR for at in timetable.arrivals] == [300, 480, 600, 810]
    assert timetable.waits == (0, 0, 0, 0)
    assert timetable.paid == timetable.drive + timetable.set_up + timetable.service == 12 * 60 + 330 + 240


def test_the_first_visit_sets_up_even_at_the_depots_own_address(line):
    visits = [Visit(visit_id="a", location=0, load=(), set_up=120)]
    timetable = time_route(line(visits, [VehicleDay(vehicle_id="v")]), 0, [0])
    assert timetable.set_up == 120


def test_the_window_speaks_of_the_service_not_of_the_set_up(line):
    window = (9 * HOUR, 9 * HOUR + 60)
    visits = [Visit(visit_id="a", location=10, load=(), set_up=300, windows=(window,))]
    timetable = time_route(line(visits, [VehicleDay(vehicle_id="v", shift=(8 * HOUR, 16 * HOUR))]), 0, [0])
    assert timetable.starts == (9 * HOUR,)
    assert timetable.departure == 9 * HOUR - 300 - 600
    late = time_route(line(visits, [VehicleDay(vehicle_id="v", shift=(9 * HOUR, 16 * HOUR))]), 0, [0])
    assert late.lateness == (900 - 60,)


def test_a_break_may_fall_between_set_up_and_service(line):
    lunch = BreakRule(duration=1800, earliest=9 * HOUR, latest=9 * HOUR + 900)
    visits = [Visit(visit_id="a", location=50, load=(), set_up=480, windows=((9 * HOUR + 2700, 10 * HOUR),))]
    van = VehicleDay(vehicle_id="v", shift=(8 * HOUR, 16 * HOUR), breaks=(lunch,))
    timetable = time_route(line(visits, [van]), 0, [0])
    assert timetable.break_s == 1800
    ((begin, end, before),) = timetable.breaks
    assert before == 0
    assert timetable.arrivals[0] <= begin
    assert timetable.waits[0] == timetable.starts[0] - timetable.arrivals[0] - 480 - (end - begin)
