"""That the sample city was put into this database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLoad:
    """The sample city was loaded.

    Attributes
    ----------
    loaded_on
        The day that counted as today; its history ends the day before.
    """

    loaded_on: date
    said_by: str = ""
    said_at: datetime | None = None
