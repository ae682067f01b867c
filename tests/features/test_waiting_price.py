import pytest

from lastmile_core.problem import DayPrices
from tests.features.conftest import HOUR


@pytest.mark.parametrize(("price", "num_vans"), [(6000, 2), (0, 1)])
def test_a_second_van_comes_when_waiting_is_dear(engine, straight_road, price, num_vans):
    # Half an hour between the two windows: paid 10, waiting 30 or nothing; another van costs about 22.
    visits = [{"at": 10, "windows": ((HOUR * 9, HOUR * 9),)}, {"at": 10, "windows": ((HOUR * 9 + 1800,) * 2,)}]
    plan = engine(straight_road(visits, [{}, {}], prices=DayPrices(waiting=price)))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert plan.cost.waiting == 0


def test_the_gap_is_filled_with_what_may_come_at_any_time(engine, straight_road):
    visits = [
        {"at": 10, "windows": ((9 * HOUR, 9 * HOUR),)},
        {"at": 10, "windows": ((10 * HOUR, 10 * HOUR),)},
        {"at": 10, "service": HOUR},
    ]
    plan = engine(straight_road(visits, [{}], prices=DayPrices(waiting=2000)))
    assert plan.routes == {0: [0, 2, 1]}
    assert plan.cost.waiting == 0
