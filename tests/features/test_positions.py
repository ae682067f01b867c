def test_what_is_done_or_under_way_stays_first(engine, straight_road):
    visits = [{"at": 10}, {"at": 20}, {"at": 30}, {"at": 40}]
    plan = engine(straight_road(visits, [{"frozen_prefix": (2, 0)}, {"fixed_cost": 50_000}]))
    assert plan.unassigned == []
    assert plan.routes[0][:2] == [2, 0]
    assert sorted(plan.routes[0]) == [0, 1, 2, 3]


def test_an_order_locked_to_a_position_of_its_route_has_it(engine, straight_road):
    # The way out and back is as far in many orders; only one has the far place first and the near one second.
    visits = [{"at": 30, "locked_position": 0}, {"at": 10, "locked_position": 1}, {"at": 20}, {"at": 25}]
    plan = engine(straight_road(visits, [{}]))
    assert plan.unassigned == []
    assert plan.routes[0][:2] == [0, 1]


def test_reloads_do_not_count_as_positions(engine, straight_road, reload_of):
    visits = [{"at": 10, "load": (8000,)}, {"at": 10, "load": (8000,), "locked_position": 1}, reload_of(0)]
    plan = engine(straight_road(visits, [{"capacity": (10_000,), "max_trips": 2}]))
    assert plan.routes == {0: [0, 2, 1]}


def test_two_orders_cannot_have_one_position_on_one_van(engine, straight_road):
    visits = [{"at": 10, "locked_position": 0}, {"at": 10, "locked_position": 0, "penalty": 60_000}]
    assert engine(straight_road(visits, [{}])).unassigned == [1]
    assert engine(straight_road(visits, [{}, {}])).unassigned == []
