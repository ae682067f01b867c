"""People's words to seconds, indices and thousandths, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Availability,
    Depot,
    Driver,
    Load,
    Location,
    Order,
    OrderKind,
    OrderStatus,
    Priority,
    TimeWindow,
    TravelSource,
    Vehicle,
    VehicleClass,
)
from lastmile_core.problem import Locks, build_problem, input_hash, plannable
from lastmile_core.problem.building.build_problem import NO_LIMIT
from lastmile_core.problem.building.work_hours import HORIZON, breaks_of, shift_of, windows_of
from lastmile_core.schedule import judge
from lastmile_core.travel.times.travel_matrix import TravelMatrix

ZONE = "Europe/Lisbon"
DAY = date(2026, 11, 23)
HOUR = 3600


def line_matrix(size: int, profile: str = "van") -> TravelMatrix:
    at = np.arange(size, dtype=np.int64)
    gap = np.abs(at[:, None] - at[None, :])
    return TravelMatrix(
        durations=gap * 60,
        distances=gap * 1000,
        snap_m=np.zeros(size),
        profile=profile,
        source=TravelSource.ESTIMATE,
        region="",
    )


def order(order_id: str = "10233", **more) -> Order:
    return Order(
        **{
            "order_id": order_id,
            "service_date": DAY,
            "depot_id": "north",
            "location": Location(lat=38.7, lon=-9.1),
            "load": Load.of(kg=5.5, parcels=2),
            **more,
        }
    )


def window(start: str, end: str, day: date = DAY) -> TimeWindow:
    zone = ZoneInfo(ZONE)
    first, last = (datetime.combine(day, time.fromisoformat(text), tzinfo=zone) for text in (start, end))
    return TimeWindow(earliest=first, latest=last)


def parts(*orders: Order, **changes) -> dict:
    """Everything that build_problem and input_hash read, with changes by name."""
    base = {
        "day": ServiceDay(service_date=DAY, timezone=ZONE),
        "depot": Depot(
            depot_id="north",
            name="North",
            location=Location(lat=38.7, lon=-9.1),
            timezone=ZONE,
            opens=time(5),
            closes=time(22),
        ),
        "orders": orders,
        "vehicles": [Vehicle(vehicle_id="van-7", name="Van 7", depot_id="north", capacity=Load.of(kg=800))],
        "drivers": {"ana": Driver(driver_id="ana", name="Ana", depot_id="north", skills=frozenset({"lift"}))},
        "availability": [
            Availability(service_date=DAY, vehicle_id="van-7", driver_id="ana", shift_start=time(7), shift_end=time(16))
        ],
        "matrices": {"van": line_matrix(len(orders) + 1)},
    }
    return {**base, **changes}


@pytest.fixture
def build() -> Callable:
    return lambda *orders, **changes: build_problem(**parts(*orders, **changes))


def test_one_order_one_van(build):
    built = build(order(windows=(window("10:00", "12:00"),), service_s=300, skills=frozenset({"lift"})))
    problem = built.problem
    (visit,) = problem.visits
    (vehicle,) = problem.vehicles
    assert (visit.visit_id, visit.location, visit.service) == ("10233", 1, 300)
    assert visit.windows == ((10 * HOUR, 12 * HOUR),)
    # No vehicle limits parcels, so the problem does not count them.
    assert problem.dimensions == ("kg",)
    assert visit.load == (5_500,)
    assert vehicle.capacity == (800_000,)
    assert vehicle.skills == {"lift"}
    assert vehicle.shift == (7 * HOUR, 16 * HOUR)
    assert vehicle.loading == 900
    assert (vehicle.fixed_cost, vehicle.cost_per_km, vehicle.cost_per_hour) == (6000, 45, 2400)
    (rule,) = vehicle.breaks
    assert (rule.duration, rule.earliest, rule.latest) == (1800, 11 * HOUR, 13 * HOUR + 1800)
    assert built.visit_idx == {"10233": 0}
    assert built.vehicle_idx == {"van-7": 0}


def test_every_way_to_have_nothing_is_a_problem_too(build):
    assert build().problem.num_visits == 0
    empty = build(order(), vehicles=[])
    assert empty.problem.num_vehicles == 0
    assert judge(empty.problem, {}).unassigned == (0,)


def test_vehicles_that_stay_in_are_left_out(build):
    base = parts(order())
    off = replace(base["availability"][0], is_available=False)
    other_day = replace(base["availability"][0], service_date=DAY + timedelta(days=1))
    for rows in ([], [off], [other_day]):
        assert build(order(), availability=rows).vehicles == ()
    parked = replace(base["vehicles"][0], is_active=False)
    assert build(order(), vehicles=[parked]).vehicles == ()


def test_a_van_without_a_driver_has_no_break_and_only_its_own_skills(build):
    row = replace(parts()["availability"][0], driver_id=None)
    (vehicle,) = build(order(), availability=[row]).problem.vehicles
    assert vehicle.breaks == ()
    assert vehicle.skills == frozenset()


def test_each_vehicle_class_gets_its_roads(build):
    bike = Vehicle(
        vehicle_id="bike-1",
        name="Bike",
        depot_id="north",
        vehicle_class=VehicleClass.CARGO_BIKE,
        capacity=Load.of(parcels=30),
    )
    rows = parts()["availability"]
    built = build(
        order(),
        vehicles=[bike, *parts()["vehicles"]],
        availability=[*rows, replace(rows[0], vehicle_id="bike-1")],
        matrices={"van": line_matrix(2), "cargo_bike": line_matrix(2, "cargo_bike")},
    )
    assert built.problem.profiles == ("van", "cargo_bike")
    assert [vehicle.profile for vehicle in built.problem.vehicles] == [1, 0]
    assert built.problem.dimensions == ("kg", "parcels")
    assert [vehicle.capacity for vehicle in built.problem.vehicles] == [(NO_LIMIT, 30_000), (800_000, NO_LIMIT)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"matrices": {}}, "no driving times for van"),
        ({"matrices": {"van": line_matrix(3)}}, "build it for the depot and the 1 orders, 2 places"),
        ({"orders": (order(), order())}, "comes twice"),
        ({"orders": (order(status=OrderStatus.SKIPPED),)}, "pass only what plannable"),
        ({"orders": (order(location=None),)}, "pass only what plannable"),
    ],
)
def test_wrong_input_is_refused_with_the_mend(changes, says):
    with pytest.raises(ValueError, match=says):
        build_problem(**{**parts(order()), **changes})


def test_plannable_keeps_ready_orders_with_a_place():
    orders = [order("1"), order("2", location=None), order("3", status=OrderStatus.NEEDS_LOOK)]
    assert [one.order_id for one in plannable(orders)] == ["1"]


def test_penalties_rise_with_priority_and_even_low_is_worth_a_van(build):
    orders = [order(str(priority), priority=priority) for priority in Priority]
    low, normal, high, must = (visit.penalty for visit in build(*orders).problem.visits)
    assert low == 10_950
    assert low > 6_000 + 20 * 45 + 2_400
    assert (normal, high, must) == (5 * low, 25 * low, 1000 * low)
    free = Vehicle(vehicle_id="van-7", name="", depot_id="north", fixed_cost=0, cost_per_km=0, cost_per_hour=0)
    assert build(order(), vehicles=[free]).problem.visits[0].penalty > 0


def test_locks_leave_only_their_vehicle(build):
    locks = Locks(stop_vehicle={"1": "van-7", "2": "gone"}, routes={"van-7": ("3", "skipped", "4")})
    built = build(order("1"), order("2"), order("3"), order("4"), order("5"), locks=locks)
    allowed = [visit.allowed_vehicles for visit in built.problem.visits]
    assert allowed == [{0}, set(), {0}, {0}, None]
    assert built.problem.vehicles[0].locked_visits == (2, 3)


def test_collections_are_collections(build):
    assert build(order(kind=OrderKind.COLLECTION)).problem.visits[0].is_collection


# ---------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("shift", "opening", "expected"),
    [
        ((7, 16), (5, 22), (7, 16)),
        ((4, 23), (5, 22), (5, 22)),
        ((22, 6), (5, 22), (22, 30)),
        ((20, 3), (5, 22), (20, 22)),
        ((23, 8), (5, 22), (29, 32)),
        ((22, 6), (20, 8), (22, 30)),
        ((2, 9), (20, 8), (2, 8)),
        ((23, 4), (5, 22), (29, 29)),
        ((22, 6), (0, 0), (22, 30)),
        ((8, 8), (0, 0), (8, 32)),
    ],
)
def test_shifts_run_over_midnight_and_stay_inside_opening_hours(shift, opening, expected):
    day = ServiceDay(service_date=DAY, timezone=ZONE)
    depot = replace(parts()["depot"], opens=time(opening[0]), closes=time(opening[1]))
    assert shift_of(day, time(shift[0]), time(shift[1]), depot) == tuple(hour * HOUR for hour in expected)


def test_a_day_on_which_clocks_go_forward_is_an_hour_shorter():
    day = ServiceDay(service_date=date(2026, 3, 29), timezone=ZONE)
    depot = replace(parts()["depot"], opens=time(0), closes=time(0))
    assert shift_of(day, time(0), time(8), depot) == (0, 7 * HOUR)


@pytest.mark.parametrize(
    ("start", "end", "shift", "expected"),
    [
        (11, 13, (7, 16), [(11, 13)]),
        (1, 3, (22, 30), [(25, 27)]),
        (23, 1, (22, 30), [(23, 25)]),
        (5, 6, (7, 16), []),
        (17, 18, (7, 16), []),
        (12, 13, (14, 20), []),
    ],
)
def test_breaks_belong_to_the_shift(start, end, shift, expected):
    driver = Driver(driver_id="ana", name="Ana", depot_id="north", break_earliest=time(start), break_latest=time(end))
    day = ServiceDay(service_date=DAY, timezone=ZONE)
    rules = breaks_of(day, driver, (shift[0] * HOUR, shift[1] * HOUR))
    assert [(rule.earliest // HOUR, rule.latest // HOUR) for rule in rules] == expected
    assert breaks_of(day, replace(driver, break_s=0), (0, 86_400)) == ()


def test_windows_are_sorted_joined_and_clipped():
    day = ServiceDay(service_date=DAY, timezone=ZONE)
    assert windows_of(day, ()) == ((0, HORIZON),)
    found = windows_of(day, (window("14:00", "15:00"), window("09:00", "10:00"), window("09:30", "11:00")))
    assert found == ((9 * HOUR, 11 * HOUR), (14 * HOUR, 15 * HOUR))
    assert windows_of(day, (window("09:00", "10:00", DAY - timedelta(days=3)),)) == ((0, 0),)
    assert windows_of(day, (window("09:00", "10:00", DAY + timedelta(days=3)),)) == ((HORIZON, HORIZON),)
    assert windows_of(day, (window("06:00", "07:00", DAY + timedelta(days=1)),)) == ((30 * HOUR, 31 * HOUR),)


# ---------------------------------------------------------------- input hash


def _hash(*orders, **changes):
    have = parts(*orders, **{name: value for name, value in changes.items() if name != "travel"})
    return input_hash(
        have["orders"],
        have["vehicles"],
        have["drivers"].values(),
        have["availability"],
        have["depot"],
        travel=changes.get("travel", "estimate"),
    )


def test_the_same_day_has_the_same_hash_whatever_the_listing():
    first, second = order("1", windows=(window("09:00", "10:00"),)), order("2")
    assert _hash(first, second) == _hash(second, first)
    assert len(_hash(first)) == 64
    # Names, notes and telephone numbers do not change a plan.
    assert _hash(first) == _hash(replace(first, customer_name="Rosa", notes="ring twice", phone="1"))
    assert _hash(first) == _hash(first, drivers={"ana": replace(parts()["drivers"]["ana"], name="Anna", phone="2")})


@pytest.mark.parametrize(
    "change",
    [
        {"service_s": 60},
        {"location": Location(lat=38.8, lon=-9.1)},
        {"load": Load.of(kg=6)},
        {"windows": (window("09:00", "10:01"),)},
        {"priority": Priority.HIGH},
        {"skills": frozenset({"crane"})},
        {"status": OrderStatus.SKIPPED},
        {"kind": OrderKind.COLLECTION},
    ],
)
def test_a_changed_order_changes_the_hash(change):
    first = order("1", windows=(window("09:00", "10:00"),))
    assert _hash(first) != _hash(replace(first, **change))


def test_fleet_shifts_depot_and_roads_change_the_hash():
    base = parts(order())
    seen = {_hash(order())}
    for changes in (
        {"travel": "osrm:harbour:1"},
        {"vehicles": [replace(base["vehicles"][0], cost_per_km=0.5)]},
        {"drivers": {"ana": replace(base["drivers"]["ana"], break_s=900)}},
        {"availability": [replace(base["availability"][0], shift_end=time(17))]},
        {"availability": []},
        {"depot": replace(base["depot"], loading_s=600)},
    ):
        seen.add(_hash(order(), **changes))
    assert len(seen) == 7


def test_vehicles_and_drivers_that_stay_in_do_not_count():
    idle_row = Availability(
        service_date=DAY,
        vehicle_id="van-9",
        driver_id="rui",
        shift_start=time(7),
        shift_end=time(16),
        is_available=False,
    )
    base = parts(order())
    idle = replace(base["vehicles"][0], vehicle_id="van-9")
    rui = Driver(driver_id="rui", name="Rui", depot_id="north")
    assert _hash(order()) == _hash(
        order(),
        vehicles=[*base["vehicles"], idle],
        drivers={**base["drivers"], "rui": rui},
        availability=[*base["availability"], idle_row],
    )
