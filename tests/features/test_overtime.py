import pytest

from tests.features.conftest import HOUR


@pytest.mark.parametrize(("price", "num_vans"), [(6000, 2), (300, 1)])
def test_a_second_van_takes_over_what_would_be_dear_overtime(engine, straight_road, price, num_vans):
    # 4 h of service and 20 min of driving; another van costs about 22.
    visits = [{"at": 10, "service": HOUR} for _ in range(4)]
    plan = engine(straight_road(visits, [{"regular_time": 3 * HOUR, "overtime_price": price}] * 2))
    assert plan.unassigned == []
    assert len(plan.routes) == num_vans
    assert (plan.cost.overtime > 0) == (num_vans == 1)


def test_the_driver_with_the_longer_day_takes_the_longer_route(engine, straight_road):
    visits = [{"at": 10, "service": HOUR, "load": (1000,)} for _ in range(6)]
    vans = [
        {"regular_time": 3 * HOUR, "overtime_price": 3000, "capacity": (4000,)},
        {"regular_time": 5 * HOUR, "overtime_price": 3000, "capacity": (4000,)},
    ]
    plan = engine(straight_road(visits, vans))
    assert plan.unassigned == []
    assert plan.cost.overtime == 0


def test_loading_counts_as_work(engine, straight_road):
    van = {"regular_time": 1200, "overtime_price": 3600, "loading": 600}
    plan = engine(straight_road([{"at": 10}], [van]))
    assert plan.cost.overtime == 600
