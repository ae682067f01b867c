"""Work for the children of the job tests; found by name in the new process."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.jobs.child import StopSignal
from lastmile_core.jobs.supervise import supervise
from lastmile_core.model import Job, JobStatus
from lastmile_core.settings import Settings
from lastmile_core.store import Store


@dataclass(frozen=True)
class AnyWork:
    """Work of a kind that only these tests know."""

    kind: str
    subject: str = "day"

    def to_json(self) -> dict[str, Any]:
        return {}


def finishes(connection: Connection, stop: StopSignal, steps: int) -> None:
    for step in range(1, steps + 1):
        connection.send({"share": step / steps, "progress": {"step": step}, "best": {"cost": 100 - step}})
    connection.send({"message": "nearly there", "done": {"cost": 100 - steps}})


def improves_until_stopped(connection: Connection, stop: StopSignal) -> None:
    step = 0
    while not stop.is_set():
        step += 1
        connection.send({"message": "searching", "progress": {"step": step, "child": os.getpid()}, "best": {"cost": 7}})
        time.sleep(0.02)
    connection.send({"done": {"cost": 6}})


def does_not_listen(connection: Connection, stop: StopSignal) -> None:
    connection.send({"progress": {"child": os.getpid()}, "best": {"cost": 9}})
    # Holds the interpreter for an hour, as some solvers do.
    ctypes.PyDLL(None).sleep(3600)


def says_nothing(connection: Connection, stop: StopSignal) -> None:
    signal.pause()


def says_why(connection: Connection, stop: StopSignal) -> None:
    raise LastmileError("No roads for this day.", "Add a region.")


def has_a_bug(connection: Connection, stop: StopSignal) -> None:
    connection.send({"best": {"cost": 5}})
    raise ZeroDivisionError("a bug")


def aborts(connection: Connection, stop: StopSignal) -> None:
    connection.send({"best": {"cost": 5}})
    os.abort()


def run_search(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    outcome = supervise(store, job, improves_until_stopped, news_s=0.05)
    return outcome.status, "Ended.", outcome.done or {}


def run_deaf_search(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    outcome = supervise(store, job, does_not_listen, news_s=0.05, grace_s=0.1)
    return outcome.status, "Ended.", outcome.best or {}


def run_quick(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    return JobStatus.DONE, "Quick.", {"answer": 42}


def run_refused(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    raise LastmileError("No order is ready.", "Import orders first.")


def run_bug(settings: Settings, store: Store, job: Job) -> tuple[JobStatus, str, dict[str, Any]]:
    raise ZeroDivisionError("a secret detail")
