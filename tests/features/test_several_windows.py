from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import HOUR


def test_service_begins_in_one_of_the_windows_never_between(engine, straight_road):
    open_hours = ((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR))
    visits = [{"at": 10 + n, "service": 1500, "windows": open_hours} for n in range(4)]
    problem = straight_road(visits, [{}])
    plan = engine(problem)
    assert plan.unassigned == []
    starts = time_route(problem, 0, plan.routes[0]).starts
    assert all(any(earliest <= start <= latest for earliest, latest in open_hours) for start in starts)


def test_the_second_window_serves_a_late_shift(engine, straight_road):
    visits = [{"at": 10, "windows": ((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR))}]
    assert engine(straight_road(visits, [{"shift": (12 * HOUR, 16 * HOUR)}])).unassigned == []


def test_a_shift_that_lies_between_the_windows_cannot_serve(engine, straight_road):
    visits = [{"at": 10, "windows": ((8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR))}, {"at": 5}]
    plan = engine(straight_road(visits, [{"shift": (10 * HOUR, 13 * HOUR)}]))
    assert plan.unassigned == [0]
