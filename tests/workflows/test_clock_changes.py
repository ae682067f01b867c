"""Nights on which the clocks change: paid hours and durations are elapsed time, in both directions."""

from __future__ import annotations

import ast
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastmile_core.clock import ServiceDay, elapsed, first_of, last_of, shift
from lastmile_core.model import (
    Availability,
    Depot,
    Dock,
    Driver,
    EventKind,
    Load,
    Location,
    Order,
    Plan,
    PlanningRules,
    PlanNotes,
    PlanOrigin,
    Route,
    RouteBreak,
    Stop,
    StopEvent,
    TimeWindow,
    Vehicle,
)
from lastmile_core.model.basics.opening_hours import hours_fault
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan
from lastmile_core.workflows.reports.report_period import report_period
from pages.charts.timeline import pieces_of

ROOT = Path(__file__).resolve().parents[2]
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 28)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 24)),
    ("Europe/Berlin", date(2026, 10, 25)),
    # Midnight itself did not exist there, and came twice in February.
    ("America/Sao_Paulo", date(2018, 11, 3)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 17)),
    ("Pacific/Auckland", date(2026, 4, 4)),
    ("Pacific/Auckland", date(2026, 9, 26)),
    # By half an hour.
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
]
DAYS = st.sampled_from(CHANGES).map(lambda pair: ServiceDay(timezone=pair[0], service_date=pair[1]))
SECONDS = st.integers(0, 2 * 86_400)


@settings(deadline=None, max_examples=300)
@given(DAYS, SECONDS, SECONDS)
def test_elapsed_time_is_what_a_stop_watch_says(day: ServiceDay, one: int, other: int) -> None:
    start, end = day.at(one), day.at(other)
    assert elapsed(start, end) == other - one
    assert shift(start, other - one) == end
    assert first_of(start, end) == day.at(min(one, other))
    assert last_of(start, end) == day.at(max(one, other))


@settings(deadline=None, max_examples=200)
@given(DAYS, st.integers(0, 86_400), st.lists(st.integers(0, 9_000), min_size=8, max_size=8))
def test_a_route_is_paid_for_what_passes_and_drawn_without_gaps(day: ServiceDay, begin: int, parts: list[int]) -> None:
    loading, drive, wait, service, to_break, rest, on, home = parts
    at = [begin]
    for part in parts:
        at.append(at[-1] + part)
    stop = Stop(visit_id="A", arrival=day.at(at[2]), service_start=day.at(at[3]), departure=day.at(at[4]), wait_s=wait)
    end = at[8]
    route = Route(
        vehicle_id="v",
        loading_start=day.at(at[0]),
        departure=day.at(at[1]),
        return_at=day.at(end),
        stops=(stop,),
        breaks=(RouteBreak(start=day.at(at[5]), end=day.at(at[6]), before_stop=1),),
    )
    assert route.paid_s == sum(parts)
    seconds: dict[str, int] = {}
    for piece in pieces_of(route):
        seconds[piece.state] = seconds.get(piece.state, 0) + elapsed(piece.start, piece.end)
    assert seconds == {
        "loading": loading,
        "drive": drive + to_break + on + home,
        "waiting": wait,
        "service": service,
        "break": rest,
    }


