VAN = {"capacity": (10_000,), "max_trips": 2}


def test_two_trips_carry_what_one_cannot(engine, straight_road, reload_of):
    visits = [*({"at": 10 + n, "load": (5000,)} for n in range(4)), reload_of(0)]
    plan = engine(straight_road(visits, [VAN]))
    assert plan.unassigned == []
    assert plan.routes[0][2] == 4


def test_nobody_comes_back_without_need(engine, straight_road, reload_of):
    plan = engine(straight_road([{"load": (5000,)}, {"load": (5000,)}, reload_of(0)], [VAN]))
    assert plan.unassigned == []
    assert sorted(plan.routes[0]) == [0, 1]


def test_coming_back_is_cheaper_than_a_second_van(engine, straight_road, reload_of):
    loads = [{"at": 5, "load": (10_000,)} for _ in range(4)]
    visits = [*loads, reload_of(0), reload_of(1)]
    plan = engine(straight_road(visits, [{**VAN, "fixed_cost": 9000}] * 4))
    assert plan.unassigned == []
    assert len(plan.routes) == 2


def test_what_was_collected_leaves_at_the_depot(engine, straight_road, reload_of):
    visits = [*({"at": 10, "load": (5000,), "is_collection": True} for _ in range(4)), reload_of(0)]
    plan = engine(straight_road(visits, [VAN]))
    assert plan.unassigned == []


def test_no_more_trips_than_allowed(engine, straight_road, reload_of):
    visits = [*({"at": 10, "load": (5000,)} for _ in range(5)), reload_of(0)]
    plan = engine(straight_road(visits, [VAN]))
    assert len(plan.unassigned) == 1


def test_what_is_on_board_from_before_stays_and_takes_room(engine, straight_road, reload_of):
    visits = [*({"at": 10, "load": (5000,)} for _ in range(4)), reload_of(0)]
    plan = engine(straight_road(visits, [{**VAN, "on_board": (5000,)}]))
    assert len(plan.unassigned) == 2
