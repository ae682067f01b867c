import pytest

from lastmile_core.problem import DayPrices


def test_the_driver_who_knows_the_place_goes_there(engine, straight_road):
    visits = [{"at": 10, "familiar_vehicles": frozenset({1})}, {"at": 12, "familiar_vehicles": frozenset({1, 2})}]
    plan = engine(straight_road(visits, [{}, {}, {}], prices=DayPrices(unfamiliar=200)))
    assert plan.unassigned == []
    assert set(plan.routes) == {1}
    assert plan.cost.territory == 0


@pytest.mark.parametrize(("price", "num_vans"), [(5000, 2), (200, 1)])
def test_an_unfamiliar_place_is_cheaper_than_another_van_unless_its_price_is_high(
    engine, straight_road, price, num_vans
):
    visits = [{"at": 10, "familiar_vehicles": frozenset({number})} for number in range(2)]
    plan = engine(straight_road(visits, [{}, {}], prices=DayPrices(unfamiliar=price)))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert plan.cost.territory == (0 if num_vans == 2 else price)


def test_a_place_that_nobody_knows_is_served_all_the_same(engine, straight_road):
    visits = [{"at": 10, "familiar_vehicles": frozenset()}, {"at": 10}]
    plan = engine(straight_road(visits, [{}], prices=DayPrices(unfamiliar=200)))
    assert plan.unassigned == []
    assert plan.cost.territory == 200