def test_nobody_subtracts_wall_clocks() -> None:
    """A difference of two moments is asked of the clock; only differences from now in UTC may be taken by hand."""
    in_utc = {
        "lastmile_core/clock.py",
        "lastmile_core/files/cells/times.py",
        "lastmile_core/files/tables/workbook.py",
        "lastmile_core/store/records/jobs.py",
        "lastmile_core/workflows/installation/doctor.py",
        "lastmile_core/workflows/running_day/replan_job.py",
        "pages/widgets/plan/plan_job.py",
        "pages/widgets/plan/plan_trade_off.py",
        "pages/widgets/settings/setup_roads.py",
    }
    found = set()
    for folder in ("lastmile_core", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr == "total_seconds":
                    found.add(path.relative_to(ROOT).as_posix())
    assert found <= in_utc


@pytest.mark.parametrize(
    ("opens", "closes", "is_fine"),
    [
        (time(5), time(22), True),
        (time(18), time(6), True),
        (time(22), time(14), True),
        (time(0), time(0), True),
        (time(7), time(7), True),
        (time(5), time(0), True),
        (time(22), time(20), False),
        (time(12), time(10), False),
    ],
)
def test_hours_over_midnight_and_around_the_clock(opens: time, closes: time, is_fine: bool) -> None:
    fault = hours_fault(opens, closes)
    assert (fault is None) is is_fine
    if fault:
        assert "closes before it opens" in fault.what
        assert "swap the two times" in fault.mend


def night(timezone: str, on: date, opens: time, closes: time) -> tuple[Plan, Store]:
    """Plan two vans of a depot that works at night."""
    store = open_store(load_settings().database)
    day = ServiceDay(service_date=on, timezone=timezone)
    place = Location(lat=45.0, lon=-30.0)
    depot = Depot(depot_id="n", name="Night depot", location=place, timezone=timezone, opens=opens, closes=closes)
    with store.atomic():
        store.depots.save(depot)
        store.docks.save(Dock(dock_id="n1", depot_id="n", name="Bay 1", opens=opens, closes=closes))
        store.planning_rules.save("n", PlanningRules(use_docks=True))
        shifts = {"shift_start": time(20), "shift_end": time(6)}
        rest = {"break_s": 1800, "break_earliest": time(1), "break_latest": time(1, 30)}
        store.drivers.save_many(
            [Driver(driver_id=f"d{i}", name=f"D {i}", depot_id="n", **shifts, **rest) for i in (1, 2)]
        )
        store.vehicles.save_many(
            [
                Vehicle(vehicle_id=f"v{i}", name=f"V {i}", depot_id="n", capacity=Load.of(parcels=9), driver_id=f"d{i}")
                for i in (1, 2)
            ]
        )
        store.availability.set_many(
            [Availability(service_date=on, vehicle_id=f"v{i}", driver_id=f"d{i}", **shifts) for i in (1, 2)]
        )
        # Windows in elapsed seconds, so that the same night is planned in every zone.
        store.orders.save_many(
            [
                Order(
                    order_id=f"A{i}",
                    service_date=on,
                    depot_id="n",
                    location=Location(lat=45.0 + i / 100, lon=-30.0 + i / 150),
                    load=Load.of(parcels=1),
                    windows=(TimeWindow(earliest=day.at(79_200 + i * 3000), latest=day.at(88_000 + i * 3000)),),
                )
                for i in range(6)
            ]
        )
    prepared = prepare_day(load_settings(), load_inputs(store, on, "n"))
    routes = {"v1": ["A0", "A2", "A4"], "v2": ["A1", "A3", "A5"]}
    plan = judged_plan(load_settings(), prepared, routes, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    return plan, store


def happened(store: Store, plan: Plan, timezone: str) -> None:
    """Write down that everything went as planned."""
    events = []

    def mark(route: Route, kind: EventKind, at: datetime, order_id: str | None = None) -> None:
        events.append(
            StopEvent(
                event_id=f"e{len(events)}",
                service_date=plan.service_date,
                depot_id="n",
                vehicle_id=route.vehicle_id,
                kind=kind,
                occurred_at=at,
                received_at=at,
                visit_id=order_id,
            )
        )

    for route in plan.routes:
        mark(route, EventKind.LOADING_STARTED, route.loading_start)
        mark(route, EventKind.DEPARTED, route.departure)
        for pause in route.breaks:
            mark(route, EventKind.BREAK_STARTED, pause.start)
            mark(route, EventKind.BREAK_FINISHED, pause.end)
        for stop in route.stops:
            mark(route, EventKind.ARRIVED, stop.arrival, stop.visit_id)
            mark(route, EventKind.SERVICE_STARTED, stop.service_start, stop.visit_id)
            mark(route, EventKind.DELIVERED, stop.departure, stop.visit_id)
        mark(route, EventKind.RETURNED, route.return_at)
    store.plans.publish(plan.service_date, "n", 1, by="Ana", at=plan.routes[0].loading_start - timedelta(hours=3))
    store.events.append(events)


def lengths(plan: Plan) -> list[tuple[int, ...]]:
    return [
        (route.paid_s, route.drive_s, route.service_s, route.wait_s, route.break_s, route.loading_s)
        for route in plan.routes
    ]


@pytest.mark.parametrize("timezone", ["UTC", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("on", [date(2026, 3, 28), date(2026, 10, 3), date(2026, 10, 24), date(2026, 4, 4)])
@pytest.mark.parametrize(("opens", "closes"), [(time(18), time(6)), (time(0), time(0))])
def test_a_night_is_planned_paid_and_measured_by_what_passes(
    own_home: Path, timezone: str, on: date, opens: time, closes: time
) -> None:
    plan, store = night(timezone, on, opens, closes)
    assert sum(len(route.stops) for route in plan.routes_in_use) == 6
    assert plan.violations == ()
    for route in plan.routes:
        parts = route.loading_s + route.drive_s + route.set_up_s + route.service_s + route.wait_s + route.break_s
        assert route.paid_s == parts
        assert route.break_s == sum(elapsed(pause.start, pause.end) for pause in route.breaks)
    store.plans.add(plan, expected_head=0)
    stored = store.plans.get(on, "n", 1)
    assert lengths(stored) == lengths(plan)
    happened(store, stored, timezone)
    report = report_period(store, on, on, "n")
    assert report.waterfall.planned_s == report.waterfall.actual_s == sum(route.paid_s for route in plan.routes)
    assert report.facts["delivered"] == 6
    # Nobody is late; those that came before the window waited.
    assert report.metrics["on_time"].value + report.metrics["early_share"].value == pytest.approx(1.0)
    paid_hours = sum(route.paid_s for route in plan.routes) / 3600
    assert report.metrics["stops_per_paid_hour"].denominator == pytest.approx(paid_hours)
    assert report.metrics["stops_per_paid_hour"].value == pytest.approx(6 / paid_hours)
    store.close()
