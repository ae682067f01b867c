"""A vehicle's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model.load import Load
from lastmile_core.model.stop import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteBreak:
    """A pause of the driver.

    ``before_stop`` is the 0-based index of the stop it precedes; the number of stops means before the return.
    """

    start: datetime
    end: datetime
    before_stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one vehicle does: load, depart, visit the stops in order, return.

    Attributes
    ----------
    loading_start, departure, return_at
        Paid time runs from ``loading_start`` to ``return_at``.
    return_drive_s, return_distance_m
        The leg from the last stop back to the depot.
    wait_s
        Waiting at stops, without breaks.
    peak_load
        Largest load on board at any moment, by dimension.
    cost
        Fixed, distance and paid time of this route in the depot's currency.
    geometry
        One encoded polyline (precision 5, latitude first) for each leg, number of stops + 1; empty
        when the road engine has not drawn it yet (then legs are straight lines).
    is_locked
        True when a search must not touch this route.
    """

    vehicle_id: str
    driver_id: str | None = None
    loading_start: datetime
    departure: datetime
    return_at: datetime
    stops: tuple[Stop, ...] = ()
    breaks: tuple[RouteBreak, ...] = ()
    distance_m: int = 0
    drive_s: int = 0
    service_s: int = 0
    wait_s: int = 0
    break_s: int = 0
    loading_s: int = 0
    return_drive_s: int = 0
    return_distance_m: int = 0
    peak_load: Load = Load()
    cost: float = 0.0
    geometry: tuple[str, ...] = ()
    is_locked: bool = False

    @property
    def paid_s(self) -> int:
        """Paid time in seconds, from the start of loading to the return; 0 for a vehicle that stays in."""
        return round((self.return_at - self.loading_start).total_seconds()) if self.stops else 0
