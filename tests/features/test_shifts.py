from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import EIGHT


def test_a_place_too_far_for_the_shift_is_left_out(engine, straight_road):
    problem = straight_road([{"at": 50}, {"at": 20}], [{"shift": (EIGHT, EIGHT + 90 * 60)}])
    plan = engine(problem)
    assert plan.unassigned == [0]


def test_loading_counts_into_the_shift(engine, straight_road):
    shift = (EIGHT, EIGHT + 60 * 60)
    problem = straight_road([{"at": 20}], [{"shift": shift, "loading": 1200}])
    plan = engine(problem)
    timetable = time_route(problem, 0, plan.routes[0])
    assert timetable.loading_start >= shift[0]
    assert timetable.end <= shift[1]
    assert engine(straight_road([{"at": 20}], [{"shift": shift, "loading": 1260}])).unassigned == [0]


def test_work_is_shared_when_one_shift_is_too_short(engine, straight_road):
    visits = [{"at": 10, "service": 1800} for _ in range(4)]
    plan = engine(straight_road(visits, [{"shift": (EIGHT, EIGHT + 90 * 60)}] * 3))
    assert plan.unassigned == []
    assert sorted(len(order) for order in plan.routes.values()) == [2, 2]
