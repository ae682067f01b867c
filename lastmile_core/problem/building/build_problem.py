"""People's words to indices and integers: the only border in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lastmile_core.clock import ServiceDay
from lastmile_core.model import (
    Availability,
    Depot,
    Dock,
    Driver,
    Load,
    Order,
    OrderStatus,
    Plan,
    PlanningRules,
    Vehicle,
    is_pickup_id,
    is_reload_id,
    pickup_id,
)
from lastmile_core.problem.building.day_parts import DayParts, reloads_of, road_profile, vehicles_out
from lastmile_core.problem.building.day_places import DayPlaces, day_places
from lastmile_core.problem.building.penalties import penalties_for
from lastmile_core.problem.building.rules_of import docks_of, groups_of, prices_of, traffic_of
from lastmile_core.problem.building.vehicle_days_of import vehicle_days_of
from lastmile_core.problem.building.visits_of import visits_of
from lastmile_core.problem.built_problem import BuiltProblem
from lastmile_core.problem.load_scales import load_scales
from lastmile_core.problem.locks import Locks
from lastmile_core.problem.routing_problem import NO_LIMIT, RoutingProblem
from lastmile_core.travel.times.travel_matrix import UNREACHABLE, TravelMatrix

__all__ = ["NO_LIMIT", "build_problem", "plannable"]


def plannable(orders: Iterable[Order]) -> tuple[Order, ...]:
    """Return the orders that can be planned: READY and with every place. Build matrices for exactly these."""
    return tuple(order for order in orders if order.status is OrderStatus.READY and order.has_places)


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
    rules: PlanningRules | None = None,
    docks: Sequence[Dock] = (),
    previous: Plan | None = None,
) -> BuiltProblem:
    """Build the day's problem: visits are the orders, then the pickups, then the reloads.

    No vehicles, or no orders, is a problem like any other: then everything is unassigned, or nothing is to do.

    Parameters
    ----------
    orders
        What :func:`plannable` returned.
    drivers
        By driver id.
    availability
        One row a vehicle that may go out; others stay in.
    matrices
        One for each road profile (``VehicleClass`` value) of an available vehicle, for the places of
        :func:`~lastmile_core.problem.building.day_places.day_places`: the depot is 0, ``orders[i]`` is ``i + 1``.
    rules
        The depot's prices, traffic and use of docks; None for those of a new depot.
    docks
        The depot's docks; they count when the rules say so.
    previous
        The plan to stay near to (what was promised); None when there is none.

    Raises
    ------
    ValueError
        If an order cannot be planned, an order comes twice, a matrix is missing or has the wrong size.
    """
    going = vehicles_out(day, vehicles, availability)
    _require_sound(orders)
    places = day_places(depot, orders, going)
    _require_matrices(matrices, going, places, len(orders))
    times = _by_speed(matrices, going)
    has_open = any(vehicle.open_start or vehicle.open_end for vehicle in going)
    names = [order.order_id for order in orders]
    names += [pickup_id(order.order_id) for order in orders if order.pickup is not None]
    names += [name for vehicle in going for name in reloads_of(vehicle)]
    dimensions = tuple(sorted({name for vehicle in going for name, _ in vehicle.capacity.amounts}))
    parts = DayParts(
        day=day,
        depot=depot,
        orders=orders,
        vehicles=going,
        drivers=drivers,
        rows={row.vehicle_id: row for row in availability if row.service_date == day.service_date},
        rules=rules or PlanningRules(),
        docks=docks,
        locks=locks or Locks(),
        previous=previous,
        places=places,
        nowhere=len(places.locations) if has_open else None,
        profiles=tuple(times),
        dimensions=dimensions,
        load_scales=load_scales(
            [*(order.load for order in orders), *(vehicle.capacity for vehicle in going), *_on_board(locks)], dimensions
        ),
        visit_idx={name: idx for idx, name in enumerate(names)},
        vehicle_idx={vehicle.vehicle_id: idx for idx, vehicle in enumerate(going)},
    )
    return BuiltProblem(problem=_problem(parts, times), day=day, depot=depot, orders=tuple(orders), vehicles=going)


def _problem(parts: DayParts, matrices: Mapping[str, TravelMatrix]) -> RoutingProblem:
    vehicle_days = vehicle_days_of(parts)
    has_open = parts.nowhere is not None
    return RoutingProblem(
        visits=visits_of(parts, penalties_for(vehicle_days)),
        vehicles=vehicle_days,
        durations=tuple(_with_nowhere(matrices[profile].durations, has_open) for profile in parts.profiles),
        distances=tuple(_with_nowhere(matrices[profile].distances, has_open) for profile in parts.profiles),
        dimensions=tuple(parts.dimensions),
        load_scales=tuple(parts.load_scales),
        profiles=tuple(parts.profiles),
        name=f"{parts.day.service_date.isoformat()} {parts.depot.name}",
        docks=docks_of(parts),
        traffic=traffic_of(parts, len(parts.places.locations) + has_open),
        prices=prices_of(parts),
        same_route=groups_of(parts.orders, "same_route"),
        different_routes=groups_of(parts.orders, "different_routes"),
    )


def _by_speed(matrices: Mapping[str, TravelMatrix], going: Sequence[Vehicle]) -> dict[str, TravelMatrix]:
    """Return the matrices by road profile, with one more for every speed that is not the roads'."""
    times = dict(matrices)
    for vehicle in going:
        name = road_profile(vehicle)
        if name not in times:
            roads = matrices[vehicle.vehicle_class.value]
            seconds = np.rint(roads.durations / vehicle.speed_factor).astype(np.int64)
            # What no road reaches stays as far away as it was.
            times[name] = replace(roads, durations=np.where(roads.durations >= UNREACHABLE, roads.durations, seconds))
    used = {road_profile(vehicle) for vehicle in going}
    return {name: times[name] for name in times if name in used} or times


def _on_board(locks: Locks | None) -> list[Load]:
    return [] if locks is None else list(locks.on_board.values())


def _with_nowhere(matrix: npt.NDArray[np.int64], has_open: bool) -> npt.NDArray[np.int64]:
    """Return the matrix with one more place that costs nothing to reach or to leave."""
    return np.pad(matrix, (0, 1)) if has_open else matrix


def _require_sound(orders: Sequence[Order]) -> None:
    seen: set[str] = set()
    for order in orders:
        if order.status is not OrderStatus.READY or not order.has_places:
            raise ValueError(f"order {order.order_id} cannot be planned yet; pass only what plannable() returns")
        if order.order_id in seen:
            raise ValueError(f"order {order.order_id} comes twice; keep one of the two")
        if is_pickup_id(order.order_id) or is_reload_id(order.order_id):
            raise ValueError(f"order {order.order_id} has a number that means something else; give it another number")
        seen.add(order.order_id)


def _require_matrices(
    matrices: Mapping[str, TravelMatrix], going: Sequence[Vehicle], places: DayPlaces, num_orders: int
) -> None:
    for vehicle in going:
        if vehicle.vehicle_class.value not in matrices:
            raise ValueError(f"no driving times for {vehicle.vehicle_class.value}; build a matrix for that profile too")
    size = len(places.locations)
    more = size - num_orders - 1
    for profile, matrix in matrices.items():
        if matrix.durations.shape != (size, size) or matrix.distances.shape != (size, size):
            also = f", {more} pickups, starts and ends" if more else ""
            raise ValueError(
                f"the {profile} matrix has shape {matrix.durations.shape}; "
                f"build it for the depot and the {num_orders} orders{also}, {size} places"
            )
