from lastmile_core.problem import BreakRule
from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import HOUR

NOON = BreakRule(duration=1800, earliest=11 * HOUR, latest=13 * HOUR)


def test_a_long_route_has_its_break(engine, straight_road):
    visits = [{"at": 20 + n, "service": 2400} for n in range(8)]
    problem = straight_road(visits, [{"breaks": (NOON,)}])
    plan = engine(problem)
    assert plan.unassigned == []
    timetable = time_route(problem, 0, plan.routes[0])
    assert [(NOON.earliest <= start <= NOON.latest, end - start) for start, end, _ in timetable.breaks] == [
        (True, 1800)
    ]


def test_a_route_that_is_back_early_needs_none(engine, straight_road):
    problem = straight_road([{"at": 20, "windows": ((8 * HOUR, 9 * HOUR),)}], [{"breaks": (NOON,)}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert time_route(problem, 0, plan.routes[0]).breaks == ()


def test_windows_hold_with_the_break_between_them(engine, straight_road):
    visits = [
        {"at": 10, "windows": ((10 * HOUR, 11 * HOUR),), "service": 600},
        {"at": 15, "windows": ((12 * HOUR, 13 * HOUR),), "service": 600},
        {"at": 20, "windows": ((13 * HOUR, 14 * HOUR),), "service": 600},
    ]
    plan = engine(straight_road(visits, [{"breaks": (NOON,)}]))
    assert plan.unassigned == []
    assert plan.routes == {0: [0, 1, 2]}


def test_what_no_longer_fits_beside_the_break_is_left_out(engine, straight_road):
    # 5 h of shift, 30 min of break: room for four services of an hour, not for five.
    visits = [{"at": 5, "service": HOUR} for _ in range(5)]
    plan = engine(straight_road(visits, [{"shift": (10 * HOUR, 15 * HOUR), "breaks": (NOON,)}]))
    assert len(plan.unassigned) == 1


def test_drivers_with_other_breaks_than_the_rest_keep_them(engine, straight_road):
    early = BreakRule(duration=2700, earliest=10 * HOUR, latest=11 * HOUR)
    visits = [{"at": 10 + n, "service": 3000} for n in range(12)]
    vehicles = [{"breaks": (NOON,)}, {"breaks": (NOON,)}, {"breaks": (early,)}, {}]
    assert engine(straight_road(visits, vehicles)).unassigned == []
