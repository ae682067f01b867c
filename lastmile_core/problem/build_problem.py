"""People's words to indices and integers: the only border in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Availability, Depot, Driver, Load, Order, OrderKind, OrderStatus, Priority, Vehicle
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.locks import Locks
from lastmile_core.problem.penalties import penalties_for
from lastmile_core.problem.routing_problem import LOAD_SCALE, RoutingProblem, VehicleDay, Visit
from lastmile_core.problem.work_hours import breaks_of, shift_of, windows_of
from lastmile_core.travel.travel_matrix import TravelMatrix

NO_LIMIT = 10**12
"""Capacity in thousandths of a dimension that a vehicle does not limit."""


def plannable(orders: Iterable[Order]) -> tuple[Order, ...]:
    """Return the orders that can be planned: READY and with a place. Build matrices for exactly these."""
    return tuple(order for order in orders if order.status is OrderStatus.READY and order.location is not None)


def build_problem(
    *,
    day: ServiceDay,
    depot: Depot,
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    drivers: Mapping[str, Driver],
    availability: Sequence[Availability],
    matrices: Mapping[str, TravelMatrix],
    locks: Locks | None = None,
) -> BuiltProblem:
    """Build the day's problem.

    No vehicles, or no orders, is a problem like any other: then everything is unassigned, or nothing is to do.

    Parameters
    ----------
    orders
        What :func:`plannable` returned; ``orders[i]`` is location ``i + 1`` of every matrix, the depot is 0.
    drivers
        By driver id.
    availability
        One row a vehicle that may go out; others stay in.
    matrices
        One for each road profile (``VehicleClass`` value) of an available vehicle.

    Raises
    ------
    ValueError
        If an order cannot be planned, an order comes twice, a matrix is missing or has the wrong size.
    """
    _require_sound(orders, matrices)
    rows = {row.vehicle_id: row for row in availability if row.is_available and row.service_date == day.service_date}
    out_today = tuple(vehicle for vehicle in vehicles if vehicle.is_active and vehicle.vehicle_id in rows)
    profiles = tuple(matrices)
    for vehicle in out_today:
        if vehicle.vehicle_class.value not in matrices:
            raise ValueError(f"no driving times for {vehicle.vehicle_class.value}; build a matrix for that profile too")
    dimensions = tuple(sorted({name for vehicle in out_today for name, _ in vehicle.capacity.amounts}))
    locks = locks or Locks()
    visit_idx = {order.order_id: idx for idx, order in enumerate(orders)}
    vehicle_idx = {vehicle.vehicle_id: idx for idx, vehicle in enumerate(out_today)}
    vehicle_days = tuple(
        _vehicle_day(vehicle, rows[vehicle.vehicle_id], day, depot, drivers, profiles, dimensions, locks, visit_idx)
        for vehicle in out_today
    )
    visits = _visits(orders, day, dimensions, penalties_for(vehicle_days), locks, vehicle_idx)
    problem = RoutingProblem(
        visits=visits,
        vehicles=vehicle_days,
        durations=tuple(matrices[profile].durations for profile in profiles),
        distances=tuple(matrices[profile].distances for profile in profiles),
        dimensions=dimensions,
        profiles=profiles,
        name=f"{day.service_date.isoformat()} {depot.name}",
    )
    return BuiltProblem(problem=problem, day=day, depot=depot, orders=tuple(orders), vehicles=out_today)


def _require_sound(orders: Sequence[Order], matrices: Mapping[str, TravelMatrix]) -> None:
    seen: set[str] = set()
    for order in orders:
        if order.status is not OrderStatus.READY or order.location is None:
            raise ValueError(f"order {order.order_id} cannot be planned yet; pass only what plannable() returns")
        if order.order_id in seen:
            raise ValueError(f"order {order.order_id} comes twice; keep one of the two")
        seen.add(order.order_id)
    size = len(orders) + 1
    for profile, matrix in matrices.items():
        if matrix.durations.shape != (size, size) or matrix.distances.shape != (size, size):
            raise ValueError(
                f"the {profile} matrix has shape {matrix.durations.shape}; "
                f"build it for the depot and the {len(orders)} orders, {size} places"
            )


def _vehicle_day(
    vehicle: Vehicle,
    row: Availability,
    day: ServiceDay,
    depot: Depot,
    drivers: Mapping[str, Driver],
    profiles: Sequence[str],
    dimensions: Sequence[str],
    locks: Locks,
    visit_idx: Mapping[str, int],
) -> VehicleDay:
    driver = drivers.get(row.driver_id) if row.driver_id is not None else None
    shift = shift_of(day, row.shift_start, row.shift_end, depot)
    limits = vehicle.capacity.as_dict()
    locked = locks.routes.get(vehicle.vehicle_id)
    return VehicleDay(
        vehicle_id=vehicle.vehicle_id,
        driver_id=row.driver_id,
        profile=profiles.index(vehicle.vehicle_class.value),
        shift=shift,
        loading=depot.loading_s,
        capacity=tuple(round(limits[name] * LOAD_SCALE) if name in limits else NO_LIMIT for name in dimensions),
        skills=vehicle.skills | (driver.skills if driver is not None else frozenset()),
        fixed_cost=round(vehicle.fixed_cost * 100),
        cost_per_km=round(vehicle.cost_per_km * 100),
        cost_per_hour=round(vehicle.cost_per_hour * 100),
        breaks=breaks_of(day, driver, shift),
        max_stops=vehicle.max_stops,
        max_distance=vehicle.max_distance_m,
        # An order that was skipped since the lock was set cannot be driven; the rest of the route stays locked.
        locked_visits=None if locked is None else tuple(visit_idx[order] for order in locked if order in visit_idx),
    )


def _visits(
    orders: Sequence[Order],
    day: ServiceDay,
    dimensions: Sequence[str],
    penalties: Mapping[Priority, int],
    locks: Locks,
    vehicle_idx: Mapping[str, int],
) -> tuple[Visit, ...]:
    return tuple(
        Visit(
            order_id=order.order_id,
            location=idx + 1,
            load=_scaled(order.load, dimensions),
            is_collection=order.kind is OrderKind.COLLECTION,
            service=order.service_s,
            windows=windows_of(day, order.windows),
            penalty=penalties[order.priority],
            skills=order.skills,
            allowed_vehicles=_allowed(order.order_id, locks, vehicle_idx),
        )
        for idx, order in enumerate(orders)
    )


def _scaled(load: Load, dimensions: Sequence[str]) -> tuple[int, ...]:
    return tuple(round(load.get(name) * LOAD_SCALE) for name in dimensions)


def _allowed(order_id: str, locks: Locks, vehicle_idx: Mapping[str, int]) -> frozenset[int] | None:
    """Return the vehicles a lock leaves; empty when the vehicle it names stays in today, None without a lock."""
    for vehicle_id, order_ids in locks.routes.items():
        if order_id in order_ids:
            return frozenset({vehicle_idx[vehicle_id]} if vehicle_id in vehicle_idx else ())
    vehicle_id = locks.stop_vehicle.get(order_id, "")
    if not vehicle_id:
        return None
    return frozenset({vehicle_idx[vehicle_id]} if vehicle_id in vehicle_idx else ())
