"""Each rule that people can say arrives in the problem, in its index, second, thousandth and cent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Availability,
    Depot,
    Dock,
    Driver,
    Load,
    Location,
    Order,
    OrderKind,
    Pickup,
    Plan,
    PlanningRules,
    Route,
    Stop,
    TimeWindow,
    TravelSource,
    Vehicle,
)
from lastmile_core.problem import (
    BuiltProblem,
    DayPrices,
    Locks,
    build_problem,
    day_places,
    input_hash,
    plannable,
    vehicles_out,
)
from lastmile_core.problem.building.work_hours import HORIZON
from lastmile_core.travel.times.travel_matrix import TravelMatrix

ZONE = ZoneInfo("Europe/Lisbon")
DAY = ServiceDay(service_date=date(2026, 11, 23), timezone="Europe/Lisbon")
HOUR = 3600
DEPOT = Depot(depot_id="north", name="North", location=Location(lat=38.7, lon=-9.1), timezone="Europe/Lisbon")
SHOP, HOME = Location(lat=38.75, lon=-9.15), Location(lat=38.8, lon=-9.2)


def clock(text: str) -> datetime:
    return datetime.combine(DAY.service_date, time.fromisoformat(text), tzinfo=ZONE)


def window(start: str, end: str) -> TimeWindow:
    return TimeWindow(earliest=clock(start), latest=clock(end))


def order(number: int, **more: object) -> Order:
    base: dict[str, object] = {
        "order_id": str(number),
        "service_date": DAY.service_date,
        "depot_id": "north",
        "location": Location(lat=38.7 + number / 100, lon=-9.1),
        "load": Load.of(kg=10),
    }
    return Order(**{**base, **more})  # type: ignore[arg-type]


def van(name: str = "van-1", **more: object) -> Vehicle:
    base: dict[str, object] = {"vehicle_id": name, "name": name, "depot_id": "north", "capacity": Load.of(kg=500)}
    return Vehicle(**{**base, **more})  # type: ignore[arg-type]


@pytest.fixture
def build() -> Callable[..., BuiltProblem]:
    def build_it(*orders: Order, vehicles: tuple[Vehicle, ...] = (), drivers: tuple[Driver, ...] = (), **more: object):
        fleet = vehicles or (van(),)
        who = dict(zip((vehicle.vehicle_id for vehicle in fleet), drivers, strict=False))
        roster = [
            Availability(
                service_date=DAY.service_date,
                vehicle_id=vehicle.vehicle_id,
                driver_id=who[vehicle.vehicle_id].driver_id if vehicle.vehicle_id in who else None,
                shift_start=time(7),
                shift_end=time(19),
            )
            for vehicle in fleet
        ]
        size = len(day_places(DEPOT, orders, vehicles_out(DAY, fleet, roster)).locations)
        gap = np.abs(np.arange(size)[:, None] - np.arange(size)[None, :]).astype(np.int64)
        matrix = TravelMatrix(
            durations=gap * 60,
            distances=gap * 1000,
            snap_m=np.zeros(size),
            profile="van",
            source=TravelSource.ESTIMATE,
            region="",
        )
        return build_problem(
            day=DAY,
            depot=DEPOT,
            orders=orders,
            vehicles=fleet,
            drivers={driver.driver_id: driver for driver in drivers},
            availability=roster,
            matrices={"van": matrix},
            **more,  # type: ignore[arg-type]
        )

    return build_it


def test_orders_come_first_then_pickups_then_reloads(build):
    built = build(
        order(1),
        order(2, pickup=Pickup(location=SHOP, windows=(window("09:00", "11:00"),), service_s=120, set_up_s=60)),
        order(3, pickup=Pickup(location=SHOP)),
        vehicles=(van("van-1", max_trips=3, reload_s=600), van("van-2")),
    )
    names = [visit.visit_id for visit in built.problem.visits]
    assert names == ["1", "2", "3", "pickup/2", "pickup/3", "reload/van-1/1", "reload/van-1/2"]
    assert built.visit_idx == {name: idx for idx, name in enumerate(names)}
    assert built.reloads("van-1") == (5, 6)
    assert built.reloads("van-2") == ()
    assert (built.pickup("2"), built.pickup("1")) == (3, None)
    assert built.order(3).location == SHOP
    # Two orders of one shop fetch at one place, behind the places of the orders.
    pickup, other = built.problem.visits[3:5]
    assert (pickup.location, other.location) == (4, 4)
    assert (pickup.service, pickup.set_up, pickup.windows) == (120, 60, ((9 * HOUR, 11 * HOUR),))
    assert (pickup.partner, built.problem.visits[1].partner, pickup.is_pickup) == (1, 3, True)
    assert pickup.load == built.problem.visits[1].load == (10_000,)
    reload = built.problem.visits[5]
    assert (reload.is_reload, reload.location, reload.service, reload.windows) == (True, 0, 600, ((0, HORIZON),))
    assert reload.allowed_vehicles == {0}
    assert [visit.is_order for visit in built.problem.visits] == [True] * 3 + [False] * 4


def test_an_order_whose_pickup_has_no_place_is_not_plannable():
    assert plannable([order(1, pickup=Pickup(address="somewhere"))]) == ()


def test_orders_at_one_place_share_their_set_up(build):
    here = Location(lat=38.71, lon=-9.12)
    built = build(
        order(1, location=here, set_up_s=180),
        order(2),
        order(3, location=here, set_up_s=120),
        order(4, location=here),
    )
    assert [visit.location for visit in built.problem.visits] == [1, 2, 1, 4]
    assert [visit.set_up for visit in built.problem.visits] == [180, 0, 120, 0]


def test_release_and_dock_time_belong_to_goods_from_the_depot(build):
    late = {"release_at": clock("08:30"), "dock_s": 45}
    built = build(
        order(1, **late),
        order(2, kind=OrderKind.COLLECTION, **late),
        order(3, pickup=Pickup(location=SHOP, windows=(window("07:00", "08:00"), window("08:15", "09:00"))), **late),
        order(4, release_at=datetime(2026, 11, 22, 20, tzinfo=UTC)),
    )
    deliveries = built.problem.visits
    assert [(visit.release, visit.dock_time) for visit in deliveries[:4]] == [(30_600, 45), (0, 0), (0, 0), (0, 0)]
    # Goods that are ready at 8:30 cannot be fetched before, in the window that is still open then.
    assert deliveries[4].windows == ((30_600, 9 * HOUR),)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (("10:00", "11:00"), (10 * HOUR, 11 * HOUR)),
        (("07:00", "10:00"), (9 * HOUR, 10 * HOUR)),
        (("17:00", "19:00"), (17 * HOUR, 18 * HOUR)),
        (("20:00", "21:00"), None),
    ],
)
def test_a_wish_is_cut_to_the_windows(build, wish, expected):
    built = build(order(1, windows=(window("09:00", "18:00"),), preferred=window(*wish), late_price=0.0))
    (visit,) = built.problem.visits
    assert visit.preferred == expected
    # The order's own price counts, also zero; the depot's rules say the other one.
    assert (visit.early_price, visit.late_price) == ((500, 0) if expected else (0, 0))


def test_prices_and_chances_are_cents_and_thousandths(build):
    rules = PlanningRules(
        waiting_price=1.5,
        failed_attempt_price=9,
        moved_stop_price=4,
        changed_time_price=6.25,
        unfamiliar_price=0.5,
        balance_price=7,
    )
    old = Plan(plan_id="p", service_date=DAY.service_date, depot_id="north", created_at=clock("06:00"))
    ida = Driver(driver_id="ida", name="Ida", depot_id="north", districts=frozenset({"Hills"}))
    problem = build(order(1, chances=(0.5, 0.825)), rules=rules, previous=old, drivers=(ida,)).problem
    prices = problem.prices
    assert (prices.waiting, prices.failed_attempt, prices.moved_stop) == (150, 900, 400)
    assert (prices.changed_time, prices.unfamiliar, prices.balance) == (625, 50, 700)
    assert problem.visits[0].chances == (500, 825)
    # A day on which nothing can be asked for a price has none, whatever the depot's rules say.
    assert build(order(1)).problem.prices == DayPrices()


def test_vehicle_rules_arrive(build):
    built = build(
        order(1),
        vehicles=(
            van("a", max_trips=2, max_duration_s=6 * HOUR, regular_s=5 * HOUR, overtime_price=12.5, loading_s=300),
            van("b", overtime_price=9.0),
        ),
        drivers=(Driver(driver_id="ida", name="Ida", depot_id="north", break_after_s=4 * HOUR),),
    )
    first, second = built.problem.vehicles
    assert (first.max_trips, first.max_duration, first.loading) == (2, 6 * HOUR, 300)
    assert (first.regular_time, first.overtime_price) == (5 * HOUR, 1250)
    # Without regular hours there is no overtime.
    assert (second.regular_time, second.overtime_price, second.loading) == (None, 0, DEPOT.loading_s)
    (rule,) = first.breaks
    assert rule.after_work == 4 * HOUR
    # Due four hours after seven at the latest, so it may begin from nine on, although the clock says eleven.
    assert (rule.earliest, rule.latest) == (9 * HOUR, 13 * HOUR + 1800)


def test_open_ends_lie_nowhere_and_own_ends_have_places(build):
    near = Location(lat=DEPOT.location.lat + 0.001, lon=DEPOT.location.lon)
    built = build(
        order(1),
        order(2),
        vehicles=(
            van("open", open_end=True, start=HOME),
            van("free", open_start=True, open_end=True, loading_s=60),
            van("home", start=near, end=HOME),
        ),
    )
    problem = built.problem
    assert [(vehicle.start, vehicle.end) for vehicle in problem.vehicles] == [(3, 4), (4, 4), (0, 3)]
    # Loaded before the start elsewhere, unless the vehicle says otherwise.
    assert [vehicle.loading for vehicle in problem.vehicles] == [0, 60, DEPOT.loading_s]
    for matrix in (*problem.durations, *problem.distances):
        assert matrix.shape == (5, 5)
        assert not matrix[4].any()
        assert not matrix[:, 4].any()
        assert matrix[3, 1] > 0


def test_familiar_districts(build):
    def driver(name: str, *districts: str) -> Driver:
        return Driver(driver_id=name, name=name, depot_id="north", districts=frozenset(districts))

    fleet = (van("a"), van("b"), van("c"))
    orders = (order(1, district="Old Town"), order(2, district="Hills"), order(3))
    built = build(*orders, vehicles=fleet, drivers=(driver("ida", "Old Town"), driver("rui", "Hills"), driver("jo")))
    assert [visit.familiar_vehicles for visit in built.problem.visits] == [{0, 2}, {1, 2}, None]
    nobody = build(*orders, vehicles=fleet, drivers=(driver("ida"), driver("rui")))
    assert {visit.familiar_vehicles for visit in nobody.problem.visits} == {None}


def test_relations_and_vehicles_of_an_order(build):
    pair, apart = {"same_route": frozenset({"sofa"})}, {"different_routes": frozenset({"rivals"})}
    built = build(
        order(1, **pair, allowed_vehicles=frozenset({"a", "c"})),
        order(2, **apart, forbidden_vehicles=frozenset({"a"})),
        order(3, **pair, **apart),
        order(4, same_route=frozenset({"alone"}), allowed_vehicles=frozenset({"sold"})),
        order(5, allowed_vehicles=frozenset({"a", "b"}), forbidden_vehicles=frozenset({"b", "sold"})),
        vehicles=(van("a"), van("b"), van("c")),
        locks=Locks(stop_vehicle={"1": "c"}),
    )
    problem = built.problem
    assert problem.same_route == (frozenset({0, 2}),)
    assert problem.different_routes == (frozenset({1, 2}),)
    assert [visit.allowed_vehicles for visit in problem.visits] == [{2}, {1, 2}, None, set(), {0}]


def test_locks_name_pickups_reloads_positions_and_prefixes(build):
    built = build(
        order(1),
        order(2, pickup=Pickup(location=SHOP)),
        order(3),
        vehicles=(van("a", max_trips=2), van("b")),
        locks=Locks(
            routes={"a": ("1", "reload/a/1", "3")},
            stop_vehicle={"pickup/2": "b"},
            positions={"2": 0},
            prefixes={"b": ("pickup/2", "gone")},
            on_board={"b": Load.of(kg=7.5)},
        ),
    )
    first, second = built.problem.vehicles
    assert first.locked_visits == (0, built.visit_idx["reload/a/1"], 2)
    assert second.frozen_prefix == (3,)
    assert second.on_board == (7_500,)
    assert built.problem.visits[1].locked_position == 0
    # A pair that is locked by one half is locked whole.
    assert built.problem.visits[1].allowed_vehicles == built.problem.visits[3].allowed_vehicles == {1}


def test_the_plan_to_stay_near_to(build):
    def stop(name: str, start: str) -> Stop:
        return Stop(visit_id=name, arrival=clock(start), service_start=clock(start), departure=clock(start))

    old = Plan(
        plan_id="p",
        service_date=DAY.service_date,
        depot_id="north",
        created_at=clock("06:00"),
        routes=tuple(
            Route(
                vehicle_id=name,
                loading_start=clock("07:00"),
                departure=clock("07:15"),
                return_at=clock("12:00"),
                stops=(stop(number, start),),
            )
            for name, number, start in (("a", "1", "08:00"), ("sold", "2", "09:30"))
        ),
    )
    visits = build(order(1), order(2), order(3), vehicles=(van("b"), van("a")), previous=old).problem.visits
    assert [(visit.previous_vehicle, visit.previous_start) for visit in visits] == [
        (1, 8 * HOUR),
        (None, 9 * HOUR + 1800),
        (None, None),
    ]


def test_traffic_by_hour_and_district(build):
    rules = PlanningRules(traffic=(1.0,) * 7 + (1.3,), district_traffic=(("Old Town", (1.0, 1.85)),))
    orders = (order(1, district="Old Town", pickup=Pickup(location=SHOP)), order(2, district="Hills"))
    built = build(*orders, vehicles=(van(open_end=True),), rules=rules)
    traffic = built.problem.traffic
    assert traffic is not None
    assert traffic.factors == ((1000,) * 7 + (1300,), (1000, 1850))
    assert traffic.district == (0, 1, 0, 0, 0)
    assert build(order(1), rules=PlanningRules(traffic=(1.0, 1.0))).problem.traffic is None
    general = build(*orders, rules=PlanningRules(traffic=(1.2,))).problem.traffic
    assert general is not None
    assert (general.factors, general.district) == (((1200,),), ())


def test_docks_count_when_the_depot_counts_them(build):
    docks = [
        Dock(dock_id="k1", depot_id="north", name="Bay 1", opens=time(5, 30), closes=time(14)),
        Dock(dock_id="k2", depot_id="north", name="Bay 2", opens=time(22), closes=time(6)),
        Dock(dock_id="k3", depot_id="north", name="Bay 3", opens=time(0), closes=time(0)),
    ]
    assert build(order(1), docks=docks).problem.docks == ()
    bays = build(order(1), docks=docks, rules=PlanningRules(use_docks=True)).problem.docks
    assert [(bay.dock_id, bay.location, bay.opens, bay.closes) for bay in bays] == [
        ("k1", 0, 19_800, 14 * HOUR),
        # Open over midnight: the end of the night before, then the night of the day.
        ("k2", 0, 0, 6 * HOUR),
        ("k2", 0, 22 * HOUR, 30 * HOUR),
        ("k3", 0, 0, HORIZON),
    ]


def test_a_number_that_means_a_reload_is_refused_with_the_mend(build):
    with pytest.raises(ValueError, match="give it another number"):
        build(order(1, order_id="reload/van-1/1"))


# ---------------------------------------------------------------- input hash


def _hash(one: Order, **more: object) -> str:
    fleet = [more.pop("vehicle", van())]
    driver = more.pop("driver", Driver(driver_id="ida", name="Ida", depot_id="north"))
    roster = [
        Availability(
            service_date=DAY.service_date,
            vehicle_id="van-1",
            driver_id="ida",
            shift_start=time(7),
            shift_end=time(16),
        )
    ]
    return input_hash([one], fleet, [driver], roster, DEPOT, **more)  # type: ignore[arg-type, list-item]


def test_a_plan_of_an_older_version_stays_true():
    # The hash that version 2 gave this day; fields that came later must not change it while nobody uses them.
    assert _hash(order(1)) == "1da127d0a9c15b0a8966f04e1c86de29dec998a5c1b319a0ea8df41c0f3c2781"
    assert _hash(order(1), rules=PlanningRules(), docks=[Dock(dock_id="k", depot_id="north", name="K")]) == _hash(
        order(1)
    )


def test_every_rule_changes_the_hash():
    one = order(1)
    ida = Driver(driver_id="ida", name="Ida", depot_id="north")
    dock = Dock(dock_id="k", depot_id="north", name="K")
    hashes = [
        _hash(one),
        *(
            _hash(replace(one, **change))
            for change in (
                {"pickup": Pickup(location=SHOP)},
                {"pickup": Pickup(location=HOME)},
                {"set_up_s": 60},
                {"dock_s": 60},
                {"release_at": clock("08:00")},
                {"preferred": window("09:00", "10:00")},
                {"late_price": 0.0},
                {"same_route": frozenset({"x"})},
                {"different_routes": frozenset({"x"})},
                {"allowed_vehicles": frozenset({"x"})},
                {"forbidden_vehicles": frozenset({"x"})},
                {"chances": (0.5,)},
            )
        ),
        _hash(one, vehicle=van(max_trips=2)),
        _hash(one, vehicle=van(end=HOME)),
        _hash(one, driver=replace(ida, districts=frozenset({"Hills"}))),
        _hash(one, rules=PlanningRules(traffic=(1.2,))),
        _hash(one, rules=PlanningRules(use_docks=True)),
        _hash(one, rules=PlanningRules(use_docks=True), docks=[dock]),
    ]
    assert len(set(hashes)) == len(hashes)


def test_a_slow_vehicle_has_driving_times_of_its_own(build):
    built = build(order(1), order(2), vehicles=(van(), van("van-2", speed_factor=0.5)))
    problem = built.problem
    assert problem.profiles == ("van", "van at 0.5")
    fast, slow = (problem.durations[vehicle.profile] for vehicle in problem.vehicles)
    assert (slow == 2 * fast).all()
    assert (problem.distances[0] == problem.distances[1]).all()
    assert build(order(1), vehicles=(van(speed_factor=0.5),)).problem.profiles == ("van at 0.5",)


def test_a_vehicle_brings_its_own_break(build):
    anna = Driver(driver_id="anna", name="Anna", depot_id="north", break_s=1800)
    without = build(order(1), vehicles=(van(break_s=0),), drivers=(anna,)).problem.vehicles[0]
    assert without.breaks == ()
    own = build(order(1), vehicles=(van(break_s=2700, break_earliest=time(9), break_latest=time(10)),)).problem
    assert [(rest.duration, rest.earliest, rest.latest) for rest in own.vehicles[0].breaks] == [
        (2700, 9 * HOUR, 10 * HOUR)
    ]
