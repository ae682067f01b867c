"""Run a search in a child process and watch it: news into the job row, stop on request, end at the wall.

The child may hold the interpreter for minutes or crash; the watcher still gives signs of life, sees
a request to stop, and has the best that was found on disk before anything can go wrong.

The child is a function of a module, ``target(connection, stop, *args)``. It sends dictionaries with
``connection.send``: ``message`` (words), ``share`` (0 to 1), ``progress`` (what the page draws; replaces
what was sent before), ``best`` (best so far as JSON values; kept in ``job.progress["best"]``) and at
last ``done``. It asks ``stop.is_set()`` whether to end soon.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from lastmile_core.errors import LastmileError, ProgramFaultError
from lastmile_core.jobs.child import STOP, run_child
from lastmile_core.jobs.incident import program_fault
from lastmile_core.model import Job, JobStatus
from lastmile_core.store import JobSignal, Store

_log = logging.getLogger("lastmile.supervise")

_LOOK_S = 0.1
_TOO_LONG = "The work took longer than it may and was ended."


@dataclass(kw_only=True)
class Outcome:
    """How the child ended.

    Attributes
    ----------
    status
        DONE (it came to its end, or the wall ended it with something found), CANCELLED (somebody
        stopped it), FAILED, or LOST (the job row is no longer this worker's).
    done
        What it sent under ``done``; None when it did not come so far.
    best
        What it sent last under ``best``.
    progress
        What is stored in the job row, ``best`` included.
    error
        In plain words, for FAILED.
    failure
        The same as an error to raise: the child's own refusal, or a fault of the program with its incident number.
    detail
        Traceback or exit code, for the log.
    timed_out
        Whether the hard wall ended it.
    """

    status: JobStatus = JobStatus.DONE
    done: dict[str, Any] | None = None
    best: dict[str, Any] | None = None
    progress: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    error: str = ""
    failure: LastmileError | None = None
    detail: str = ""
    timed_out: bool = False


def supervise(
    store: Store,
    job: Job,
    target: Callable[..., None],
    args: tuple[Any, ...] = (),
    *,
    hard_wall_s: float | None = None,
    on_message: Callable[[dict[str, Any]], None] | None = None,
    grace_s: float = 3.0,
    beat_s: float = 2.0,
    news_s: float = 0.5,
) -> Outcome:
    """Run ``target(connection, stop, *args)`` in a fresh process until it ends or is ended.

    Parameters
    ----------
    hard_wall_s
        After so many seconds it is asked to stop, and ended after the grace.
    on_message
        Sees every message, in this process.
    grace_s
        How long the child may take to stop when asked, before it is killed.
    beat_s, news_s
        Longest silence towards the job row, and shortest time between two writes and two looks
        whether somebody asked to stop.
    """
    watch = _ChildWatch(store, job, on_message, grace_s=grace_s, beat_s=beat_s, news_s=news_s)
    watch.wall = None if hard_wall_s is None else time.monotonic() + hard_wall_s
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=run_child, args=(theirs, target, args), name=f"lastmile-{job.kind}")
    child.start()
    theirs.close()
    try:
        watch.follow(child, ours)
    finally:
        _kill(child)
        ours.close()
    return watch.conclude(child.exitcode)


class _ChildWatch:
    """What the watcher knows while the child runs."""

    def __init__(
        self,
        store: Store,
        job: Job,
        on_message: Callable[[dict[str, Any]], None] | None,
        *,
        grace_s: float,
        beat_s: float,
        news_s: float,
    ) -> None:
        self.outcome = Outcome()
        self.wall: float | None = None
        self._store, self._job_id, self._on_message = store, job.job_id, on_message
        self._grace_s, self._beat_s, self._news_s = grace_s, beat_s, news_s
        self._kill_at: float | None = None
        self._news: dict[str, Any] = {}
        self._last_beat = 0.0
        self._last_look = 0.0
        self._why: JobStatus | None = None
        self._has_ended = False
        self._failure: LastmileError | None = None

    def follow(self, child: SpawnProcess, pipe: Connection) -> None:
        """Read, write and look until the child ends or must be ended."""
        while True:
            is_open = self._drain(pipe)
            self._tell()
            now = time.monotonic()
            if self._why is None and self.wall is not None and now >= self.wall:
                self.outcome.timed_out = True
                self._ask_to_stop(pipe, JobStatus.DONE)
            if self._why is JobStatus.CANCELLED and self._kill_at is None:
                self._ask_to_stop(pipe, JobStatus.CANCELLED)
            if self._why is JobStatus.LOST or (self._kill_at is not None and now >= self._kill_at):
                break
            if self._has_ended or not is_open:
                # Give the process a moment to leave by itself, for its exit code.
                child.join(1.0)
                break
        self._tell(is_last=True)

    def conclude(self, exitcode: int | None) -> Outcome:
        """Say how it ended."""
        outcome = self.outcome
        if self._why in (JobStatus.LOST, JobStatus.CANCELLED):
            outcome.status = self._why
        elif outcome.timed_out:
            has_something = outcome.done is not None or outcome.best is not None
            outcome.status = JobStatus.DONE if has_something else JobStatus.FAILED
            if not has_something:
                outcome.failure = ProgramFaultError(_TOO_LONG, "Start it again with more time.")
        elif self._failure is not None:
            outcome.status, outcome.failure = JobStatus.FAILED, self._failure
        elif outcome.done is None and (not self._has_ended or outcome.detail):
            outcome.status = JobStatus.FAILED
            outcome.detail = outcome.detail or f"the child ended with code {exitcode}"
            outcome.failure = fault = program_fault(outcome.detail, exitcode)
            _log.error("incident %s, job %s: %s", fault.incident, self._job_id, outcome.detail)
        outcome.error = "" if outcome.failure is None else str(outcome.failure)
        return outcome

    def _ask_to_stop(self, pipe: Connection, why: JobStatus) -> None:
        self._why = why
        self._kill_at = time.monotonic() + self._grace_s
        with suppress(OSError):
            pipe.send(STOP)

    def _drain(self, pipe: Connection) -> bool:
        """Take in what the child sent, for at most the time between two writes; False when its end is closed."""
        until = time.monotonic() + self._news_s
        try:
            while pipe.poll(_LOOK_S):
                self._take(pipe.recv())
                if time.monotonic() > until:
                    break
        except (EOFError, OSError):
            return False
        return True

    def _take(self, message: dict[str, Any]) -> None:
        outcome = self.outcome
        self._has_ended = self._has_ended or any(key in message for key in ("ended", "failed", "crashed"))
        self._failure = message.get("failed", self._failure)
        outcome.detail = message.get("crashed", outcome.detail)
        outcome.done = message.get("done", outcome.done)
        if "progress" in message or "best" in message:
            outcome.best = message.get("best", outcome.best)
            drawn = message.get("progress", outcome.progress)
            outcome.progress = {**drawn, "best": outcome.best} if outcome.best is not None else dict(drawn)
            self._news["progress"] = outcome.progress
        if "message" in message:
            self._news["message"] = outcome.message = str(message["message"])
        if "share" in message:
            self._news["share"] = message["share"]
        if self._on_message is not None:
            self._on_message(message)

    def _tell(self, *, is_last: bool = False) -> None:
        """Write news or a sign of life when it is time, and look whether to stop."""
        now = time.monotonic()
        if not is_last and now - self._last_look < self._news_s:
            return
        self._last_look = now
        signal_now = JobSignal.CANCEL if self._store.jobs.is_cancel_requested(self._job_id) else JobSignal.GO
        if self._news or now - self._last_beat >= self._beat_s:
            try:
                signal_now = self._store.jobs.beat(self._job_id, **self._news)
            except LastmileError:
                # A full disk or a long lock: keep the news for the next time, the search goes on.
                return
            self._last_beat, self._news = now, {}
        if signal_now is JobSignal.GONE:
            self._why = JobStatus.LOST
        elif signal_now is JobSignal.CANCEL and self._why is None and not self._has_ended:
            self._why = JobStatus.CANCELLED


def _kill(child: SpawnProcess) -> None:
    """End the child and whatever it started, and collect it."""
    if child.is_alive():
        if sys.platform != "win32" and child.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
        child.kill()
    child.join()
