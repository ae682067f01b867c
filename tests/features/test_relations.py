def test_what_belongs_together_rides_together(engine, straight_road):
    # By place the near ones would share a van.
    visits = [{"at": place, "load": (1000,)} for place in (5, 6, 40, 41)]
    together = (frozenset({0, 2}), frozenset({1, 3}))
    plan = engine(straight_road(visits, [{"capacity": (2000,)}] * 2, same_route=together))
    assert plan.unassigned == []
    assert sorted(map(sorted, plan.routes.values())) == [[0, 2], [1, 3]]


def test_what_does_not_go_together_rides_apart(engine, straight_road):
    visits = [{"at": 10}, {"at": 10}, {"at": 10}]
    plan = engine(straight_road(visits, [{"fixed_cost": 9000}] * 3, different_routes=(frozenset({0, 1}),)))
    assert plan.unassigned == []
    assert len(plan.routes) == 2


def test_only_orders_that_are_served_count(engine, straight_road):
    visits = [{"at": 10, "load": (9000,)}, {"at": 10, "load": (1000,)}]
    plan = engine(straight_road(visits, [{"capacity": (2000,)}], same_route=(frozenset({0, 1}),)))
    assert plan.unassigned == [0]


def test_too_few_vans_for_what_must_ride_apart(engine, straight_road):
    visits = [{"at": 10, "penalty": 50_000}, {"at": 10}, {"at": 10}]
    plan = engine(straight_road(visits, [{}, {}], different_routes=(frozenset({0, 1, 2}),)))
    assert plan.unassigned == [0]
    assert len(plan.routes) == 2


def test_a_group_goes_where_all_of_it_fits(engine, straight_road):
    visits = [{"at": 10, "load": (4000,)} for _ in range(4)]
    vans = [{"capacity": (8000,), "fixed_cost": 0}, {"capacity": (12_000,), "fixed_cost": 9000}]
    plan = engine(straight_road(visits, vans, same_route=(frozenset({0, 1, 2}),)))
    assert plan.unassigned == []
    assert sorted(plan.routes[1]) == [0, 1, 2]
