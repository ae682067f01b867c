import pytest

from lastmile_core.problem import DayPrices
from tests.features.conftest import HOUR


def test_orders_stay_on_the_vans_that_had_them(engine, straight_road):
    visits = [{"at": 10 + n, "load": (1000,), "previous_vehicle": n % 2} for n in range(4)]
    vans = [{"capacity": (2000,)}] * 2
    plan = engine(straight_road([*visits, {"at": 10}], vans, prices=DayPrices(moved_stop=300)))
    assert plan.unassigned == []
    assert {n: vehicle for vehicle, order in plan.routes.items() for n in order if n < 4} == {0: 0, 1: 1, 2: 0, 3: 1}
    assert plan.cost.instability == 0


@pytest.mark.parametrize(("price", "num_vans"), [(5000, 2), (200, 1)])
def test_a_van_is_saved_when_that_is_worth_more_than_the_moved_stop(engine, straight_road, price, num_vans):
    visits = [{"at": 10, "previous_vehicle": number} for number in range(2)]
    plan = engine(straight_road(visits, [{}, {}], prices=DayPrices(moved_stop=price)))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert plan.cost.instability == (0 if num_vans == 2 else price)


def test_a_promised_time_is_kept_between_equal_ways(engine, straight_road):
    # As far in either order; the plan before said the far one first.
    visits = [
        {"at": 10, "service": 1800, "previous_start": 9 * HOUR},
        {"at": 20, "service": 1800, "previous_start": 8 * HOUR + 1200},
    ]
    plan = engine(straight_road(visits, [{}], prices=DayPrices(changed_time=600)))
    assert plan.routes == {0: [1, 0]}
    assert plan.cost.instability == 0


def test_an_order_on_a_van_that_stays_in_today_is_served_all_the_same(engine, straight_road):
    visits = [{"at": 10, "previous_vehicle": 1}, {"at": 12, "previous_vehicle": 0}]
    plan = engine(straight_road(visits, [{}, {"locked_visits": ()}], prices=DayPrices(moved_stop=300)))
    assert plan.unassigned == []
    assert plan.cost.instability == 300
