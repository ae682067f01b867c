"""One service day of one depot: what a plan, a search and a list of orders are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayKey:
    """A service day of a depot.

    Attributes
    ----------
    service_date
        Date in the depot's time zone.
    """

    service_date: date
    depot_id: str

    @property
    def subject(self) -> str:
        """The day as one word, under which audit entries and jobs are about it: ``2026-11-23/harbour``."""
        return f"{self.service_date.isoformat()}/{self.depot_id}"
