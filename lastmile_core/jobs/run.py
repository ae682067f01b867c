"""Start work in a process of its own that outlives page, browser and server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.jobs.payloads import JobPayload, ReplanPayload
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import PROJECT_ROOT, Settings
from lastmile_core.store import Store

# A worker that has not taken its job after this time did not come up, or stepped back for a full house.
RESPAWN_AFTER_S = 30.0
MAX_SPAWNS = 3
# Somebody with a broken van on the telephone does not wait for a plan of tomorrow.
URGENT_KINDS = frozenset({ReplanPayload.kind})
KEPT_LOGS = 50


def max_running() -> int:
    """Return how many jobs may run at once: one core stays free for the pages."""
    return max(1, (os.cpu_count() or 2) - 1)


def start_job(
    settings: Settings,
    store: Store,
    payload: JobPayload,
    created_by: str = "",
    *,
    command: Sequence[str],
) -> Job:
    """Add a job and start a worker for it; when enough run already, it waits and a finishing worker takes it.

    An urgent one (``URGENT_KINDS``) finds a place beside the others.

    Parameters
    ----------
    payload
        What it is asked to do; one active job for each kind and subject.
    command
        The worker program; it is given ``--db FILE JOB``.

    Raises
    ------
    BusyError
        If the same work is running or waiting.
    LastmileError
        If no worker could be started.
    """
    tend(settings, store, command=command)
    job = store.jobs.create(payload.kind, payload.subject, payload.to_json(), created_by)
    if store.jobs.num_running() < max_running() + (payload.kind in URGENT_KINDS):
        _spawn(settings, store, job, command)
    return store.jobs.get(job.job_id)


def tend(
    settings: Settings,
    store: Store,
    now: datetime | None = None,
    *,
    command: Sequence[str],
) -> list[Job]:
    """Name jobs whose worker is gone (returned), and start a worker for a job that waits for none.

    Cheap when there is nothing to do; pages call it while they watch, the server when it starts.
    """
    now = now or utc_now()
    lost = store.jobs.reap(now)
    free = max_running() - store.jobs.num_running()
    for job, spawns in store.jobs.waiting(now, RESPAWN_AFTER_S):
        if free <= 0:
            break
        if spawns >= MAX_SPAWNS:
            log = log_file(settings, job.job_id).name
            store.jobs.finish(
                job.job_id, JobStatus.FAILED, f"The worker did not start. Try again; the reason is in logs/{log}."
            )
            continue
        _spawn(settings, store, job, command)
        free -= 1
    return lost


def log_file(settings: Settings, job_id: str) -> Path:
    """Return where the worker of a job writes what only a technician wants to know."""
    return settings.home / "logs" / f"worker-{job_id}.log"


def _spawn(settings: Settings, store: Store, job: Job, command: Sequence[str]) -> None:
    store.jobs.note_spawn(job.job_id)
    log = log_file(settings, job.job_id)
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _prune(log.parent)
        with os.fdopen(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "ab") as output:
            process = subprocess.Popen(
                [*command, "--db", str(settings.database), job.job_id],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(settings),
                close_fds=True,
                **_detached(),
            )
    except OSError as error:
        message = "No worker could be started."
        store.jobs.finish(job.job_id, JobStatus.FAILED, f"{message} ({error})")
        raise LastmileError(message, f"Free memory or disk space and try again. ({error})") from error
    # Collects the worker when it ends, so that it does not stay behind as a dead entry while we live.
    threading.Thread(target=process.wait, name=f"collect-{process.pid}", daemon=True).start()


def _detached() -> dict[str, Any]:
    """Return what makes the worker independent of this process: no shared terminal, no shared Ctrl-C."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags}
    return {"start_new_session": True}


def _environment(settings: Settings) -> dict[str, str]:
    environment = dict(os.environ)
    environment["LASTMILE_HOME"] = str(settings.home)
    environment["LASTMILE_DB"] = str(settings.database)
    if settings.osrm_url:
        environment["LASTMILE_OSRM_URL"] = settings.osrm_url
    paths = [str(PROJECT_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def _prune(folder: Path) -> None:
    logs = sorted(folder.glob("worker-*.log"), key=lambda path: path.stat().st_mtime)
    for old in logs[:-KEPT_LOGS]:
        old.unlink(missing_ok=True)
