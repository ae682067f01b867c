"""Vehicles with their drivers as the vehicles of a problem."""

from __future__ import annotations

from dataclasses import replace

from lastmile_core.model import Availability, Driver, Vehicle, usual_break
from lastmile_core.problem.building.day_parts import DayParts, road_profile
from lastmile_core.problem.building.work_hours import breaks_of, shift_of
from lastmile_core.problem.load_scales import scaled
from lastmile_core.problem.routing_problem import LOAD_SCALE, NO_LIMIT, VehicleDay


def vehicle_days_of(parts: DayParts) -> tuple[VehicleDay, ...]:
    """Return the vehicles that go out, in the order of their indices."""
    return tuple(_vehicle_day(parts, vehicle) for vehicle in parts.vehicles)


def _vehicle_day(parts: DayParts, vehicle: Vehicle) -> VehicleDay:
    name, row, driver = vehicle.vehicle_id, parts.rows[vehicle.vehicle_id], parts.driver_of(vehicle)
    shift = shift_of(parts.day, row.shift_start, row.shift_end, parts.depot)
    limits = vehicle.capacity.as_dict()
    locked, locks = parts.locks.routes.get(name), parts.locks
    return VehicleDay(
        vehicle_id=name,
        driver_id=row.driver_id,
        profile=parts.profiles.index(road_profile(vehicle)),
        start=_place(parts, vehicle.open_start, parts.places.starts.get(name)),
        end=_place(parts, vehicle.open_end, parts.places.ends.get(name)),
        shift=shift,
        loading=_loading(parts, vehicle),
        capacity=tuple(
            round(limits[name] * scale) if name in limits else NO_LIMIT * min(1000, scale // LOAD_SCALE)
            for name, scale in zip(parts.dimensions, parts.load_scales, strict=True)
        ),
        on_board=scaled(locks.on_board[name], parts.dimensions, parts.load_scales) if name in locks.on_board else (),
        skills=vehicle.skills | (driver.skills if driver is not None else frozenset()),
        fixed_cost=round(vehicle.fixed_cost * 100),
        cost_per_km=round(vehicle.cost_per_km * 100),
        cost_per_hour=round(vehicle.cost_per_hour * 100),
        regular_time=vehicle.regular_s,
        overtime_price=round(vehicle.overtime_price * 100) if vehicle.regular_s is not None else 0,
        breaks=breaks_of(parts.day, _who_rests(vehicle, driver, row), shift),
        max_stops=vehicle.max_stops,
        max_distance=vehicle.max_distance_m,
        max_duration=vehicle.max_duration_s,
        max_trips=vehicle.max_trips,
        locked_visits=None if locked is None else parts.indices(locked),
        frozen_prefix=parts.indices(locks.prefixes.get(name, ())),
    )


def _who_rests(vehicle: Vehicle, driver: Driver | None, row: Availability) -> Driver | None:
    """Return the driver with the break that the vehicle asks for; as they are when it asks for none."""
    if vehicle.break_s is None:
        return driver
    resting = driver or Driver(driver_id="-", name="-", depot_id=vehicle.depot_id)
    earliest, latest = usual_break(row.shift_start, row.shift_end)
    return replace(
        resting,
        break_s=vehicle.break_s,
        break_earliest=vehicle.break_earliest or earliest,
        break_latest=vehicle.break_latest or latest,
    )


def _place(parts: DayParts, is_open: bool, own: int | None) -> int:
    if is_open:
        assert parts.nowhere is not None
        return parts.nowhere
    return own or 0


def _loading(parts: DayParts, vehicle: Vehicle) -> int:
    """Return the seconds of the first loading; a vehicle that starts elsewhere was loaded before, unless it says."""
    if vehicle.loading_s is not None:
        return vehicle.loading_s
    is_away = vehicle.open_start or vehicle.vehicle_id in parts.places.starts
    return 0 if is_away else parts.depot.loading_s
