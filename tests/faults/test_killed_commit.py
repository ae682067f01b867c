"""``kill -9`` around the commit of a plan: one version for a job, with its audit line and the job's end, or nothing."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.clock import utc_now
from lastmile_core.jobs.payloads import PlanPayload
from lastmile_core.model import DayKey, Job, JobStatus, Plan
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.database.process_alive import process_is_alive
from lastmile_core.workflows.plan.found_plan import keep_found
from lastmile_core.workflows.plan.plan_day import is_recovered, recover_job, run_plan_job
from lastmile_core.workflows.plan.search_news import FoundRoutes

DAY = date(2026, 11, 23)
SUBJECT = DayKey(DAY, "yard").subject
PROGRAM = Path(__file__).with_name("search_program.py")
Until = Callable[[Callable[[], Any]], Any]
Run = Callable[[Job, str, str], tuple[int, str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")


@pytest.fixture
def run(fault_settings: Settings, project_root: Path) -> Run:
    def start(job: Job, deed: str, moment: str) -> tuple[int, str]:
        command = [sys.executable, str(PROGRAM), str(fault_settings.database), job.job_id, deed, moment]
        environment = {**os.environ, "PYTHONPATH": str(project_root)}
        done = subprocess.run(
            command, cwd=project_root, env=environment, stdout=subprocess.PIPE, text=True, timeout=240, check=False
        )
        return done.returncode, done.stdout.strip()

    return start


@pytest.fixture
def found_job(fault_store: Store, hand_plan: Plan) -> Job:
    """A waiting job whose search, when somebody does it, finds the routes of the plan made by hand."""
    routes = {route.vehicle_id: [stop.visit_id for stop in route.stops] for route in hand_plan.routes}
    payload = PlanPayload(day=DayKey(DAY, "yard"), time_limit_s=5)
    job = fault_store.jobs.create(payload.kind, payload.subject, payload.to_json(), "Ana")
    fault_store._connection.write(
        "UPDATE jobs SET progress = json(:progress)", {"progress": f'{{"best": {{"routes": {json.dumps(routes)}}}}}'}
    )
    return job


def _stored(settings: Settings, job: Job) -> tuple[int, int, int]:
    """Return how many versions, audit lines and ended jobs there are for the job, of a database that is whole."""
    with closing(sqlite3.connect(settings.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        versions = db.execute("SELECT COUNT(*) FROM plan_versions WHERE version > 1").fetchone()[0]
        lines = db.execute("SELECT COUNT(*) FROM audit WHERE what = 'plan day'").fetchone()[0]
        ended = db.execute("SELECT COUNT(*) FROM jobs WHERE json_extract(result, '$.version') = 2").fetchone()[0]
    return versions, lines, ended


NOTHING, EVERYTHING = (0, 0, 0), (1, 1, 1)
MOMENTS = ["judged", "version", "audit", "all", "commit", "saved"]


def _check_killed(code: int, moment: str) -> None:
    assert code == (-signal.SIGXFSZ if moment == "commit" else -signal.SIGKILL)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_is_killed_around_its_commit_stores_one_version_or_none(
    moment: str, fault_settings: Settings, fault_store: Store, found_job: Job, run: Run
) -> None:
    code, _ = run(found_job, "work", moment)
    _check_killed(code, moment)
    is_saved = moment == "saved"
    assert _stored(fault_settings, found_job) == (EVERYTHING if is_saved else NOTHING)
    lost = fault_store.jobs.reap()
    job = fault_store.jobs.get(found_job.job_id)
    assert (len(lost), job.status) == ((0, JobStatus.DONE) if is_saved else (1, JobStatus.LOST))
    kept = recover_job(fault_settings, fault_store, job)
    assert (kept is None) is is_saved
    # Nor does the button again, nor the job itself, should anybody do it a second time.
    assert recover_job(fault_settings, fault_store, fault_store.jobs.get(job.job_id)) is None
    assert run_plan_job(fault_settings, fault_store, job)[2] == {"version": 2}
    assert _stored(fault_settings, found_job) == EVERYTHING
    assert fault_store.audit.verify()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_recovery_that_is_killed_is_taken_up_again(
    moment: str, fault_settings: Settings, fault_store: Store, found_job: Job, run: Run
) -> None:
    _check_killed(run(found_job, "work", "judged")[0], "judged")
    (lost,) = fault_store.jobs.reap()
    code, _ = run(lost, "recover", moment)
    _check_killed(code, moment)
    is_saved = moment == "saved"
    assert _stored(fault_settings, lost) == (EVERYTHING if is_saved else NOTHING)
    assert is_recovered(fault_store, lost) is is_saved
    assert run(lost, "recover", "never") == (0, "kept already" if is_saved else "2")
    assert run(lost, "recover", "never") == (0, "kept already")
    assert _stored(fault_settings, lost) == EVERYTHING
    after = fault_store.jobs.get(lost.job_id)
    assert (after.status, after.result["version"]) == (JobStatus.LOST, 2)


def test_a_job_that_others_gave_up_stores_nothing(fault_settings: Settings, fault_store: Store, found_job: Job) -> None:
    job = fault_store.jobs.claim(found_job.job_id, os.getpid())
    assert job is not None
    fault_store.jobs.finish(job.job_id, JobStatus.LOST, "given up")
    plan = fault_store.plans.latest(DAY, "yard")
    assert plan is not None
    kept, ending = keep_found(fault_store, job, plan, status=JobStatus.DONE, found=FoundRoutes(routes={}))
    assert (kept, ending[0]) == (None, JobStatus.LOST)
    assert _stored(fault_settings, job) == NOTHING


def test_a_clock_that_jumps_ends_no_living_search_and_saves_no_dead_one(
    fault_store: Store, searching: Callable[..., Job], until: Until
) -> None:
    job = searching()
    for hours in (2, -2):
        assert fault_store.jobs.reap(utc_now() + timedelta(hours=hours)) == []
    # The laptop slept: nobody beat, and everybody wakes up later.
    os.kill(job.pid or 0, signal.SIGSTOP)
    try:
        assert fault_store.jobs.reap(utc_now() + timedelta(hours=2)) == []
    finally:
        os.kill(job.pid or 0, signal.SIGCONT)
    beaten = fault_store.jobs.get(job.job_id).heartbeat_at
    until(lambda: fault_store.jobs.get(job.job_id).heartbeat_at != beaten)
    os.kill(job.pid or 0, signal.SIGKILL)
    until(lambda: not process_is_alive(job.pid or 0))
    # The clock was set back: its last sign of life lies in the future, and yet it is gone.
    (lost,) = fault_store.jobs.reap(utc_now() - timedelta(hours=2))
    assert (lost.job_id, lost.status) == (job.job_id, JobStatus.LOST)
