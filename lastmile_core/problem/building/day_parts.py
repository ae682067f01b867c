"""Everything a day's problem is built from, gathered once for the modules that build its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Availability, Depot, Dock, Driver, Order, Plan, PlanningRules, Vehicle, reload_id
from lastmile_core.problem.building.day_places import DayPlaces
from lastmile_core.problem.locks import Locks


@dataclass(frozen=True, slots=True, kw_only=True)
class DayParts:
    """People's words of one day, with the indices that are settled already.

    Attributes
    ----------
    vehicles
        Those that go out, in the order of their indices.
    rows
        Vehicle id to its entry in the roster.
    nowhere
        Index of the place whose row and column are zero, for open starts and ends; None when no route has one.
    visit_idx, vehicle_idx
        Index by visit name and by vehicle id.
    """

    day: ServiceDay
    depot: Depot
    orders: Sequence[Order]
    vehicles: Sequence[Vehicle]
    drivers: Mapping[str, Driver]
    rows: Mapping[str, Availability]
    rules: PlanningRules
    docks: Sequence[Dock]
    locks: Locks
    previous: Plan | None
    places: DayPlaces
    nowhere: int | None
    profiles: Sequence[str]
    dimensions: Sequence[str]
    load_scales: Sequence[int]
    visit_idx: Mapping[str, int]
    vehicle_idx: Mapping[str, int]

    def driver_of(self, vehicle: Vehicle) -> Driver | None:
        """Return who drives a vehicle today; None when nobody is set or known."""
        driver_id = self.rows[vehicle.vehicle_id].driver_id
        return self.drivers.get(driver_id) if driver_id is not None else None

    def indices(self, visit_ids: Sequence[str]) -> tuple[int, ...]:
        """Return visit indices; an order that was skipped meanwhile cannot be driven and is passed over."""
        return tuple(self.visit_idx[name] for name in visit_ids if name in self.visit_idx)


def road_profile(vehicle: Vehicle) -> str:
    """Return the name of the driving times of a vehicle: its class, and its speed where that is not the roads'."""
    own = "" if vehicle.speed_factor == 1 else f" at {vehicle.speed_factor:g}"
    return f"{vehicle.vehicle_class.value}{own}"


def vehicles_out(
    day: ServiceDay, vehicles: Sequence[Vehicle], availability: Sequence[Availability]
) -> tuple[Vehicle, ...]:
    """Return the active vehicles that the roster sends out on this day."""
    going = {row.vehicle_id for row in availability if row.is_available and row.service_date == day.service_date}
    return tuple(vehicle for vehicle in vehicles if vehicle.is_active and vehicle.vehicle_id in going)


def reloads_of(vehicle: Vehicle) -> tuple[str, ...]:
    """Return the names of the reloads that a vehicle may make in one day."""
    return tuple(reload_id(vehicle.vehicle_id, number) for number in range(1, vehicle.max_trips))
