def test_an_order_stays_on_the_van_it_is_locked_to(engine, straight_road):
    problem = straight_road([{"allowed_vehicles": frozenset({1})}, {}], [{"fixed_cost": 0}, {"fixed_cost": 5000}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert 0 in plan.routes[1]


def test_a_locked_route_stays_as_it_is_and_takes_nothing_more(engine, straight_road):
    visits = [{"at": 10}, {"at": 30}, {"at": 20}]
    problem = straight_road(visits, [{"locked_visits": (1, 0)}, {"fixed_cost": 50_000}])
    plan = engine(problem)
    assert plan.routes == {0: [1, 0], 1: [2]}


def test_a_van_that_is_locked_empty_stays_in(engine, straight_road):
    plan = engine(straight_road([{}], [{"locked_visits": ()}, {"fixed_cost": 50_000}]))
    assert plan.routes == {1: [0]}


def test_an_order_that_no_vehicle_may_serve_is_left_out(engine, straight_road):
    assert engine(straight_road([{"allowed_vehicles": frozenset()}, {}], [{}])).unassigned == [0]
