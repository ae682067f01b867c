"""The curve as work of its own: in a child that can be stopped, kept as JSON, and a price that is chosen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lastmile_core.clock import ServiceDay
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import TradeOffPayload
from lastmile_core.model import DayKey, Depot, Job, JobStatus, Load, Location, Order, PlanNotes, PlanOrigin, Vehicle
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.day.expected_attempts import expected_failures
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan
from lastmile_core.workflows.plan.trade_off_day import (
    choose_price,
    from_json,
    prices_to_try,
    run_trade_off_job,
    start_trade_off,
    to_json,
)

pytestmark = pytest.mark.servers

DAY = date(2026, 11, 23)


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Six orders along a road; every second one opens late."""
    with open_store(settings.database) as opened:
        opened.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=48.77, lon=9.18)))
        opened.vehicles.save(Vehicle(vehicle_id="a", name="A", depot_id="yard", capacity=Load.of(kg=99)))
        opened.orders.save_many(
            Order(
                order_id=f"A{number}",
                service_date=DAY,
                depot_id="yard",
                location=Location(lat=48.77 + number / 80, lon=9.18),
                load=Load.of(kg=1),
                service_s=900,
                chances=(0.2,) * 8 + (0.95,) if number % 2 else (0.95,) * 8 + (0.6,),
            )
            for number in range(1, 7)
        )
        yield opened


def _job(store: Store, time_limit_s: float = 3.0) -> Job:
    payload = TradeOffPayload(day=DayKey(DAY, "yard"), time_limit_s=time_limit_s, prices=prices_to_try(8.0))
    job = store.jobs.create(payload.kind, payload.subject, payload.to_json(), "Ana")
    claimed = store.jobs.claim(job.job_id, os.getpid())
    assert claimed is not None
    return claimed


def test_a_job_ends_with_a_curve_that_falls(settings: Settings, store: Store) -> None:
    job = _job(store)
    status, words, result = run_trade_off_job(settings, store, job)
    assert status is JobStatus.DONE
    assert words.endswith(".")
    curve = from_json(result)
    assert curve is not None
    assert to_json(curve) == result
    assert [point.price for point in curve.points] == [0.0, 4.0, 8.0, 16.0, 32.0]
    assert curve.points[-1].failures < curve.points[0].failures
    assert curve.of_price(9.0).price == 8.0
    # What the page drew while it grew stays in the row.
    assert from_json(store.jobs.get(job.job_id).progress["best"]) == curve


def test_a_stopped_job_keeps_what_it_has_or_says_that_there_is_nothing(settings: Settings, store: Store) -> None:
    job = _job(store, time_limit_s=120.0)
    store.jobs.request_cancel(job.job_id)
    status, words, result = run_trade_off_job(settings, store, job)
    assert status is JobStatus.CANCELLED
    assert bool(result) == ("Stopped before" not in words)


def test_orders_without_chances_cannot_be_weighed(settings: Settings, store: Store) -> None:
    orders = store.orders.due_on(DAY, "yard")
    store.orders.save_many([replace(order, chances=()) for order in orders])
    with pytest.raises(LastmileError, match="likely to open"):
        start_trade_off(settings, store, DayKey(DAY, "yard"), by="Ana")
    assert store.jobs.latest(TradeOffPayload.kind, DayKey(DAY, "yard").subject) is None


def test_a_chosen_price_is_the_depots_own(store: Store) -> None:
    choose_price(store, "yard", 16.0, by="Ana")
    assert store.planning_rules.of_depot("yard").failed_attempt_price == 16.0
    assert store.audit.latest(1)[0].detail == {"failed_attempt_price": 16.0}


def test_prices_around_nothing_are_those_around_the_usual_one() -> None:
    assert prices_to_try(0.0) == (0.0, 4.0, 8.0, 16.0, 32.0)
    assert prices_to_try(3.0) == (0.0, 1.5, 3.0, 6.0, 12.0)


def test_a_plans_expected_failures_are_added_up_by_the_hour(settings: Settings, store: Store) -> None:
    prepared = prepare_day(settings, load_inputs(store, DAY, "yard"))
    plan = judged_plan(settings, prepared, {"a": ["A1", "A2"]}, PlanNotes(by="Ana", origin=PlanOrigin.SEARCH))
    day = ServiceDay(service_date=DAY, timezone="UTC")
    by_hand = 0.0
    for stop in plan.routes[0].stops:
        early = stop.service_start < datetime(2026, 11, 23, 8, tzinfo=UTC)
        by_hand += {("A1", True): 0.8, ("A1", False): 0.05, ("A2", True): 0.05, ("A2", False): 0.4}[
            stop.visit_id, early
        ]
    orders = store.orders.due_on(DAY, "yard")
    assert expected_failures(plan, orders, day) == pytest.approx(by_hand)
    assert expected_failures(plan, [], day) is None
