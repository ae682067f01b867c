"""A vehicle and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from lastmile_core.model.basics.load import Load
from lastmile_core.model.basics.location import Location

MIN_SPEED_FACTOR, MAX_SPEED_FACTOR = 0.1, 5.0
"""Outside of these a speed factor is a slip, such as a speed in km/h."""


class VehicleClass(StrEnum):
    """Decides the road profile: which streets may be used and how fast."""

    VAN = "van"
    CARGO_BIKE = "cargo_bike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle; it starts and ends at its depot unless it says otherwise.

    Attributes
    ----------
    capacity
        Largest load by dimension (``Load.limits``): zero means that nothing with an amount of it may ride, a dimension
        that is not named is not limited.
    fixed_cost, cost_per_km, cost_per_hour
        In the depot's currency; the hour is paid time from loading to return.
    max_stops, max_distance_m
        Limits of one route; None when there is none.
    driver_id
        The driver who usually drives it.
    skills
        Equipment such as ``crane`` or ``fridge``; added to the driver's skills.
    max_trips
        Trips from the depot in one day; between two it comes back and loads again.
    loading_s, reload_s
        Seconds at the dock before the first departure, and between two trips; None for the depot's loading time.
    max_duration_s
        Most paid seconds of one route; None when there is no limit but the shift.
    regular_s
        Paid seconds at the usual price; None without overtime.
    overtime_price
        What an hour beyond ``regular_s`` costs on top of ``cost_per_hour``.
    open_start, open_end
        Whether it begins at its first stop, or ends at its last one, wherever that is.
    start, end
        Where it begins or ends when that is not the depot, such as the driver's home.
    plate
        Licence plate, as the company writes it; "" when unknown.
    shift_start, shift_end
        Local times between which it may be out; None for the usual driver's shift.
    break_s
        Length of the break in seconds, 0 for none; None for the driver's break.
    break_earliest, break_latest
        Local times between which that break must begin; None for the driver's, or the middle of the shift.
    speed_factor
        How fast it is, as a share of what the roads say for its class: at 0.9 an hour's drive takes 67 minutes.
    """

    vehicle_id: str
    name: str
    depot_id: str
    vehicle_class: VehicleClass = VehicleClass.VAN
    capacity: Load = Load()
    fixed_cost: float = 60.0
    cost_per_km: float = 0.45
    cost_per_hour: float = 24.0
    max_stops: int | None = None
    max_distance_m: int | None = None
    skills: frozenset[str] = frozenset()
    driver_id: str | None = None
    is_active: bool = True
    max_trips: int = 1
    loading_s: int | None = None
    reload_s: int | None = None
    max_duration_s: int | None = None
    regular_s: int | None = None
    overtime_price: float = 0.0
    open_start: bool = False
    open_end: bool = False
    start: Location | None = None
    end: Location | None = None
    plate: str = ""
    shift_start: time | None = None
    shift_end: time | None = None
    break_s: int | None = None
    break_earliest: time | None = None
    break_latest: time | None = None
    speed_factor: float = 1.0

    def __post_init__(self) -> None:
        if not MIN_SPEED_FACTOR <= self.speed_factor <= MAX_SPEED_FACTOR:
            raise ValueError(
                f"a vehicle's speed factor is {self.speed_factor:g}; "
                f"give {MIN_SPEED_FACTOR:g} to {MAX_SPEED_FACTOR:g}, 1 is as fast as the roads say"
            )
        if self.max_trips < 1:
            raise ValueError(f"a vehicle makes {self.max_trips} trips; give one or more, or take it out of the day")
