"""The worker process: it outlives the server, is found when it dies, and says how its work ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from job_targets import AnyWork

from lastmile_core.errors import BusyError, LastmileError
from lastmile_core.jobs.run import MAX_SPAWNS, log_file, start_job, tend
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import PROJECT_ROOT, Settings
from lastmile_core.store import Store
from lastmile_core.store.database.process_alive import process_is_alive
from lastmile_core.workflows.long_work import WORKER

Until = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def start(job_settings: Settings, job_store: Store, worker_command: tuple[str, ...]) -> Callable[..., Job]:
    def begin(kind: str, subject: str = "day") -> Job:
        return start_job(job_settings, job_store, AnyWork(kind, subject), "Ana", command=worker_command)

    return begin


def _searching(store: Store, job: Job) -> Callable[[], dict[str, Any] | None]:
    def look() -> dict[str, Any] | None:
        progress = store.jobs.get(job.job_id).progress
        return progress if progress.get("best") else None

    return look


def _ended(store: Store, job: Job) -> Callable[[], Job | None]:
    def look() -> Job | None:
        now = store.jobs.get(job.job_id)
        return None if now.is_active else now

    return look


def test_a_job_is_done_in_a_process_of_its_own(job_store: Store, start: Callable[..., Job], until: Until) -> None:
    done = until(_ended(job_store, start("quick")))
    assert (done.status, done.message, done.result) == (JobStatus.DONE, "Quick.", {"answer": 42})
    assert done.pid != os.getpid()


def test_a_replan_does_not_wait_in_line(job_store: Store, start: Callable[..., Job], until: Until) -> None:
    searches = [start("search", subject) for subject in ("one", "two")]
    for search in searches:
        until(_searching(job_store, search))
    waits = start("quick", "three")
    assert until(_ended(job_store, start("replan"))).status is JobStatus.DONE
    # The house was full all the while.
    assert job_store.jobs.num_running() == 2
    assert job_store.jobs.get(waits.job_id).status is JobStatus.QUEUED
    for job in (waits, *searches):
        job_store.jobs.request_cancel(job.job_id)
        until(_ended(job_store, job))


def test_a_second_start_is_refused_while_the_first_runs(
    job_store: Store, start: Callable[..., Job], until: Until
) -> None:
    job = start("search")
    with pytest.raises(BusyError, match="already running, started by Ana"):
        start("search")
    until(_searching(job_store, job))
    job_store.jobs.request_cancel(job.job_id)
    assert until(_ended(job_store, job)).status is JobStatus.CANCELLED


def test_cancel_keeps_the_best_even_of_a_search_that_does_not_listen(
    job_store: Store, start: Callable[..., Job], until: Until
) -> None:
    job = start("deaf")
    child = until(_searching(job_store, job))["child"]
    job_store.jobs.request_cancel(job.job_id)
    ended = until(_ended(job_store, job))
    assert (ended.status, ended.result, ended.progress["best"]) == (JobStatus.CANCELLED, {"cost": 9}, {"cost": 9})
    until(lambda: not process_is_alive(child))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends the child of a killed worker on Linux only")
def test_a_killed_worker_is_lost_with_its_child_and_its_best_is_kept(
    job_store: Store, start: Callable[..., Job], until: Until
) -> None:
    job = start("deaf")
    child = until(_searching(job_store, job))["child"]
    worker = job_store.jobs.get(job.job_id).pid
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    until(lambda: not process_is_alive(worker) and not process_is_alive(child))
    (lost,) = job_store.jobs.reap()
    assert (lost.status, lost.progress["best"]) == (JobStatus.LOST, {"cost": 9})
    assert "The best so far is kept." in lost.message
    # The collector thread took the dead process off the list: no zombie stays behind.
    until(lambda: not Path(f"/proc/{worker}").exists())


def test_a_worker_that_is_told_to_end_says_so_at_once(
    job_store: Store, start: Callable[..., Job], until: Until
) -> None:
    job = start("search")
    child = until(_searching(job_store, job))["child"]
    worker = job_store.jobs.get(job.job_id).pid
    assert worker is not None
    os.kill(worker, signal.SIGTERM)
    ended = until(_ended(job_store, job))
    assert (ended.status, ended.progress["best"]) == (JobStatus.LOST, {"cost": 7})
    assert "ended from outside" in ended.message
    until(lambda: not process_is_alive(child) and not process_is_alive(worker))


_SERVER = """
import sys
from types import SimpleNamespace
from lastmile_core.jobs.run import start_job
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
settings = load_settings(sys.argv[1])
with open_store(settings.database) as store:
    work = SimpleNamespace(kind="search", subject="day", to_json=dict)
    start_job(settings, store, work, "Ana", command=sys.argv[2:])
