"""Long work is started and stopped here: what is asked for becomes a job row, and a worker of this program does it."""

from __future__ import annotations

import sys

from lastmile_core.jobs import run
from lastmile_core.jobs.payloads import JobPayload
from lastmile_core.model import Job
from lastmile_core.settings import Settings
from lastmile_core.store import Store

WORKER = (sys.executable, "-m", "lastmile_core.workflows.worker")


def start_job(settings: Settings, store: Store, payload: JobPayload, *, by: str) -> Job:
    """Start a job in a worker process of its own and return its row at once.

    Raises
    ------
    BusyError
        If the same work is running or waiting.
    LastmileError
        If no worker could be started.
    """
    return run.start_job(settings, store, payload, by, command=WORKER)


def tend_jobs(settings: Settings, store: Store) -> list[Job]:
    """Name jobs whose worker is gone (returned), and start a worker for a job that waits for none.

    Cheap when there is nothing to do; pages call it while they watch, the server when it starts.
    """
    return run.tend(settings, store, command=WORKER)


def stop_job(store: Store, job_id: str, *, by: str) -> Job:
    """Ask a job to stop and to keep its best so far; one that has ended or was asked already stays as it is.

    Raises
    ------
    NotFoundError
        If there is no such job.
    """
    with store.atomic():
        job = store.jobs.get(job_id)
        if not job.is_active or job.cancel_requested:
            return job
        store.audit.write(who=by, what=f"stop {job.kind}", subject=job.subject)
        return store.jobs.request_cancel(job_id)
