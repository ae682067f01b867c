"""An order that a day is planned without, because somebody said so by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model.basics.day_key import DayKey


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutOrder:
    """An order that waits for a place or a look, and that may stay out of the plan."""

    day: DayKey
    order_id: str
    said_by: str = ""
    said_at: datetime | None = None
