"""What a worker process does: take a job, have it done, say how it ended, take the next."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from lastmile_core.errors import LastmileError, ProgramFaultError
from lastmile_core.jobs.handlers import Handlers
from lastmile_core.jobs.incident import new_incident
from lastmile_core.jobs.run import URGENT_KINDS, log_file, max_running
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store

BEAT_S = 3.0

_log = logging.getLogger("lastmile.worker")


def work(settings: Settings, job_id: str | None, handlers: Handlers, *, limit: int = 0) -> int:
    """Do the job, then whatever waits, and return how many jobs were done.

    Parameters
    ----------
    job_id
        The job to begin with; None to take the one that has waited longest.
    handlers
        Which function does which kind of job.
    limit
        How many jobs may run at once; 0 for the usual number, and one more for an urgent job.
    """
    limit = limit or max_running()
    done = 0
    with _leaving_in_order(), open_store(settings.database) as store:
        named = store.jobs.find(job_id) if job_id else None
        job = None
        if named is not None:
            job = store.jobs.claim(named.job_id, os.getpid(), limit + (named.kind in URGENT_KINDS))
        if job is None:
            job = store.jobs.claim_next(os.getpid(), limit)
        while job is not None:
            _do(settings, store, job, handlers)
            done += 1
            job = store.jobs.claim_next(os.getpid(), limit)
    return done


def _do(settings: Settings, store: Store, job: Job, handlers: Handlers) -> None:
    _log.info("job %s (%s %s) begins", job.job_id, job.kind, job.subject)
    try:
        with _signs_of_life(settings, job):
            status, message, result = handlers.load(job.kind)(settings, store, job)
    except LastmileError as error:
        _log.warning("job %s failed: %s", job.job_id, error)
        status, message, result = JobStatus.FAILED, str(error), {"again": error.may_pass}
        if isinstance(error, ProgramFaultError) and error.incident:
            result["incident"] = error.incident
            message += f" The details are in logs/{log_file(settings, job.job_id).name}."
    except Exception:
        incident = new_incident()
        _log.exception("job %s failed, incident %s", job.job_id, incident)
        status, result = JobStatus.FAILED, {"again": True, "incident": incident}
        message = (
            f"Something went wrong inside the program (incident {incident}). Start it again. The details are in "
            f"logs/{log_file(settings, job.job_id).name}."
        )
    except BaseException:
        # Told to end (computer shuts down): say so now instead of letting the page find out.
        kept = "The best so far is kept. " if store.jobs.get(job.job_id).progress.get("best") else ""
        store.jobs.finish(job.job_id, JobStatus.LOST, f"The program was ended from outside. {kept}Start it again.")
        raise
    # A search has ended its job already, in one transaction with the version that it stored.
    if not store.jobs.finish(job.job_id, status, message, result) and store.jobs.get(job.job_id).status is not status:
        _log.warning("job %s had ended before its worker came to the end", job.job_id)
    _log.info("job %s ended: %s, %s", job.job_id, status, message)


@contextmanager
def _signs_of_life(settings: Settings, job: Job) -> Iterator[None]:
    """Beat while a job is at work, whatever it does: checking and drawing a large plan takes a while too."""
    ended = threading.Event()

    def beat() -> None:
        with open_store(settings.database) as store:
            while not ended.wait(BEAT_S):
                try:
                    store.jobs.beat(job.job_id)
                except LastmileError as error:
                    _log.warning("no sign of life could be written: %s", error)

    heart = threading.Thread(target=beat, name="heart", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()


@contextmanager
def _leaving_in_order() -> Iterator[None]:
    """Turn the wish to end (SIGTERM) into an exit that ends children and says so in the job row."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
