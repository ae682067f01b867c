"""One visit of one order on a route, timed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model.load import Load
from lastmile_core.model.time_window import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop with its times.

    Attributes
    ----------
    drive_s, distance_m
        Of the leg that leads here from the stop before (or from the depot).
    wait_s
        From arrival until service may begin, breaks not counted.
    load_after
        What is on board when the vehicle leaves.
    window
        The window that the times were judged against; None when any time is right.
    is_locked
        True when a search must leave this order on this vehicle.
    """

    order_id: str
    arrival: datetime
    service_start: datetime
    departure: datetime
    wait_s: int = 0
    drive_s: int = 0
    distance_m: int = 0
    load_after: Load = Load()
    window: TimeWindow | None = None
    is_locked: bool = False
