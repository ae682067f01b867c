from lastmile_core.problem import DayPrices
from tests.features.conftest import HOUR


def test_two_drivers_share_the_work(engine, straight_road):
    visits = [{"at": 10, "service": HOUR, "load": (1000,)} for _ in range(4)]
    plan = engine(straight_road(visits, [{"capacity": (3000,)}] * 2, prices=DayPrices(balance=1000)))
    assert plan.unassigned == []
    assert sorted(map(len, plan.routes.values())) == [2, 2]
    assert plan.cost.balance == 0


def test_balance_is_worth_a_detour_of_less_than_its_price(engine, straight_road):
    # By distance three go together and one alone; the long services are better apart.
    visits = [
        {"at": 10, "service": 2 * HOUR, "load": (1000,)},
        {"at": 11, "service": 2 * HOUR, "load": (1000,)},
        {"at": 12, "load": (1000,)},
        {"at": 1, "load": (1000,)},
    ]
    vans = [{"capacity": (3000,)}] * 2
    plan = engine(straight_road(visits, vans, prices=DayPrices(balance=3000)))
    assert plan.unassigned == []
    assert [len({0, 1} & set(order)) for order in plan.routes.values()] == [1, 1]


def test_one_route_alone_is_never_out_of_balance(engine, straight_road):
    visits = [{"at": 10, "service": HOUR} for _ in range(3)]
    plan = engine(straight_road(visits, [{"fixed_cost": 20_000}] * 2, prices=DayPrices(balance=300)))
    assert len(plan.routes) == 1
    assert plan.cost.balance == 0
