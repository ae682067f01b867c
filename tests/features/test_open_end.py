from tests.features.conftest import ANYWHERE, EIGHT


def test_who_need_not_come_back_gets_further(engine, straight_road):
    shift = (EIGHT, EIGHT + 40 * 60)
    assert engine(straight_road([{"at": 30}], [{"shift": shift}])).unassigned == [0]
    assert engine(straight_road([{"at": 30}], [{"shift": shift, "end": ANYWHERE}])).unassigned == []


def test_an_open_route_goes_outward_and_the_way_home_is_free(engine, straight_road):
    plan = engine(straight_road([{"at": 20}, {"at": 10}, {"at": 30}], [{"end": ANYWHERE}]))
    assert plan.routes == {0: [1, 0, 2]}
    assert plan.cost.distance == 30 * 25


def test_who_starts_anywhere_begins_at_the_far_end(engine, straight_road):
    plan = engine(straight_road([{"at": 20}, {"at": 10}, {"at": 30}], [{"start": ANYWHERE}]))
    assert plan.routes == {0: [2, 0, 1]}


def test_the_van_that_goes_home_from_there_takes_the_far_order(engine, straight_road):
    van = {"max_stops": 1}
    plan = engine(straight_road([{"at": 5}, {"at": 60}], [van, {**van, "end": ANYWHERE}]))
    assert plan.routes == {0: [0], 1: [1]}
