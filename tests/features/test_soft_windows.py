import pytest

from tests.features.conftest import EIGHT, HOUR


def test_a_wish_decides_between_equal_ways(engine, straight_road):
    # Out and back is as far in either order; only the far place would like to be first.
    far = {"at": 20, "service": 1800, "preferred": (EIGHT, EIGHT + 25 * 60), "late_price": 3000}
    plan = engine(straight_road([{"at": 10, "service": 1800}, far], [{}]))
    assert plan.routes == {0: [1, 0]}
    assert plan.cost.lateness == 0


def test_an_early_wish_is_kept_by_serving_another_first(engine, straight_road):
    visits = [
        {"at": 10, "service": 1800, "windows": ((10 * HOUR + 1800, 10 * HOUR + 2400),)},
        {"at": 5, "preferred": (11 * HOUR, 12 * HOUR), "early_price": 3000},
    ]
    plan = engine(straight_road(visits, [{}]))
    assert plan.routes == {0: [0, 1]}
    assert plan.cost.lateness == 0


@pytest.mark.parametrize(("late_price", "num_vans"), [(6000, 2), (600, 1)])
def test_a_wish_is_kept_when_that_costs_less_than_its_price(engine, straight_road, late_price, num_vans):
    # Another van costs about 22; an hour too late costs 60 or 6.
    wish = {"at": 10, "service": HOUR, "preferred": (EIGHT, EIGHT + 15 * 60), "late_price": late_price}
    plan = engine(straight_road([wish, wish], [{}, {}]))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert (plan.cost.lateness > 0) == (num_vans == 1)


def test_a_wish_never_leaves_an_order_out(engine, straight_road):
    never = {"at": 10, "preferred": (0, 3600), "late_price": 1200}
    assert engine(straight_road([never, {"at": 12}], [{}])).unassigned == []
