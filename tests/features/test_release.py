from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import HOUR


def test_loading_waits_for_the_goods(engine, straight_road):
    problem = straight_road([{"at": 10, "release": 10 * HOUR}, {"at": 12}], [{"loading": 600, "fixed_cost": 50_000}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert time_route(problem, 0, plan.routes[0]).loading_start >= 10 * HOUR


def test_late_goods_do_not_hold_back_the_early_ones(engine, straight_road):
    early = {"at": 10, "windows": ((8 * HOUR, 9 * HOUR),)}
    plan = engine(straight_road([early, {"at": 10, "release": 11 * HOUR}, early], [{}, {}]))
    assert plan.unassigned == []
    assert sorted(map(sorted, plan.routes.values())) == [[0, 2], [1]]


def test_one_van_comes_back_for_the_late_goods(engine, straight_road, reload_of):
    early = {"at": 10, "windows": ((8 * HOUR, 9 * HOUR),)}
    visits = [early, {"at": 10, "release": 11 * HOUR}, reload_of(0)]
    problem = straight_road(visits, [{"max_trips": 2}])
    plan = engine(problem)
    assert plan.routes == {0: [0, 2, 1]}
    assert time_route(problem, 0, plan.routes[0]).loadings[1].start >= 11 * HOUR


def test_goods_that_come_after_the_window_are_left_out(engine, straight_road):
    late = {"at": 10, "release": 12 * HOUR, "windows": ((8 * HOUR, 12 * HOUR),)}
    plan = engine(straight_road([late, {"at": 10}], [{}]))
    assert plan.unassigned == [0]
    assert plan.routes == {0: [1]}
