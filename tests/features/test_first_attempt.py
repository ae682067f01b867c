import pytest

from lastmile_core.problem import DayPrices
from tests.features.conftest import HOUR

MORNING = (900,) * 10 + (200,)
"""At home until ten."""
LATER = (200,) * 10 + (900,)


def test_everybody_is_visited_when_somebody_is_at_home(engine, straight_road):
    visits = [
        {"at": 10, "service": 2 * HOUR, "chances": LATER},
        {"at": 11, "service": 2 * HOUR, "chances": MORNING},
    ]
    plan = engine(straight_road(visits, [{}], prices=DayPrices(failed_attempt=1000)))
    assert plan.routes == {0: [1, 0]}
    assert plan.cost.failed_attempts == 200


@pytest.mark.parametrize(("price", "num_vans"), [(6000, 2), (500, 1)])
def test_a_second_van_comes_when_a_failure_is_dearer(engine, straight_road, price, num_vans):
    # Both are only at home before nine, and one service lasts an hour; another van costs about 22.
    visits = [{"at": 10, "service": HOUR, "chances": (1000,) * 9 + (200,)} for _ in range(2)]
    plan = engine(straight_road(visits, [{}, {}], prices=DayPrices(failed_attempt=price)))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert plan.cost.failed_attempts == (0 if num_vans == 2 else price * 8 // 10)


def test_no_order_is_left_out_for_a_small_chance(engine, straight_road):
    visits = [{"at": 10, "chances": (100,)}, {"at": 12, "chances": ()}]
    plan = engine(straight_road(visits, [{}], prices=DayPrices(failed_attempt=1000)))
    assert plan.unassigned == []
    assert plan.cost.failed_attempts == 900
