"""A day with every rule at once, planned by the real search in its worker, judged, locked and planned again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.clock import utc_now
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, JobStatus, Plan, UnassignedKind, is_pickup_id
from lastmile_core.schedule.edits import LockStop
from lastmile_core.settings import Settings, load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.plan.edit_route import edit_route
from lastmile_core.workflows.plan.plan_day import start_planning
from tests.planning.every_rule_day import NUM_ORDERS, add_every_rule, save_small_city

pytestmark = pytest.mark.servers

DAY = date(2026, 11, 23)


@pytest.fixture
def settings(own_home: Path) -> Settings:
    return load_settings()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.database) as opened:
        save_small_city(opened, DAY)
        add_every_rule(opened, "harbour", DAY)
        yield opened


def _planned(settings: Settings, store: Store, *, keep: bool = False, time_limit_s: int = 8) -> Plan:
    job = start_planning(
        settings, store, PlanPayload(day=DayKey(DAY, "harbour"), time_limit_s=time_limit_s, keep=keep), by="Ana"
    )
    end = time.monotonic() + 240
    while job.is_active and time.monotonic() < end:
        time.sleep(0.1)
        found = store.jobs.get(job.job_id)
        assert found is not None
        job = found
    assert job.status is JobStatus.DONE, job.message
    plan = store.plans.get(DAY, "harbour", job.result["version"])
    assert plan is not None
    return plan


def _planned_to_the_end(settings: Settings, store: Store, *, keep: bool = False) -> Plan:
    """Plan again from what was found while an order is out that could be in: a slow machine needs several searches."""
    plan = _planned(settings, store, keep=keep)
    for _ in range(4):
        if all(one.kind is UnassignedKind.PROVEN for one in plan.unassigned):
            break
        plan = _planned(settings, store, keep=keep, time_limit_s=24)
    return plan


def test_every_rule_at_once_is_planned_without_breaking_one(settings: Settings, store: Store) -> None:
    plan = _planned_to_the_end(settings, store)
    assert plan.violations == ()
    assert plan.unassigned == ()
    stops = [stop for route in plan.routes for stop in route.stops]
    assert len([stop for stop in stops if not stop.is_pickup]) == NUM_ORDERS
    assert len([stop for stop in stops if is_pickup_id(stop.visit_id)]) == 3
    # More goods than room: somebody comes back to load, at a bay; and somebody has a break.
    assert any(route.reloads for route in plan.routes)
    assert all(reload.dock_id for route in plan.routes for reload in route.reloads)
    assert any(route.breaks for route in plan.routes)
    assert plan.cost.failed_attempts > 0

    # Published, one stop locked to its place: planned again it keeps both its promises and the lock.
    route = max(plan.routes, key=lambda one: len(one.stops))
    place, stop = next((n, one) for n, one in enumerate(route.stops) if not one.is_pickup)
    store.plans.publish(DAY, "harbour", plan.version, by="Ana", at=utc_now())
    edit = LockStop(visit_id=stop.visit_id, with_position=True)
    edit_route(settings, store, DAY, "harbour", plan.version, edit, by="Ana", why="")
    again = _planned_to_the_end(settings, store, keep=True)
    assert again.violations == ()
    assert again.unassigned == ()
    kept = next(one for one in again.routes if one.vehicle_id == route.vehicle_id)
    assert [one.visit_id for one in kept.stops if not one.is_pickup].index(stop.visit_id) == sum(
        not one.is_pickup for one in route.stops[:place]
    )
    assert again.cost.total <= plan.cost.total + 1
