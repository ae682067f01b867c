"""A search loses its worker, its starter or its orders: plans stay whole and what was found is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.errors import BusyError
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Job, JobStatus, Order, Plan, PlanOrigin
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.database.process_alive import process_is_alive
from lastmile_core.workflows.orders.change_orders import skip_orders
from lastmile_core.workflows.plan.plan_day import recover_job, start_planning

DAY = date(2026, 11, 23)
SUBJECT = DayKey(DAY, "yard").subject
Until = Callable[[Callable[[], Any]], Any]


def _on_routes(plan: Plan) -> set[str]:
    return {stop.visit_id for route in plan.routes for stop in route.stops}


def _routes(plan: Plan) -> dict[str, list[str]]:
    return {route.vehicle_id: [stop.visit_id for stop in route.stops] for route in plan.routes if route.stops}


def _named(plan: Plan) -> set[str]:
    """Every order that a plan says anything about."""
    told = {left.order_id for left in plan.unassigned} | {violation.visit_id for violation in plan.violations}
    return {order_id for order_id in _on_routes(plan) | told if order_id}


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_killed_worker_leaves_the_plans_alone_and_its_best_can_be_stored(
    fault_settings: Settings,
    fault_store: Store,
    hand_plan: Plan,
    searching: Callable[..., Job],
    until: Until,
) -> None:
    before = (fault_store.plans.versions(DAY, "yard"), fault_store.orders.due_on(DAY, "yard"))
    worker = searching().pid
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    until(lambda: not process_is_alive(worker))
    (lost,) = fault_store.jobs.reap()
    assert (lost.status, fault_store.jobs.active("plan", SUBJECT)) == (JobStatus.LOST, None)
    assert "stopped answering" in lost.message
    assert "The best so far is kept." in lost.message
    assert (fault_store.plans.versions(DAY, "yard"), fault_store.orders.due_on(DAY, "yard")) == before
    assert fault_store.plans.latest(DAY, "yard") == hand_plan

    recovered = recover_job(fault_settings, fault_store, lost)
    # A second browser that presses the same button makes no second version.
    assert recover_job(fault_settings, fault_store, lost) is None
    assert recovered is not None
    stored = fault_store.plans.get(DAY, "yard", 2)
    assert stored is not None
    assert _routes(stored) == lost.progress["best"]["routes"]
    assert (stored.origin, stored.created_by, stored.why) == (PlanOrigin.SEARCH, "Ana", "morning")
    assert _named(stored) == {order.order_id for order in before[1]}
    # What was promised stays promised until somebody publishes.
    assert fault_store.plans.latest_published(DAY, "yard") == hand_plan


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_after_a_killed_worker_the_day_can_be_searched_again(
    fault_store: Store, searching: Callable[..., Job], ended: Callable[[Job], Job], until: Until
) -> None:
    first = searching()
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: not process_is_alive(first.pid))
    # Nobody reaped it: starting again finds out by itself.
    second = searching()
    assert fault_store.jobs.get(first.job_id).status is JobStatus.LOST
    fault_store.jobs.request_cancel(second.job_id)
    assert ended(second).status is JobStatus.CANCELLED
    assert [head.version for head in fault_store.plans.versions(DAY, "yard")] == [1]


_STARTER = """
import sys
from datetime import date
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.plan.plan_day import start_planning
settings = load_settings(sys.argv[1])
with open_store(settings.database) as store:
    asked = PlanPayload(day=DayKey(date(2026, 11, 23), "yard"), time_limit_s=600)
    job = start_planning(settings, store, asked, by="Ana")
