"""A search that was lost, and the plan version that its best became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredJob:
    """The best of a lost search was kept.

    Attributes
    ----------
    version
        The plan version that it became; None when an earlier release did not write it down.
    """

    job_id: str
    version: int | None
    said_by: str = ""
    said_at: datetime | None = None
