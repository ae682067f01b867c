def test_only_a_van_with_the_skill_comes(engine, straight_road):
    problem = straight_road(
        [{"skills": frozenset({"crane"})}, {}],
        [{"fixed_cost": 0}, {"skills": frozenset({"crane"}), "fixed_cost": 9000}],
    )
    plan = engine(problem)
    assert plan.unassigned == []
    assert 0 in plan.routes[1]


def test_a_skill_that_nobody_has_leaves_only_that_order_out(engine, straight_road):
    plan = engine(straight_road([{"skills": frozenset({"crane"})}, {}], [{"skills": frozenset({"cold"})}]))
    assert plan.unassigned == [0]
    assert plan.routes == {0: [1]}
