"""A vehicle that goes no further today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model.basics.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A vehicle that broke down on a service day.

    Attributes
    ----------
    since
        Moment of the breakdown, with its time zone.
    location
        Where it stands; None for where it was last, as far as events tell.
    said_by, said_at
        Who marked it and when; "" and None while it is not stored, or when nobody wrote it down.
    """

    vehicle_id: str
    since: datetime
    location: Location | None = None
    note: str = ""
    said_by: str = ""
    said_at: datetime | None = None
