"""How one stop stands, and every visit that was made to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lastmile_core.model import REASONS_BY_CODE, TimeWindow


class StopStatus(StrEnum):
    """Where a stop is in its life."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopVisit:
    """One time that one vehicle dealt with one order; a stamp that nobody made is None.

    Attributes
    ----------
    is_delivered
        True or False once there is an outcome; None while there is none.
    odometer_m
        Metres since departure at arrival, when the vehicle counts them.
    num_stamps, num_manual_stamps
        Events of this visit, and those made by hand on a page.
    """

    vehicle_id: str
    arrived: datetime | None = None
    service_start: datetime | None = None
    finished: datetime | None = None
    left: datetime | None = None
    is_delivered: bool | None = None
    reason: str = ""
    outcome: str = ""
    note: str = ""
    delivered_share: float = 1.0
    odometer_m: int | None = None
    num_stamps: int = 0
    num_manual_stamps: int = 0

    @property
    def is_attempt(self) -> bool:
        """Whether the vehicle reached the place: a stamp there, a delivery, or a reason that implies it."""
        if self.arrived or self.service_start or self.is_delivered:
            return True
        known = REASONS_BY_CODE.get(self.reason)
        return known.is_attempt if known else False

    @property
    def last_stamp(self) -> datetime | None:
        """The latest stage of the visit that is stamped."""
        return self.left or self.finished or self.service_start or self.arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class StopState:
    """One order on the day: what was planned, what is known, when it is expected.

    Attributes
    ----------
    vehicle_id
        Who made the visit shown here; before that, who is planned to; "" for neither.
    planned_vehicle_id
        "" when the published plan has no such stop.
    arrived, service_start, finished, left, reason, outcome, note, delivered_share
        Of the visit that delivered; else of the newest one.
    eta
        Expected arrival; None once the vehicle was there or when nothing is planned.
    visits
        Every visit in order of time; a second attempt on the same day is a second visit.
    """

    visit_id: str
    status: StopStatus = StopStatus.PLANNED
    vehicle_id: str = ""
    planned_vehicle_id: str = ""
    window: TimeWindow | None = None
    eta: datetime | None = None
    arrived: datetime | None = None
    service_start: datetime | None = None
    finished: datetime | None = None
    left: datetime | None = None
    reason: str = ""
    outcome: str = ""
    note: str = ""
    delivered_share: float = 1.0
    visits: tuple[StopVisit, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is an outcome, good or bad."""
        return self.status in (StopStatus.DELIVERED, StopStatus.FAILED)
