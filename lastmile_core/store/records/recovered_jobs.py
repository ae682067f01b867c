"""Lost searches whose best was kept."""

from __future__ import annotations

from lastmile_core.clock import utc_now
from lastmile_core.model.facts.recovered_job import RecoveredJob
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("recovered_jobs", ("job_id", "version", "said_at", "said_by"))


class RecoveredJobs:
    """Jobs that became a plan version after they were lost."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, job_id: str) -> RecoveredJob | None:
        """Return what became of a lost job, or None when nothing was kept."""
        row = self._db.one("SELECT * FROM recovered_jobs WHERE job_id = :job_id ORDER BY seq LIMIT 1", job_id=job_id)
        if row is None:
            return None
        return RecoveredJob(
            job_id=row["job_id"],
            version=row["version"],
            said_by=row["said_by"],
            said_at=read_moment_or_none(row["said_at"]),
        )

    def add(self, job_id: str, version: int, *, by: str) -> None:
        """Write down which version the best of a lost job became."""
        self._db.write(_ADD, {"job_id": job_id, "version": version, "said_at": moment_text(utc_now()), "said_by": by})
