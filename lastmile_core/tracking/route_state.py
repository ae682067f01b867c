"""How one vehicle's day stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteState:
    """Stamps and progress of one vehicle.

    Attributes
    ----------
    done, failed
        Stops this vehicle delivered, or could not.
    remaining
        Stops of its published route without an outcome.
    delay_s
        Actual against planned at the last known stop (or the departure), in seconds; negative is early;
        0 when nothing is known, see ``has_report``.
    next_visit_id
        The first stop in planned order without an outcome.
    breaks
        (start, end) of each break; end is None while it lasts.
    odometer_m
        The vehicle's counter at the return, in metres since departure or since it was built; None when not reported.
    odometer_start_m
        The counter at the departure; None when not reported.
    last_event_at
        Newest sign of life.
    """

    vehicle_id: str
    is_planned: bool = True
    dock_arrived: datetime | None = None
    loading_started: datetime | None = None
    loading_finished: datetime | None = None
    departed: datetime | None = None
    returned: datetime | None = None
    done: int = 0
    failed: int = 0
    remaining: int = 0
    delay_s: int = 0
    has_report: bool = False
    next_visit_id: str | None = None
    breaks: tuple[tuple[datetime, datetime | None], ...] = ()
    odometer_m: int | None = None
    odometer_start_m: int | None = None
    last_event_at: datetime | None = None
    num_stamps: int = 0
    num_manual_stamps: int = 0

    @property
    def is_out(self) -> bool:
        """Whether the vehicle is on the road: it departed or served a stop, and has not returned."""
        return self.returned is None and (self.departed is not None or self.done + self.failed > 0)
