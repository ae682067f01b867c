def test_a_battery_does_not_reach_the_far_place(engine, straight_road):
    # 500 m a minute: the far place needs 40 km, the limit is 30 km.
    problem = straight_road([{"at": 40}, {"at": 20}], [{"max_distance": 30_000, "fixed_cost": 0}, {"fixed_cost": 9000}])
    plan = engine(problem)
    assert plan.unassigned == []
    assert 0 in plan.routes[1]


def test_too_far_for_everybody_is_left_out(engine, straight_road):
    assert engine(straight_road([{"at": 40}, {"at": 20}], [{"max_distance": 30_000}])).unassigned == [0]