print(job.job_id, flush=True)
sys.stdin.read()
"""


def _with_best(store: Store, job_id: str) -> Job | None:
    job = store.jobs.get(job_id)
    assert job.is_active, job.message
    return job if job.progress.get("best") else None


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups there")
def test_a_search_goes_on_when_its_starter_is_killed_and_cancelling_keeps_the_best(
    fault_settings: Settings, fault_store: Store, project_root: Path, until: Until, ended: Callable[[Job], Job]
) -> None:
    command = [sys.executable, "-c", _STARTER, str(fault_settings.database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=project_root, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as starter:
        assert starter.stdout is not None
        job = fault_store.jobs.get(starter.stdout.readline().strip())
        # The whole group, as when a terminal is closed or a service is stopped.
        os.killpg(starter.pid, signal.SIGKILL)
    assert starter.returncode == -signal.SIGKILL
    running = until(lambda: _with_best(fault_store, job.job_id))
    until(lambda: fault_store.jobs.get(job.job_id).heartbeat_at > running.heartbeat_at)
    assert fault_store.jobs.reap() == []
    fault_store.jobs.request_cancel(job.job_id)
    done = ended(job)
    assert done.status is JobStatus.CANCELLED
    assert "best so far kept" in done.message
    plan = fault_store.plans.latest(DAY, "yard")
    assert plan is not None
    assert plan.version == done.result["version"] == 1
    assert _named(plan) == {f"A{number:02d}" for number in range(30)}
    assert _on_routes(plan)


def test_a_search_whose_orders_change_is_judged_against_the_present_day(
    fault_store: Store,
    searching: Callable[..., Job],
    ended: Callable[[Job], Job],
    new_order: Callable[[int], Order],
) -> None:
    job = searching()
    planned = {order_id for ids in job.progress["best"]["routes"].values() for order_id in ids}
    gone, late = sorted(planned)[0], new_order(77)
    skip_orders(fault_store, DAY, [gone], by="Ana")
    fault_store.orders.save(late)
    fault_store.jobs.request_cancel(job.job_id)
    done = ended(job)
    assert done.status is JobStatus.CANCELLED, done.message
    plan = fault_store.plans.latest(DAY, "yard")
    assert plan is not None
    assert gone not in _named(plan)
    assert late.order_id in {left.order_id for left in plan.unassigned}
    assert _named(plan) == {f"A{number:02d}" for number in range(30)} - {gone} | {late.order_id}
    assert plan.why.startswith("morning; ")
    assert "changed while planning" in plan.why


def test_a_search_whose_day_stays_the_same_says_nothing_of_changes(
    fault_store: Store, searching: Callable[..., Job], ended: Callable[[Job], Job], new_order: Callable[[int], Order]
) -> None:
    job = searching()
    # Another day's orders are no change of this day.
    fault_store.orders.save(replace(new_order(1), service_date=DAY + timedelta(days=1), windows=()))
    fault_store.jobs.request_cancel(job.job_id)
    assert ended(job).status is JobStatus.CANCELLED
    plan = fault_store.plans.latest(DAY, "yard")
    assert plan is not None
    assert plan.why == "morning"


def test_a_vehicle_that_goes_while_searching_is_on_no_route(
    fault_store: Store, searching: Callable[..., Job], ended: Callable[[Job], Job]
) -> None:
    job = searching()
    gone = next(vehicle for vehicle, ids in job.progress["best"]["routes"].items() if ids)
    van = fault_store.vehicles.get(gone)
    assert van is not None
    fault_store.vehicles.save(replace(van, is_active=False))
    fault_store.jobs.request_cancel(job.job_id)
    ended(job)
    plan = fault_store.plans.latest(DAY, "yard")
    assert plan is not None
    assert gone not in _routes(plan)
    assert _named(plan) == {f"A{number:02d}" for number in range(30)}


def test_a_second_search_for_the_day_is_refused_while_one_runs(
    fault_settings: Settings, fault_store: Store, searching: Callable[..., Job]
) -> None:
    searching()
    with pytest.raises(BusyError, match="already running, started by Ana"):
        start_planning(fault_settings, fault_store, PlanPayload(day=DayKey(DAY, "yard"), time_limit_s=5), by="Ben")
