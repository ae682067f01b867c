"""Long work: one row a job, at most one active for each kind and subject."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from lastmile_core.clock import utc_now
from lastmile_core.errors import BusyError, NotFoundError
from lastmile_core.model import Job, JobStatus
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, moment_text, read_moment, read_moment_or_none, to_json
from lastmile_core.store.database.process_alive import Presence, presence, process_identity
from lastmile_core.store.database.sql import insert_sql

HEARTBEAT_LIMIT_S = 15.0

_CREATE = insert_sql(
    "jobs",
    ("job_id", "kind", "subject", "status", "params", "progress", "result", "message", "created_by", "created_at"),
)
_ACTIVE = "status IN ('queued', 'running')"
_CLAIM = """
    UPDATE jobs SET status = 'running', pid = :pid, process = :process, started_at = :now, heartbeat_at = :now,
        message = ''
    WHERE job_id = :job_id AND status = 'queued'"""
_BEAT = """
    UPDATE jobs SET heartbeat_at = :now, message = COALESCE(:message, message), share = COALESCE(:share, share),
        progress = COALESCE(:progress, progress)
    WHERE job_id = :job_id AND status = 'running'"""
_FINISH = f"""
    UPDATE jobs SET status = :status, message = :message, result = :result, finished_at = :now,
        share = CASE :status WHEN 'done' THEN 1.0 ELSE share END
    WHERE job_id = :job_id AND {_ACTIVE}"""
_CANCEL = """
    UPDATE jobs SET cancel_requested = 1,
        finished_at = CASE status WHEN 'queued' THEN :now ELSE finished_at END,
        message = CASE status WHEN 'queued' THEN 'Stopped before it began.' ELSE message END,
        status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END
    WHERE job_id = :job_id AND status IN ('queued', 'running')"""
_WORDS = {"plan": "A plan search", "roads": "Preparing roads"}


class JobSignal(StrEnum):
    """What a worker learns with each sign of life: go on, stop and keep the best, or the job is no longer its own."""

    GO = "go"
    CANCEL = "cancel"
    GONE = "gone"


class Jobs:
    """Job rows."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def create(self, kind: str, subject: str, params: dict[str, Any], created_by: str = "") -> Job:
        """Add a queued job.

        Raises
        ------
        BusyError
            If one of the same kind and subject is queued or running (and its worker lives).
        """
        with self._db.atomic():
            self.reap()
            busy = self.active(kind, subject)
            if busy is not None:
                by = f" by {busy.created_by}" if busy.created_by else ""
                raise BusyError(
                    f"{_WORDS.get(kind, 'This work')} for {subject} is already running, started{by} at "
                    f"{busy.created_at:%H:%M} UTC.",
                    "Wait until it ends, or stop it first.",
                )
            job_id = uuid4().hex
            row = {"job_id": job_id, "kind": kind, "subject": subject, "status": JobStatus.QUEUED.value}
            row |= {"params": to_json(params), "progress": "{}", "result": "{}", "message": "Waiting for its turn."}
            row |= {"created_by": created_by, "created_at": moment_text(utc_now())}
            self._db.write(_CREATE, row)
            return self.get(job_id)

    def find(self, job_id: str) -> Job | None:
        """Return the job, or None."""
        row = self._db.one("SELECT * FROM jobs WHERE job_id = :job_id", job_id=job_id)
        return None if row is None else _read(row)

    def get(self, job_id: str) -> Job:
        """Return the job.

        Raises
        ------
        NotFoundError
            If there is none of that id.
        """
        job = self.find(job_id)
        if job is None:
            raise NotFoundError("This job is not known.", "Start it again.")
        return job

    def active(self, kind: str, subject: str) -> Job | None:
        """Return the queued or running job of the kind and subject, or None."""
        return self._first(f"kind = :kind AND subject = :subject AND {_ACTIVE}", kind=kind, subject=subject)

    def latest(self, kind: str, subject: str) -> Job | None:
        """Return the newest job of the kind and subject, however it ended, or None."""
        return self._first("kind = :kind AND subject = :subject", kind=kind, subject=subject)

    def list_active(self) -> list[Job]:
        """Return every queued or running job, oldest first."""
        return [_read(row) for row in self._db.rows(f"SELECT * FROM jobs WHERE {_ACTIVE} ORDER BY seq")]

    def num_running(self) -> int:
        """Return how many jobs run."""
        return int(self._db.value("SELECT COUNT(*) FROM jobs WHERE status = 'running'"))

    def claim(self, job_id: str, pid: int, max_running: int | None = None) -> Job | None:
        """Make the queued job the running job of process ``pid`` and return it.

        Returns None when it is not queued any more or ``max_running`` jobs run already.
        """
        with self._db.atomic():
            self.reap()
            if max_running is not None and self.num_running() >= max_running:
                return None
            row = {"job_id": job_id, "pid": pid, "process": process_identity(pid), "now": moment_text(utc_now())}
            if not self._db.write(_CLAIM, row):
                return None
            return self.get(job_id)

    def claim_next(self, pid: int, max_running: int | None = None) -> Job | None:
        """Claim the job that has waited longest, or return None."""
        with self._db.atomic():
            job_id = self._db.value("SELECT job_id FROM jobs WHERE status = 'queued' ORDER BY seq LIMIT 1")
            return None if job_id is None else self.claim(job_id, pid, max_running)

    def waiting(self, now: datetime, patience_s: float) -> list[tuple[Job, int]]:
        """Return queued jobs for which no worker was started for so long, with how often one was."""
        # Started in the future: the clock was set back since, and nobody waits until it has caught up.
        rows = self._db.rows(
            "SELECT * FROM jobs WHERE status = 'queued' AND "
            "(spawned_at IS NULL OR spawned_at < :before OR spawned_at > :after) ORDER BY seq",
            before=moment_text(now - timedelta(seconds=patience_s)),
            after=moment_text(now + timedelta(seconds=patience_s)),
        )
        return [(_read(row), int(row["spawns"])) for row in rows]

    def note_spawn(self, job_id: str) -> None:
        """Remember that a worker was started for the job."""
        self._db.write(
            "UPDATE jobs SET spawned_at = :now, spawns = spawns + 1 WHERE job_id = :job_id",
            {"job_id": job_id, "now": moment_text(utc_now())},
            counts=False,
        )

    def beat(
        self,
        job_id: str,
        message: str | None = None,
        share: float | None = None,
        progress: dict[str, Any] | None = None,
    ) -> JobSignal:
        """Give a sign of life, with news when there are any, and learn whether to go on.

        It does not move ``store.data_version()``: what pages keep in mind stays good while a search runs.
        """
        news = {
            "job_id": job_id,
            "now": moment_text(utc_now()),
            "message": message,
            "share": None if share is None else min(1.0, max(0.0, float(share))),
            "progress": None if progress is None else to_json(progress),
        }
        if not self._db.write(_BEAT, news, counts=False):
            return JobSignal.GONE
        return JobSignal.CANCEL if self.is_cancel_requested(job_id) else JobSignal.GO

    def finish(self, job_id: str, status: JobStatus, message: str = "", result: dict[str, Any] | None = None) -> bool:
        """End an active job; returns False (and changes nothing) when it had ended already."""
        return bool(
            self._db.write(
                _FINISH,
                {
                    "job_id": job_id,
                    "status": status.value,
                    "message": message,
                    "result": to_json(result or {}),
                    "now": moment_text(utc_now()),
                },
            )
        )

    def note_result(self, job_id: str, result: dict[str, Any]) -> None:
        """Write down what came of a job that has ended, as when the best of a lost search is kept."""
        row = {"job_id": job_id, "result": to_json(result)}
        self._db.write("UPDATE jobs SET result = :result WHERE job_id = :job_id", row)

    def request_cancel(self, job_id: str) -> Job:
        """Ask a running job to stop and keep its best; a queued one is cancelled at once."""
        with self._db.atomic():
            self._db.write(_CANCEL, {"job_id": job_id, "now": moment_text(utc_now())})
            return self.get(job_id)

    def is_cancel_requested(self, job_id: str) -> bool:
        """Return whether somebody asked the job to stop."""
        return bool(self._db.value("SELECT cancel_requested FROM jobs WHERE job_id = :job_id", job_id=job_id))

    def reap(
        self,
        now: datetime | None = None,
        *,
        heartbeat_limit_s: float = HEARTBEAT_LIMIT_S,
        presence_of: Callable[[int, str], Presence] = presence,
    ) -> list[Job]:
        """Mark running jobs whose worker is gone as LOST and return them; their progress stays.

        A worker that is here is never given up, however old its last sign of life looks: the clock may have been
        set, or the computer have slept. Only where nobody can ask for the process (the computer was started
        again, or the worker runs in another container) do the signs of life decide.
        """
        now = now or utc_now()
        running = self._db.rows("SELECT * FROM jobs WHERE status = 'running'")
        gone = [row for row in running if _is_gone(row, now, heartbeat_limit_s, presence_of)]
        if not gone:
            return []
        lost = []
        with self._db.atomic():
            for row in gone:
                # It may have ended, or beaten again, since it was read.
                ended = self._db.write(
                    "UPDATE jobs SET status = 'lost', message = :message, finished_at = :now "
                    "WHERE job_id = :job_id AND status = 'running' AND heartbeat_at = :heartbeat_at",
                    {
                        "job_id": row["job_id"],
                        "heartbeat_at": row["heartbeat_at"],
                        "message": _lost_words(row),
                        "now": moment_text(now),
                    },
                )
                if ended:
                    lost.append(self.get(row["job_id"]))
        return lost

    def _first(self, where: str, **params: object) -> Job | None:
        row = self._db.one(f"SELECT * FROM jobs WHERE {where} ORDER BY seq DESC LIMIT 1", **params)
        return None if row is None else _read(row)


