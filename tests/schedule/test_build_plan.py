"""A judged plan in people's words: times with zones, money in the depot's currency, violations as sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.errors import NotFoundError
from lastmile_core.model import (
    Availability,
    Depot,
    Driver,
    Load,
    Location,
    Order,
    OrderKind,
    PlanInputs,
    PlanLocks,
    PlanNotes,
    PlanOrigin,
    PlanStatus,
    Priority,
    TimeWindow,
    TravelSource,
    UnassignedKind,
    UnassignedReason,
    Vehicle,
    ViolationCause,
)
from lastmile_core.problem import BuiltProblem, build_problem
from lastmile_core.schedule import build_plan, judge, routes_of, to_ids, to_indices
from lastmile_core.travel.times.travel_matrix import TravelMatrix

ZONE = "Europe/Lisbon"
DAY = date(2026, 11, 23)
HERE = Location(lat=38.7, lon=-9.1)


def _at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock), tzinfo=ZoneInfo(ZONE))


def _order(order_id: str, *clocks: str, **more) -> Order:
    windows = (TimeWindow(earliest=_at(clocks[0]), latest=_at(clocks[1])),) if clocks else ()
    base = {"order_id": order_id, "service_date": DAY, "depot_id": "north", "location": HERE, "windows": windows}
    return Order(**{**base, "service_s": 300, **more})


def _built(*orders: Order, minutes: int = 10, **vehicle_more) -> BuiltProblem:
    """Every place lies ``minutes`` minutes and as many kilometres from every other."""
    size = len(orders) + 1
    gap = (1 - np.eye(size, dtype=np.int64)) * minutes
    matrix = TravelMatrix(
        durations=gap * 60,
        distances=gap * 1000,
        snap_m=np.zeros(size),
        profile="van",
        source=TravelSource.ESTIMATE,
        region="",
    )
    vehicle = Vehicle(
        vehicle_id="van-7", name="Van 7", depot_id="north", **{"capacity": Load.of(kg=20), **vehicle_more}
    )
    return build_problem(
        day=ServiceDay(service_date=DAY, timezone=ZONE),
        depot=Depot(depot_id="north", name="North", location=HERE, timezone=ZONE, currency="EUR"),
        orders=orders,
        vehicles=[vehicle],
        drivers={"ana": Driver(driver_id="ana", name="Ana", depot_id="north", break_s=0)},
        availability=[
            Availability(service_date=DAY, vehicle_id="van-7", driver_id="ana", shift_start=time(9), shift_end=time(17))
        ],
        matrices={"van": matrix},
    )


def _plan(built: BuiltProblem, routes, source=TravelSource.OSRM, **more):
    return build_plan(
        built,
        routes,
        PlanNotes(by="rosa", why="first try", origin=PlanOrigin.SEARCH, at=datetime(2026, 11, 22, 18, tzinfo=UTC)),
        PlanInputs(travel_source=source, travel_region="", input_hash="abc"),
        **more,
    )


def test_a_clean_plan_has_times_loads_and_money():
    built = _built(
        _order("a", "10:00", "12:00", load=Load.of(kg=5.5, parcels=2)),
        _order("b", load=Load.of(kg=4, parcels=1), kind=OrderKind.COLLECTION),
    )
    plan = _plan(
        built, {"van-7": ["a", "b"]}, geometry={"van-7": ("x", "y", "z")}, locks=PlanLocks(stops=frozenset({"b"}))
    )
    assert (plan.status, plan.violations, plan.unassigned, plan.version) == (PlanStatus.FEASIBLE, (), (), 0)
    (route,) = plan.routes
    first, second = route.stops
    assert (route.vehicle_id, route.driver_id) == ("van-7", "ana")
    assert (route.loading_start, route.departure, route.return_at) == (_at("09:35"), _at("09:50"), _at("10:30"))
    assert (first.arrival, first.service_start, first.departure) == (_at("10:00"), _at("10:00"), _at("10:05"))
    assert first.window == TimeWindow(earliest=_at("10:00"), latest=_at("12:00"))
    assert second.window is None
    assert (first.is_locked, second.is_locked) == (False, True)
    assert (first.drive_s, first.distance_m, route.return_drive_s) == (600, 10_000, 600)
    assert first.load_after == Load.of()
    assert second.load_after == Load.of(kg=4, parcels=1)
    # Parcels are shown although no vehicle limits them.
    assert route.peak_load == Load.of(kg=5.5, parcels=2)
    assert route.geometry == ("x", "y", "z")
    assert plan.cost.distance == 13.5
    assert plan.cost.paid_time == 22.0
    assert route.cost == plan.cost.operating == 95.5
    assert (plan.paid_s, plan.distance_m) == (55 * 60, 30_000)
    assert routes_of(plan) == {"van-7": ("a", "b")}


def test_geometry_of_another_route_is_not_shown():
    plan = _plan(_built(_order("a")), {"van-7": ["a"]}, geometry={"van-7": ("x", "y", "z")})
    assert plan.routes[0].geometry == ()


@pytest.mark.parametrize(
    ("orders", "vehicle", "message", "cause"),
    [
        (
            [_order("10233", "09:00", "09:13")],
            {},
            "Van 7 reaches #10233 12 min after its window (09:00–09:13)",
            ViolationCause.TIME_WINDOW,
        ),
        (
            [_order("a", load=Load.of(kg=55))],
            {},
            "Van 7 carries 35 kg more than it can hold",
            ViolationCause.CAPACITY,
        ),
        (
            [_order("a", service_s=8 * 3600)],
            {},
            "Van 7 is back 35 min after its shift ends (17:00)",
            ViolationCause.SHIFT,
        ),
        (
            [_order("a", skills=frozenset({"fridge", "crane"}))],
            {},
            "Van 7 cannot serve #a without crane and fridge",
            ViolationCause.SKILLS,
        ),
        (
            [_order("a"), _order("b")],
            {"max_stops": 1},
            "Van 7 has 1 stop more than it may have",
            ViolationCause.MAX_STOPS,
        ),
        (
            [_order("a")],
            {"max_distance_m": 19_250},
            "Van 7 drives 750 m farther than it may",
            ViolationCause.MAX_DISTANCE,
        ),
    ],
)
def test_a_broken_promise_is_said_in_words(orders, vehicle, message, cause):
    built = _built(*orders, **vehicle)
    plan = _plan(built, {"van-7": [order.order_id for order in orders]}, status=PlanStatus.OPTIMAL)
    assert plan.status is PlanStatus.INFEASIBLE
    assert [(one.cause, one.message) for one in plan.violations] == [(cause, message)]


def test_a_plan_never_carries_other_violations_than_the_judge_reports():
    built = _built(_order("a", "09:00", "09:10"), _order("b", load=Load.of(kg=99)))
    plan = _plan(built, {"van-7": ["b", "a"]})
    violations = judge(built.problem, to_indices(built, routes_of(plan))).violations
    assert [(one.cause, one.amount) for one in plan.violations] == [(one.cause, one.amount) for one in violations]


def test_what_is_left_out_has_its_reason_in_words():
    built = _built(_order("a"), _order("late", "08:00", "09:11"))
    plan = _plan(built, {"van-7": ["a"]})
    assert plan.status is PlanStatus.PARTIAL
    (left,) = plan.unassigned
    assert (left.order_id, left.kind, left.reason) == ("late", UnassignedKind.PROVEN, UnassignedReason.TIME_WINDOW)
    assert left.message == "Its window ends at 09:11, 14 min before the earliest possible arrival (09:25, with Van 7)."
    assert left.mend == "Ask for 09:25–10:40, or start the shift of Van 7 14 min earlier."
    assert plan.cost.unserved == built.problem.visits[1].penalty / 100


def test_nothing_that_hangs_on_travel_is_proven_on_estimates():
    heavy = replace(_order("heavy"), load=Load.of(kg=99_999))
    built = _built(_order("a"), _order("late", "08:00", "09:11"), heavy)
    plan = _plan(built, {"van-7": ["a"]}, source=TravelSource.ESTIMATE)
    kinds = {left.order_id: left.kind for left in plan.unassigned}
    assert kinds == {"late": UnassignedKind.PROBABLE, "heavy": UnassignedKind.PROVEN}
    (late,) = (left for left in plan.unassigned if left.order_id == "late")
    assert late.message.startswith("Probably: Its window ends at 09:11")
    assert late.mend.startswith("Add the roads of the region")


def test_the_price_of_leaving_out_is_shown_in_the_depots_currency():
    built = _built(_order("a", priority=Priority.LOW), minutes=150)
    (left,) = _plan(built, {}).unassigned
    assert left.reason is UnassignedReason.PRICE
    assert "costs €3" in left.message
    assert left.extra_cost > 109.5


@pytest.mark.parametrize(
    ("said", "routes", "status"),
    [
        (None, ["a", "b"], PlanStatus.FEASIBLE),
        (None, ["a"], PlanStatus.PARTIAL),
        (PlanStatus.OPTIMAL, ["a", "b"], PlanStatus.OPTIMAL),
        (PlanStatus.OPTIMAL, ["a"], PlanStatus.PARTIAL),
        (PlanStatus.CANCELLED, ["a"], PlanStatus.CANCELLED),
        (PlanStatus.FEASIBLE, ["a", "b", "a"], PlanStatus.INFEASIBLE),
    ],
)
def test_the_judge_has_the_last_word_on_the_status(said, routes, status):
    assert _plan(_built(_order("a"), _order("b")), {"van-7": routes}, status=said).status is status


def test_vehicles_that_stay_in_have_no_route():
    assert _plan(_built(_order("a")), {"van-7": []}).routes == ()
    # An empty route of a vehicle that is off today is no mistake.
    assert _plan(_built(_order("a")), {"van-9": []}).routes == ()


@pytest.mark.parametrize("routes", [{"van-9": ["a"]}, {"van-7": ["zz"]}])
def test_what_is_gone_since_is_named_with_the_next_step(routes):
    with pytest.raises(NotFoundError) as refused:
        _plan(_built(_order("a")), routes)
    assert refused.value.mend


def test_indices_and_ids_are_the_same_routes():
    built = _built(_order("a"), _order("b"))
    routes = {"van-7": ("b", "a")}
    assert to_indices(built, routes) == {0: (1, 0)}
    assert to_ids(built, to_indices(built, routes)) == routes


def test_a_plan_over_the_end_of_summer_time_counts_elapsed_seconds():
    built = _built(_order("a"))
    shifted = replace(built, day=ServiceDay(service_date=date(2026, 10, 25), timezone=ZONE))
    (route,) = _plan(shifted, {"van-7": ["a"]}).routes
    # 9:00 elapsed hours after midnight are 8:00 on the clocks that went back.
    assert route.loading_start.hour == 8
    assert route.paid_s == 900 + 600 + 300 + 600
