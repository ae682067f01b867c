"""Who drives what on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """One vehicle on one day: who drives it, between which local times, or why it stays in."""

    service_date: date
    vehicle_id: str
    driver_id: str | None
    shift_start: time
    shift_end: time
    is_available: bool = True
    note: str = ""