def _is_gone(row: sqlite3.Row, now: datetime, limit_s: float, presence_of: Callable[[int, str], Presence]) -> bool:
    found = presence_of(int(row["pid"]), row["process"])
    if found is not Presence.UNKNOWN:
        return found is Presence.GONE
    # A sign of life from the future is as old as one from the past: the clock was set back since.
    return abs((now - read_moment(row["heartbeat_at"])).total_seconds()) > limit_s


def _lost_words(row: sqlite3.Row) -> str:
    when = f"{read_moment(row['heartbeat_at']):%H:%M} UTC"
    kept = " The best so far is kept." if from_json(row["progress"]).get("best") else ""
    return f"The work stopped answering at {when}; the program or the computer was ended.{kept} Start it again."


def _read(row: sqlite3.Row) -> Job:
    return Job(
        job_id=row["job_id"],
        kind=row["kind"],
        subject=row["subject"],
        status=JobStatus(row["status"]),
        params=from_json(row["params"]),
        progress=from_json(row["progress"]),
        result=from_json(row["result"]),
        message=row["message"],
        share=row["share"],
        cancel_requested=bool(row["cancel_requested"]),
        pid=row["pid"],
        created_by=row["created_by"],
        created_at=read_moment(row["created_at"]),
        started_at=read_moment_or_none(row["started_at"]),
        heartbeat_at=read_moment_or_none(row["heartbeat_at"]),
        finished_at=read_moment_or_none(row["finished_at"]),
    )
