def test_the_order_that_is_dearest_to_leave_out_is_served(engine, straight_road):
    visits = [{"load": (1000,), "penalty": penalty} for penalty in (20_000, 90_000, 30_000)]
    plan = engine(straight_road(visits, [{"capacity": (1000,)}]))
    assert plan.routes == {0: [1]}
    assert plan.unassigned == [0, 2]
    assert plan.cost.unserved == 50_000


def test_an_order_that_costs_more_than_it_is_worth_stays_out(engine, straight_road):
    plan = engine(straight_road([{"at": 60, "penalty": 100}, {"at": 5}], [{}]))
    assert plan.unassigned == [0]
