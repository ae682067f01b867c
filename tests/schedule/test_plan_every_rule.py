"""A plan with pickups, reloads, set-up, bays and open ends says it all in people's words, and adds up."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.clock import ServiceDay
from lastmile_core.errors import NotFoundError
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
    PlanInputs,
    PlanLocks,
    PlanningRules,
    PlanNotes,
    PlanOrigin,
    Route,
    StopKind,
    TravelSource,
    Vehicle,
    ViolationCause,
    by_visit,
)
from lastmile_core.problem import BuiltProblem, Locks, build_problem, day_places
from lastmile_core.schedule import build_plan, judge, routes_of, to_indices
from lastmile_core.schedule.timing.cost import CostCents
from lastmile_core.travel.times.travel_matrix import TravelMatrix

DAY = ServiceDay(service_date=date(2026, 11, 23), timezone="Europe/Lisbon")
DEPOT = Depot(depot_id="north", name="North", location=Location(lat=38.7, lon=-9.1), timezone="Europe/Lisbon")
SHOP, HOME = Location(lat=38.75, lon=-9.15), Location(lat=38.8, lon=-9.2)
RULES = PlanningRules(waiting_price=3, traffic=(1.0,) * 9 + (1.25, 1.5), use_docks=True, balance_price=2)
DOCKS = (Dock(dock_id="k1", depot_id="north", name="Bay 1"), Dock(dock_id="k2", depot_id="north", name="Bay 2"))


def order(number: int, **more: object) -> Order:
    base: dict[str, object] = {
        "order_id": str(number),
        "service_date": DAY.service_date,
        "depot_id": "north",
        "location": Location(lat=38.7 + number / 100, lon=-9.1),
        "load": Load.of(kg=number, parcels=1),
        "service_s": 300,
    }
    return Order(**{**base, **more})  # type: ignore[arg-type]


ORDERS = (
    order(1, set_up_s=120, dock_s=30),
    order(2, location=Location(lat=38.71, lon=-9.1), set_up_s=120),
    order(3, kind=OrderKind.COLLECTION),
    order(4, pickup=Pickup(location=SHOP, name="Shop", service_s=180, set_up_s=60)),
    order(5, pickup=Pickup(location=SHOP, service_s=180, set_up_s=60)),
)


def built(*vehicles: Vehicle, rules: PlanningRules | None = None, locks: Locks | None = None) -> BuiltProblem:
    places = day_places(DEPOT, ORDERS, vehicles).locations
    gap = np.abs(np.arange(len(places))[:, None] - np.arange(len(places))[None, :]).astype(np.int64)
    gap[:, 1:3] = gap[1:3, :].T  # the first two orders live at one place
    return build_problem(
        day=DAY,
        depot=DEPOT,
        orders=ORDERS,
        vehicles=vehicles,
        drivers={"ida": Driver(driver_id="ida", name="Ida", depot_id="north", break_after_s=3 * 3600)},
        availability=[
            Availability(
                service_date=DAY.service_date,
                vehicle_id=vehicle.vehicle_id,
                driver_id="ida" if number else None,
                shift_start=time(8),
                shift_end=time(20),
            )
            for number, vehicle in enumerate(vehicles)
        ],
        matrices={
            "van": TravelMatrix(
                durations=gap * 600,
                distances=gap * 5000,
                snap_m=np.zeros(len(places)),
                profile="van",
                source=TravelSource.ESTIMATE,
                region="",
            )
        },
        rules=rules,
        docks=DOCKS,
        locks=locks,
    )


def van(name: str, **more: object) -> Vehicle:
    return Vehicle(**{"vehicle_id": name, "name": name, "depot_id": "north", "capacity": Load.of(kg=9), **more})  # type: ignore[arg-type]


def plan_of(day: BuiltProblem, routes: dict[str, list[str]], **more: object) -> Plan:
    return build_plan(
        day,
        routes,
        PlanNotes(by="rosa", why="", origin=PlanOrigin.SEARCH, at=datetime(2026, 11, 22, 18, tzinfo=UTC)),
        PlanInputs(travel_source=TravelSource.ESTIMATE, travel_region="", input_hash="abc"),
        **more,  # type: ignore[arg-type]
    )


def test_two_trips_with_a_pickup_in_the_second() -> None:
    day = built(van("a", max_trips=2, reload_s=600), rules=PlanningRules(use_docks=True))
    names = ["1", "2", "3", "reload/a/1", "pickup/4", "4"]
    plan = plan_of(day, {"a": names}, geometry={"a": tuple("abcdefg")}, locks=PlanLocks(positions=frozenset({"4"})))
    (route,) = plan.routes
    assert plan.violations == ()
    assert [stop.visit_id for stop in route.stops] == ["1", "2", "3", "pickup/4", "4"]
    assert [stop.kind for stop in route.stops] == [StopKind.ORDER] * 3 + [StopKind.PICKUP, StopKind.ORDER]
    assert [stop.of_order for stop in route.stops][3:] == ["4", "4"]
    # The second order is at the place of the first: no way, no set-up.
    assert [stop.set_up_s for stop in route.stops] == [120, 0, 0, 60, 0]
    assert route.stops[1].drive_s == 0
    (reload,) = route.reloads
    assert (reload.reload_id, reload.before_stop, reload.loading_s) == ("reload/a/1", 3, 600)
    assert (reload.dock_id, route.dock_id) == ("k1", "k1")
    # The collection leaves at the depot; what is fetched at the shop does not come from there.
    assert [stop.load_after for stop in route.stops] == [
        Load.of(kg=2, parcels=1),
        Load.of(),
        Load.of(kg=3, parcels=1),
        Load.of(kg=4, parcels=1),
        Load.of(),
    ]
    assert reload.load_after == Load.of()
    assert route.peak_load == Load.of(kg=4, parcels=2)
    assert route.loading_s == DEPOT.loading_s + 30 + 600
    assert (route.num_trips, route.trip_of(2), route.trip_of(3)) == (2, 1, 2)
    assert routes_of(plan) == {"a": tuple(names)}
    assert route.waypoints == ("", "1", "2", "3", "", "pickup/4", "4", "")
    assert route.geometry == tuple("abcdefg")
    assert route.places(DEPOT.location, by_visit(ORDERS))[4:6] == (DEPOT.location, SHOP)
    assert [stop.has_locked_position for stop in route.stops] == [False, False, False, False, True]


def test_open_ends_have_no_leg_and_own_ends_have_one() -> None:
    day = built(van("a", open_end=True), van("b", open_start=True, end=HOME, loading_s=0))
    plan = plan_of(day, {"a": ["3"], "b": ["1"]}, geometry={"a": ("x",), "b": ("y",)})
    out, home = plan.routes
    assert (out.is_open_end, out.return_drive_s, out.return_distance_m) == (True, 0, 0)
    assert out.return_at == out.stops[-1].departure
    assert out.waypoints == ("", "3")
    assert (home.start, home.end, home.is_open_start) == (None, HOME, True)
    assert home.waypoints == ("1", "end/")
    assert home.places(DEPOT.location, by_visit(ORDERS)) == (ORDERS[0].location, HOME)
    assert home.stops[0].drive_s == 0
    assert (out.geometry, home.geometry) == (("x",), ("y",))


def test_what_stays_on_board_is_shown_at_every_stop() -> None:
    day = built(van("a", max_trips=2), locks=Locks(on_board={"a": Load.of(kg=2)}))
    (route,) = plan_of(day, {"a": ["3", "reload/a/1", "1"]}).routes
    assert [stop.load_after.get("kg") for stop in route.stops] == [5.0, 2.0]
    assert route.reloads[0].load_after.get("kg") == 3.0


def test_half_a_pair_is_named_in_words_and_left_out_orders_are_named_once() -> None:
    plan = plan_of(built(van("a")), {"a": ["pickup/4", "1"]})
    (violation,) = plan.violations
    assert (violation.cause, violation.visit_id) == (ViolationCause.PAIRS, "pickup/4")
    assert "pickup/" not in violation.message
    assert sorted(left_out.order_id for left_out in plan.unassigned) == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ({"a": ["reload/a/1"]}, "a makes no such trip today"),
        ({"a": ["pickup/1"]}, "Order 1 is not among today's ready orders"),
    ],
)
def test_a_visit_that_is_gone_is_named(routes: dict[str, list[str]], says: str) -> None:
    with pytest.raises(NotFoundError, match=says):
        plan_of(built(van("a")), routes)


def test_staggered_loadings_keep_their_moments() -> None:
    day = built(van("a"), van("b"), rules=PlanningRules(use_docks=True))
    nine = 9 * 3600
    first, second = plan_of(day, {"a": ["1"], "b": ["2"]}, loading_starts={0: (nine,), 1: (nine + 900,)}).routes
    assert (first.loading_start, second.loading_start) == (DAY.at(nine), DAY.at(nine + 900))


FLEET = (
    van("a", max_trips=3, regular_s=3 * 3600, overtime_price=20),
    van("b", max_trips=2, open_end=True),
    van("c", open_start=True, end=HOME),
)
TRIPS = {"a": ["reload/a/1", "reload/a/2"], "b": ["reload/b/1"], "c": []}


@st.composite
def any_routes(draw: st.DrawFn) -> dict[str, list[str]]:
    """Return every visit or none of it on any route in any order, sound or not."""
    names = [*(one.order_id for one in ORDERS), "pickup/4", "pickup/5"]
    routes: dict[str, list[str]] = {name: [] for name in TRIPS}
    for name in draw(st.permutations(names)):
        vehicle = draw(st.sampled_from([*TRIPS, ""]))
        if vehicle:
            routes[vehicle].append(name)
    for vehicle, reloads in TRIPS.items():
        for name in reloads[: draw(st.integers(0, len(reloads)))]:
            routes[vehicle].insert(draw(st.integers(0, len(routes[vehicle]))), name)
    return routes


DAY_WITH_ALL = built(*FLEET, rules=RULES)


@given(any_routes())
@settings(max_examples=60, deadline=None)
def test_every_plan_adds_up(routes: dict[str, list[str]]) -> None:
    plan = plan_of(DAY_WITH_ALL, routes)
    judgement = judge(DAY_WITH_ALL.problem, to_indices(DAY_WITH_ALL, routes))
    in_cents = {part.name: round(getattr(plan.cost, part.name) * 100) for part in fields(CostCents)}
    assert in_cents == {part.name: getattr(judgement.cost, part.name) for part in fields(CostCents)}
    assert routes_of(plan) == {name: tuple(visits) for name, visits in routes.items() if visits}
    for route in plan.routes:
        if route.stops:
            _adds_up(route)


def _adds_up(route: Route) -> None:
    parts = route.loading_s, route.drive_s, route.set_up_s, route.service_s, route.wait_s, route.break_s
    assert sum(parts) == route.paid_s
    legs = (*route.stops, *route.reloads)
    assert sum(leg.drive_s for leg in legs) + route.return_drive_s == route.drive_s
    assert sum(leg.distance_m for leg in legs) + route.return_distance_m == route.distance_m
    assert sum(leg.wait_s for leg in legs) == route.wait_s
    assert sum(stop.set_up_s for stop in route.stops) == route.set_up_s
    assert sum((stop.departure - stop.service_start).total_seconds() for stop in route.stops) == route.service_s
    first = (route.departure - route.loading_start).total_seconds()
    assert first + sum(reload.loading_s for reload in route.reloads) == route.loading_s
    indices = range(len(route.stops) + 1)
    at_stops = sum(stop.wait_s + stop.set_up_s for stop in route.stops) + route.service_s + route.break_s
    assert first + sum(route.way_s(index) for index in indices) + at_stops == route.paid_s
    assert sum(route.way_m(index) for index in indices) == route.distance_m
    assert len(route.waypoints) - 1 == len(legs) + 1 - route.is_open_start - route.is_open_end
    assert None not in route.places(DEPOT.location, by_visit(ORDERS))
    moments = [route.loading_start, route.departure]
    for index, stop in enumerate((*route.stops, None)):
        for reload in route.reloads:
            if reload.before_stop == index:
                moments += [reload.arrival, reload.start, reload.end]
        if stop is not None:
            moments += [stop.arrival, stop.service_start, stop.departure]
    moments.append(route.return_at)
    assert moments == sorted(moments)
