from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import EIGHT


def test_more_orders_take_longer_to_load(engine, straight_road):
    # 10 min of loading and 10 more an order: with three the van leaves at 8:40, with two at 8:30.
    visit = {"at": 10, "dock_time": 600, "windows": ((EIGHT, EIGHT + 45 * 60),)}
    plan = engine(straight_road([visit] * 3, [{"loading": 600}] * 2))
    assert plan.unassigned == []
    assert sorted(map(len, plan.routes.values())) == [1, 2]


def test_loading_is_paid(engine, straight_road):
    problem = straight_road([{"at": 10, "dock_time": 900}, {"at": 10, "dock_time": 300}], [{"loading": 600}])
    plan = engine(problem)
    assert time_route(problem, 0, plan.routes[0]).loading == 1800
    assert plan.cost.paid_time == (20 + 30) * 60 * 2000 // 3600 + 1


def test_each_trip_loads_its_own_orders(engine, straight_road, reload_of):
    early = {"at": 10, "load": (5000,), "dock_time": 60, "windows": ((EIGHT, EIGHT + 15 * 60),)}
    slow = {"at": 10, "load": (5000,), "dock_time": 1200}
    problem = straight_road([early, slow, slow, reload_of(0)], [{"capacity": (10_000,), "max_trips": 2}])
    plan = engine(problem)
    assert plan.unassigned == []
    first, second = time_route(problem, 0, plan.routes[0]).loadings
    assert (first.end - first.start, second.end - second.start) == (60, 600 + 2400)


def test_loading_counts_into_the_longest_duration(engine, straight_road):
    visits = [{"at": 10, "dock_time": 600} for _ in range(4)]
    plan = engine(straight_road(visits, [{"max_duration": 45 * 60}] * 2))
    assert plan.unassigned == []
    assert sorted(map(len, plan.routes.values())) == [2, 2]
