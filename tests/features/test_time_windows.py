from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import NINE


def test_two_far_places_at_the_same_time_need_two_vans(engine, straight_road):
    at_nine = ((NINE, NINE + 600),)
    problem = straight_road([{"at": 5, "windows": at_nine}, {"at": 40, "windows": at_nine}], [{}, {}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert len(plan.routes) == 2


def test_the_earlier_window_comes_first_even_when_it_lies_further(engine, straight_road):
    visits = [{"at": 10, "windows": ((11 * 3600, 12 * 3600),)}, {"at": 30, "windows": ((NINE, NINE + 1800),)}]
    plan = engine(straight_road(visits, [{}]))
    assert plan.routes == {0: [1, 0]}


def test_a_van_leaves_late_instead_of_waiting(engine, straight_road):
    problem = straight_road([{"at": 10, "windows": ((14 * 3600, 15 * 3600),)}], [{}])
    plan = engine(problem)
    timetable = time_route(problem, 0, plan.routes[0])
    assert timetable.wait == 0
    assert timetable.paid == 20 * 60


def test_a_window_that_closes_before_anybody_can_be_there_leaves_the_order_out(engine, straight_road):
    plan = engine(straight_road([{"at": 30, "windows": ((0, 8 * 3600 + 600),)}, {"at": 5}], [{}]))
    assert plan.unassigned == [0]
