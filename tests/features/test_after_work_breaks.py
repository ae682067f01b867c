from lastmile_core.problem import BreakRule
from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import HOUR

FOUR_HOURS = BreakRule(duration=1800, earliest=0, latest=24 * HOUR, after_work=4 * HOUR)


def test_nobody_works_longer_than_allowed_without_a_break(engine, straight_road):
    visits = [{"at": 10 + n, "service": 3000} for n in range(7)]
    problem = straight_road(visits, [{"breaks": (FOUR_HOURS,), "loading": 600}])
    plan = engine(problem)
    assert plan.unassigned == []
    timetable = time_route(problem, 0, plan.routes[0])
    assert [end - start for start, end, _ in timetable.breaks] == [1800]
    assert timetable.breaks[0][0] <= timetable.loading_start + 4 * HOUR


def test_half_a_day_needs_no_break(engine, straight_road):
    visits = [{"at": 10, "service": 3000} for _ in range(4)]
    problem = straight_road(visits, [{"breaks": (FOUR_HOURS,)}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert time_route(problem, 0, plan.routes[0]).breaks == ()


def test_windows_hold_around_the_break(engine, straight_road):
    visits = [{"at": 10, "service": 3000, "windows": ((h * HOUR, h * HOUR + 2400),)} for h in (8, 9, 10, 12, 13, 14)]
    plan = engine(straight_road(visits, [{"breaks": (FOUR_HOURS,)}]))
    assert plan.unassigned == []


def test_what_no_longer_fits_beside_the_break_is_left_out(engine, straight_road):
    # 5 h 20 of shift: six services of 50 min fit without the break, five with it.
    visits = [{"at": 5, "service": 3000} for _ in range(6)]
    shift = (8 * HOUR, 13 * HOUR + 1200)
    assert engine(straight_road(visits, [{"shift": shift}])).unassigned == []
    assert len(engine(straight_road(visits, [{"shift": shift, "breaks": (FOUR_HOURS,)}])).unassigned) == 1
