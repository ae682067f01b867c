"""Something that happened on the road or at the dock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lastmile_core.model.basics.day_key import DayKey


class EventKind(StrEnum):
    """What happened. The first three and the last concern the route, the others one stop."""

    DOCK_ARRIVED = "dock_arrived"
    LOADING_STARTED = "loading_started"
    LOADING_FINISHED = "loading_finished"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    SERVICE_STARTED = "service_started"
    DELIVERED = "delivered"
    FAILED = "failed"
    LEFT = "left"
    BREAK_STARTED = "break_started"
    BREAK_FINISHED = "break_finished"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopEvent:
    """One fact, never changed; the same ``event_id`` sent again changes nothing.

    Attributes
    ----------
    event_id
        Made by whoever reports (phone, page, file); unique for ever.
    occurred_at, received_at
        When it happened by the reporter's clock, and when the store took it.
    visit_id
        None for events of the whole route (dock, departure, break, return).
    reason
        Failure reason code (:mod:`lastmile_core.model.failure_reason`) for FAILED; "" otherwise.
    outcome
        For DELIVERED: "recipient", "neighbour" or "safe_place".
    odometer_m
        The vehicle's counter, when known: metres since departure or since it was built; the metrics tell which.
    delivered_share
        For DELIVERED: part of the ordered goods handed over, 0 to 1 (in full = 1).
    source
        "page", "file", "driver" or "simulation"; says whether a stamp is manual.
    """

    event_id: str
    service_date: date
    depot_id: str
    vehicle_id: str
    kind: EventKind
    occurred_at: datetime
    received_at: datetime
    visit_id: str | None = None
    reason: str = ""
    outcome: str = ""
    note: str = ""
    odometer_m: int | None = None
    delivered_share: float = 1.0
    source: str = "page"

    @property
    def day_key(self) -> DayKey:
        """The day that it belongs to."""
        return DayKey(self.service_date, self.depot_id)
