"""One thing that needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Urgency(StrEnum):
    """NOW: a promise breaks unless somebody acts. SOON: still time. NOTE: today, at a quiet moment."""

    NOW = "now"
    SOON = "soon"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing to deal with.

    Attributes
    ----------
    visit_id, visit_ids
        The most urgent order, and all that the sentence speaks of.
    overdue_vehicle
        Name of a vehicle that should have left; many of them are one problem of the yard. "" for everything else.
    until
        Until when acting still helps; None when there is no such moment.
    """

    severity: Urgency
    what: str
    next_step: str
    vehicle_id: str | None = None
    visit_id: str | None = None
    visit_ids: tuple[str, ...] = ()
    overdue_vehicle: str = ""
    until: datetime | None = None