"""


def test_the_worker_outlives_the_server_that_started_it(
    job_settings: Settings, job_store: Store, worker_command: tuple[str, ...], until: Until
) -> None:
    server = [sys.executable, "-c", _SERVER, str(job_settings.database), *worker_command]
    subprocess.run(server, check=True, timeout=120, cwd=PROJECT_ROOT)
    job = job_store.jobs.active("search", "day")
    assert job is not None
    until(_searching(job_store, job))
    job_store.jobs.request_cancel(job.job_id)
    ended = until(_ended(job_store, job))
    assert (ended.status, ended.result, ended.progress["best"]) == (JobStatus.CANCELLED, {"cost": 6}, {"cost": 7})


def test_a_refusal_is_told_in_its_own_words(job_store: Store, start: Callable[..., Job], until: Until) -> None:
    ended = until(_ended(job_store, start("refused")))
    assert (ended.status, ended.message) == (JobStatus.FAILED, "No order is ready. Import orders first.")
    assert ended.result == {"again": False}


def test_a_bug_gets_an_incident_number_and_its_detail_stays_in_the_log(
    job_settings: Settings, job_store: Store, start: Callable[..., Job], until: Until
) -> None:
    ended = until(_ended(job_store, start("bug")))
    assert ended.status is JobStatus.FAILED
    assert f"incident {ended.result['incident']}" in ended.message
    assert ended.result["again"] is True
    assert ended.message.endswith(f"The details are in logs/{log_file(job_settings, ended.job_id).name}.")
    assert "secret" not in ended.message
    log = log_file(job_settings, ended.job_id).read_text(encoding="utf-8")
    assert ended.result["incident"] in log
    assert "a secret detail" in log


def test_an_unknown_kind_of_work_is_refused(job_store: Store, start: Callable[..., Job], until: Until) -> None:
    assert "does not know work" in until(_ended(job_store, start("dance"))).message


def test_jobs_over_the_limit_wait_and_a_finishing_worker_takes_them(
    job_settings: Settings,
    job_store: Store,
    start: Callable[..., Job],
    until: Until,
    worker_command: tuple[str, ...],
) -> None:
    first, second = start("search", "one"), start("search", "two")
    until(lambda: job_store.jobs.num_running() == 2)
    third = start("quick", "three")
    assert third.status is JobStatus.QUEUED
    tend(job_settings, job_store, command=worker_command)
    assert not log_file(job_settings, third.job_id).exists()
    for job in (first, second):
        job_store.jobs.request_cancel(job.job_id)
    done = until(_ended(job_store, third))
    assert done.status is JobStatus.DONE
    for job in (first, second):
        until(_ended(job_store, job))
    assert done.pid in {job_store.jobs.get(job.job_id).pid for job in (first, second)}


def test_a_waiting_job_whose_worker_never_came_is_started_again(
    job_settings: Settings, job_store: Store, worker_command: tuple[str, ...], until: Until
) -> None:
    job = job_store.jobs.create("quick", "day", {})
    tend(job_settings, job_store, command=worker_command)
    assert until(_ended(job_store, job)).status is JobStatus.DONE


def test_a_worker_that_never_comes_up_is_given_up(job_settings: Settings, job_store: Store) -> None:
    job = job_store.jobs.create("quick", "day", {})
    for _ in range(MAX_SPAWNS):
        job_store.jobs.note_spawn(job.job_id)
    later = job.created_at.replace(year=job.created_at.year + 1)
    tend(job_settings, job_store, later, command=["/no/such/program"])
    ended = job_store.jobs.get(job.job_id)
    assert ended.status is JobStatus.FAILED
    assert "did not start" in ended.message


def test_a_worker_program_that_is_missing_fails_in_words(job_settings: Settings, job_store: Store) -> None:
    with pytest.raises(LastmileError, match="No worker could be started"):
        start_job(job_settings, job_store, AnyWork("quick"), command=["/no/such/program"])
    assert job_store.jobs.active("quick", "day") is None


def test_the_real_worker_program_knows_its_way(job_settings: Settings, job_store: Store, until: Until) -> None:
    job = start_job(job_settings, job_store, AnyWork("dance"), command=WORKER)
    assert "does not know work" in until(_ended(job_store, job)).message
    until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("collect-")])
