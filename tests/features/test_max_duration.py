from tests.features.conftest import HOUR


def test_a_route_is_never_longer_than_allowed(engine, straight_road):
    # Loading, way out and way back: an hour in all.
    van = {"loading": 1200, "max_duration": HOUR}
    assert engine(straight_road([{"at": 20}], [van])).unassigned == []
    assert engine(straight_road([{"at": 20}], [{**van, "max_duration": HOUR - 1}])).unassigned == [0]


def test_long_work_is_shared(engine, straight_road):
    visits = [{"at": 10, "service": 1800} for _ in range(4)]
    plan = engine(straight_road(visits, [{"max_duration": 2 * HOUR}] * 3))
    assert plan.unassigned == []
    assert sorted(map(len, plan.routes.values())) in ([1, 3], [2, 2])


def test_waiting_counts_so_morning_and_afternoon_are_two_routes(engine, straight_road):
    visits = [{"at": 10, "windows": ((hour * HOUR, hour * HOUR + 600),)} for hour in (9, 14)]
    plan = engine(straight_road(visits, [{"max_duration": 2 * HOUR}] * 2))
    assert plan.unassigned == []
    assert len(plan.routes) == 2
