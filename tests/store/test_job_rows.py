"""Job rows: one active for each subject, claimed once, ended once, lost ones named."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from lastmile_core.clock import utc_now
from lastmile_core.errors import BusyError, NotFoundError
from lastmile_core.model import Job, JobStatus
from lastmile_core.store import JobSignal, Store
from lastmile_core.store.database.process_alive import Presence, presence, process_identity
from lastmile_core.store.open_store import open_store

SUBJECT = "2026-11-23/harbour"


@pytest.fixture
def running_job(store: Store) -> Job:
    job = store.jobs.create("plan", SUBJECT, {"seed": 1}, "Ana")
    claimed = store.jobs.claim(job.job_id, os.getpid())
    assert claimed is not None
    return claimed


def test_a_second_start_for_the_same_day_is_refused(store: Store, database: Path) -> None:
    store.jobs.create("plan", SUBJECT, {}, "Ana")
    with open_store(database) as other, pytest.raises(BusyError, match=r"already running, started by Ana at \d\d:\d\d"):
        other.jobs.create("plan", SUBJECT, {}, "Ben")
    store.jobs.create("plan", "2026-11-24/harbour", {})
    assert len(store.jobs.list_active()) == 2


def test_a_job_lives_from_queued_to_done(store: Store, running_job: Job) -> None:
    assert (running_job.status, running_job.pid, running_job.params) == (JobStatus.RUNNING, os.getpid(), {"seed": 1})
    assert store.jobs.beat(running_job.job_id, "searching", 0.5, {"best": {"routes": {"v": ["A1"]}}}) is JobSignal.GO
    assert store.jobs.beat(running_job.job_id) is JobSignal.GO
    seen = store.jobs.get(running_job.job_id)
    assert (seen.message, seen.share, seen.progress) == ("searching", 0.5, {"best": {"routes": {"v": ["A1"]}}})
    assert store.jobs.finish(running_job.job_id, JobStatus.DONE, "Version 1.", {"version": 1})
    assert not store.jobs.finish(running_job.job_id, JobStatus.FAILED, "again")
    ended = store.jobs.latest("plan", SUBJECT)
    assert ended is not None
    assert (ended.status, ended.result, ended.share, ended.message) == (
        JobStatus.DONE,
        {"version": 1},
        1.0,
        "Version 1.",
    )
    assert store.jobs.active("plan", SUBJECT) is None
    assert store.jobs.beat(running_job.job_id) is JobSignal.GONE


def test_a_job_is_claimed_once_and_only_while_there_is_room(store: Store, running_job: Job) -> None:
    assert store.jobs.claim(running_job.job_id, 1) is None
    waiting = store.jobs.create("plan", "2026-11-24/harbour", {})
    assert store.jobs.claim_next(os.getpid(), max_running=1) is None
    store.jobs.finish(running_job.job_id, JobStatus.DONE)
    claimed = store.jobs.claim_next(os.getpid(), max_running=1)
    assert claimed is not None
    assert claimed.job_id == waiting.job_id


def test_a_queued_job_is_cancelled_at_once_and_a_running_one_is_asked(store: Store, running_job: Job) -> None:
    waiting = store.jobs.create("plan", "2026-11-24/harbour", {})
    assert store.jobs.request_cancel(waiting.job_id).status is JobStatus.CANCELLED
    asked = store.jobs.request_cancel(running_job.job_id)
    assert (asked.status, asked.cancel_requested) == (JobStatus.RUNNING, True)
    assert store.jobs.beat(running_job.job_id) is JobSignal.CANCEL


HERE, GONE, UNKNOWN = Presence.HERE, Presence.GONE, Presence.UNKNOWN
HOUR_S = 3600


@pytest.mark.parametrize(
    ("since_s", "found", "is_lost"),
    [
        (14, UNKNOWN, False),
        (16, UNKNOWN, True),
        (-2 * HOUR_S, UNKNOWN, True),
        (1, GONE, True),
        (2 * HOUR_S, GONE, True),
        (-2 * HOUR_S, GONE, True),
        (16, HERE, False),
        (2 * HOUR_S, HERE, False),
        (-2 * HOUR_S, HERE, False),
    ],
)
def test_a_job_is_lost_when_its_worker_is_gone_whatever_the_clock_says(
    store: Store, running_job: Job, since_s: int, found: Presence, is_lost: bool
) -> None:
    store.jobs.beat(running_job.job_id, progress={"best": {"routes": {}, "cost": 3}})
    lost = store.jobs.reap(utc_now() + timedelta(seconds=since_s), presence_of=lambda pid, process: found)
    assert bool(lost) is is_lost
    job = store.jobs.get(running_job.job_id)
    assert job.status is (JobStatus.LOST if is_lost else JobStatus.RUNNING)
    assert job.progress["best"] == {"routes": {}, "cost": 3}
    if is_lost:
        assert "The best so far is kept." in job.message
        assert store.jobs.beat(job.job_id) is JobSignal.GONE
        store.jobs.create("plan", SUBJECT, {})


def test_a_process_is_told_from_a_later_one_of_its_number() -> None:
    mine = process_identity(os.getpid())
    assert presence(os.getpid(), mine) is HERE
    place, _, began = mine.partition("/")
    assert presence(os.getpid(), f"{place}/{int(began) + 1}") is GONE
    assert presence(os.getpid(), f"another-computer/{began}") is UNKNOWN
    # Claimed by an older version, which wrote down the number only.
    assert presence(os.getpid(), "") is UNKNOWN
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        identity = process_identity(other.pid)
        assert presence(other.pid, identity) is HERE
        other.kill()
    assert presence(other.pid, identity) is GONE
    assert presence(other.pid, "") is GONE


@pytest.mark.parametrize("jump_s", [2 * HOUR_S, -2 * HOUR_S])
def test_a_waiting_job_is_started_again_also_after_the_clock_jumped(store: Store, jump_s: int) -> None:
    job = store.jobs.create("plan", SUBJECT, {})
    store.jobs.note_spawn(job.job_id)
    assert store.jobs.waiting(utc_now(), 30) == []
    ((waiting, spawns),) = store.jobs.waiting(utc_now() + timedelta(seconds=jump_s), 30)
    assert (waiting.job_id, spawns) == (job.job_id, 1)


def test_an_unknown_job_is_named(store: Store) -> None:
    assert store.jobs.find("x") is None
    with pytest.raises(NotFoundError):
        store.jobs.get("x")
