from tests.features.conftest import HOUR


def test_it_is_picked_up_before_it_is_delivered(engine, straight_road):
    # The way past the delivery to the pickup and back is the only one.
    visits = [{"at": 5, "load": (1000,), "partner": 1}, {"at": 30, "load": (1000,), "partner": 0, "is_pickup": True}]
    assert engine(straight_road(visits, [{}])).routes == {0: [1, 0]}


def test_what_is_picked_up_was_not_on_board_before(engine, straight_road):
    visits = [
        {"at": 5, "load": (10_000,), "partner": 1},
        {"at": 20, "load": (10_000,), "partner": 0, "is_pickup": True, "penalty": 0},
        {"at": 25, "load": (10_000,)},
    ]
    plan = engine(straight_road(visits, [{"capacity": (10_000,)}]))
    assert plan.routes == {0: [2, 1, 0]}


def test_both_halves_or_neither(engine, straight_road):
    visits = [
        {"at": 5, "load": (1000,), "partner": 1},
        {"at": 30, "load": (1000,), "partner": 0, "is_pickup": True, "penalty": 0, "windows": ((0, 8 * HOUR + 600),)},
        {"at": 10},
    ]
    plan = engine(straight_road(visits, [{}, {}]))
    assert plan.unassigned == [0]
    assert plan.routes in ({0: [2]}, {1: [2]})


def test_one_van_drives_both_halves_however_far(engine, straight_road):
    near = {"at": 5, "windows": ((8 * HOUR, 9 * HOUR),)}
    visits = [
        {"at": 60, "load": (1000,), "partner": 1, "windows": ((14 * HOUR, 15 * HOUR),)},
        {**near, "load": (1000,), "partner": 0, "is_pickup": True, "penalty": 0},
        *({"at": 58 + n, "windows": ((13 * HOUR, 15 * HOUR),)} for n in range(3)),
        near,
    ]
    plan = engine(straight_road(visits, [{"max_stops": 3}, {"max_stops": 3}]))
    assert plan.unassigned == []


def test_no_reload_lies_between_the_halves(engine, straight_road, reload_of):
    visits = [
        {"at": 10, "load": (5000,), "partner": 1, "windows": ((12 * HOUR, 13 * HOUR),)},
        {"at": 12, "load": (5000,), "partner": 0, "is_pickup": True, "penalty": 0},
        *({"at": 10, "load": (6000,)} for _ in range(2)),
        reload_of(0),
    ]
    plan = engine(straight_road(visits, [{"capacity": (10_000,), "max_trips": 2}]))
    assert plan.unassigned == []
    assert 4 in plan.routes[0]
