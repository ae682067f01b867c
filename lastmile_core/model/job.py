"""Long work: what was asked, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobStatus(StrEnum):
    """Where a job stands. QUEUED and RUNNING are active."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job row.

    Attributes
    ----------
    kind
        "plan", "replan", "trade-off" or "roads".
    subject
        What it works on, such as "2026-11-23/harbour"; at most one active job a (kind, subject).
    params, progress, result
        JSON values; ``progress`` holds what the page draws (cost curve, best so far), ``result`` the outcome.
    message
        What it does now or how it ended, in plain words.
    share
        How far, 0 to 1; None when unknown.
    heartbeat_at
        Last sign of life of the worker; an old one alone says nothing, see ``store.jobs.reap``.
    """

    job_id: str
    kind: str
    subject: str
    status: JobStatus
    params: dict[str, Any]
    progress: dict[str, Any]
    result: dict[str, Any]
    message: str = ""
    share: float | None = None
    cancel_requested: bool = False
    pid: int | None = None
    created_by: str = ""
    created_at: datetime
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is still queued or running."""
        return self.status in (JobStatus.QUEUED, JobStatus.RUNNING)
