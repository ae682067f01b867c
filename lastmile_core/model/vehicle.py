"""A vehicle and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lastmile_core.model.load import Load


class VehicleClass(StrEnum):
    """Decides the road profile: which streets may be used and how fast."""

    VAN = "van"
    CARGO_BIKE = "cargo_bike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle that starts and ends at its depot.

    Attributes
    ----------
    capacity
        Largest load by dimension; a dimension that is not named is not limited.
    fixed_cost, cost_per_km, cost_per_hour
        In the depot's currency; the hour is paid time from loading to return.
    max_stops, max_distance_m
        Limits of one route; None when there is none.
    driver_id
        The driver who usually drives it.
    skills
        Equipment such as ``crane`` or ``fridge``; added to the driver's skills.
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
