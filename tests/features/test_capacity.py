def test_no_van_carries_more_than_it_holds(engine, straight_road):
    problem = straight_road([{"load": (5000,), "at": 10 + n} for n in range(4)], [{"capacity": (10_000,)}] * 3)
    plan = engine(problem)
    assert plan.unassigned == []
    assert sorted(len(visits) for visits in plan.routes.values()) == [2, 2]


def test_every_dimension_counts(engine, straight_road):
    visits = [{"load": (1000, 3000)}, {"load": (1000, 3000)}]
    problem = straight_road(visits, [{"capacity": (9000, 5000)}] * 2, dimensions=("kg", "parcels"))
    plan = engine(problem)
    assert plan.unassigned == []
    assert len(plan.routes) == 2


def test_an_order_larger_than_every_van_does_not_spoil_the_others(engine, straight_road):
    problem = straight_road([{"load": (11_000,)}, {"load": (4000,)}], [{"capacity": (10_000,)}])
    plan = engine(problem)
    assert plan.unassigned == [0]
    assert plan.routes == {0: [1]}
