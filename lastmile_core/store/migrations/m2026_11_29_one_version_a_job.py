"""A plan version knows the job that made it, at most one each; a job knows its process beyond the number."""

from __future__ import annotations

from typing import Any

_STEPS = (
    "ALTER TABLE plan_versions ADD COLUMN job_id TEXT",
    # Whoever does a job a second time finds what it made the first time.
    "CREATE UNIQUE INDEX plan_versions_by_job ON plan_versions (job_id) WHERE job_id IS NOT NULL",
    # Numbers of processes are given out again; the moment at which one began is not.
    "ALTER TABLE jobs ADD COLUMN process TEXT NOT NULL DEFAULT ''",
    # Left by a recovery that was killed half-way: it made the best of a search unreachable for good.
    """DELETE FROM settings WHERE key LIKE 'recovered:%' AND value = '"claimed"' AND NOT EXISTS (
        SELECT 1 FROM audit WHERE what = 'plan day' AND detail ->> 'job' = substr(settings.key, 11))""",
)


def apply(db: Any) -> None:
    """Add both columns."""
    for step in _STEPS:
        db.execute(step)
