from tests.features.conftest import HOUR


def test_a_full_van_delivers_before_it_collects(engine, straight_road):
    visits = [{"at": 10, "load": (10_000,), "is_collection": True}, {"at": 20, "load": (10_000,)}]
    plan = engine(straight_road(visits, [{"capacity": (10_000,)}]))
    assert plan.routes == {0: [1, 0]}


def test_the_load_on_the_way_counts_not_only_the_sums(engine, straight_road):
    # The collection must be made first, while the delivery is still on board: one van cannot hold both.
    visits = [
        {"at": 10, "load": (6000,), "is_collection": True, "windows": ((8 * HOUR, 9 * HOUR),)},
        {"at": 12, "load": (6000,), "windows": ((12 * HOUR, 13 * HOUR),)},
    ]
    plan = engine(straight_road(visits, [{"capacity": (10_000,)}] * 2))
    assert plan.unassigned == []
    assert len(plan.routes) == 2


def test_a_collection_never_feeds_a_delivery(engine, straight_road):
    # Deliveries come from the depot: 12 kg of them do not fit, whatever is collected before.
    visits = [
        {"at": 5, "load": (8000,), "is_collection": True, "windows": ((8 * HOUR, 9 * HOUR),)},
        {"at": 10, "load": (6000,), "windows": ((12 * HOUR, 13 * HOUR),)},
        {"at": 12, "load": (6000,), "windows": ((12 * HOUR, 13 * HOUR),)},
    ]
    plan = engine(straight_road(visits, [{"capacity": (10_000,)}]))
    assert len(plan.unassigned) >= 1


def test_many_of_both_kinds_share_the_vans(engine, straight_road):
    visits = [{"at": 5 + n, "load": (2000,), "is_collection": n % 2 == 0} for n in range(12)]
    plan = engine(straight_road(visits, [{"capacity": (7000,)}] * 3))
    assert plan.unassigned == []
