from lastmile_core.schedule.timing.timetable import time_route
from tests.features.conftest import EIGHT


def test_orders_at_one_address_share_the_set_up(engine, straight_road):
    # 10 min drive, 10 min set-up, 5 min service: the second begins at 8:25, or at 8:35 with a set-up of its own.
    visit = {"at": 10, "set_up": 600, "service": 300, "windows": ((0, EIGHT + 25 * 60),)}
    one_address = [visit, {**visit, "location": 1}]
    assert engine(straight_road(one_address, [{}])).unassigned == []
    assert len(engine(straight_road([visit, visit], [{}])).unassigned) == 1


def test_nobody_leaves_an_address_and_sets_up_there_again(engine, straight_road):
    visits = [
        {"at": 10, "set_up": 600},
        {"at": 11, "set_up": 60},
        {"at": 10, "set_up": 600, "location": 1},
        {"at": 9, "set_up": 60},
        {"at": 10, "set_up": 600, "location": 1},
    ]
    problem = straight_road(visits, [{}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert time_route(problem, 0, plan.routes[0]).set_up == 600 + 60 + 60


def test_the_window_speaks_of_the_service_not_of_the_arrival(engine, straight_road):
    window = {"at": 10, "windows": ((0, EIGHT + 12 * 60),)}
    assert engine(straight_road([{**window, "set_up": 120}], [{}])).unassigned == []
    assert engine(straight_road([{**window, "set_up": 121}], [{}])).unassigned == [0]
