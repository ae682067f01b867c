def test_no_route_has_more_stops_than_allowed(engine, straight_road):
    plan = engine(straight_road([{"at": 10} for _ in range(5)], [{"max_stops": 2}, {"max_stops": 3}, {}]))
    assert plan.unassigned == []
    assert len(plan.routes.get(0, [])) <= 2
    assert len(plan.routes.get(1, [])) <= 3


def test_stops_beyond_the_limit_are_left_out(engine, straight_road):
    plan = engine(straight_road([{"at": 10} for _ in range(5)], [{"max_stops": 2}, {"max_stops": 1}]))
    assert len(plan.unassigned) == 2
