"""PyVRP's reading of a file as our own problem, so that the compiled search can look at it too."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pyvrp import Activity, ActivityType, Client, ProblemData, Route, Solution
from pyvrp.constants import MAX_VALUE

from lastmile_core.problem import RoutingProblem, VehicleDay, Visit

Ints = npt.NDArray[np.int64]
FAR = 1 << 40
"""Times and amounts from here on mean "no limit"."""


def as_problem(data: ProblemData) -> RoutingProblem | None:
    """Return the routing problem of ``data``, or None when it has rules that the compiled search does not know.

    Visit ``i`` is client ``i``; vehicles follow the vehicle types, each as often as it is there. Several depots, own
    prices, longest times and distances, clients bound to vehicles and prizes are said; reloads, release times,
    shipments, groups and bounded overtime are not.
    """
    kinds = data.vehicle_types()
    unknown = (
        bool(data.shipments() or data.groups())
        or any(client.release_time or (any(client.delivery) and any(client.pickup)) for client in data.clients())
        or any(k.reload_depots or k.max_overtime or k.unit_overtime_cost or k.start_late < k.tw_late for k in kinds)
        or any(any(kind.initial_load) for kind in kinds)
    )
    if unknown or not data.num_clients:
        return None
    kind_of = [number for number, kind in enumerate(kinds) for _ in range(kind.num_available)]
    distances = [_tamed(matrix) for matrix in data.distance_matrices()]
    durations = [_tamed(matrix) for matrix in data.duration_matrices()]
    longest = max(int(matrix.max(initial=1)) for matrix in distances)
    horizon = _horizon(data, durations)
    unpaid = 10 * longest * max(1, *(kind.unit_distance_cost for kind in kinds)) + max(k.fixed_cost for k in kinds)
    visits = tuple(
        _visit(data, number, client, unpaid, horizon, kind_of) for number, client in enumerate(data.clients())
    )
    distances, durations, profile_of = _different(distances, durations)
    return RoutingProblem(
        visits=visits,
        vehicles=tuple(_vehicle(data, number, kind, horizon, profile_of) for number, kind in enumerate(kind_of)),
        durations=tuple(durations),
        distances=tuple(distances),
        dimensions=tuple(f"load {number}" for number in range(data.num_load_dimensions)),
        profiles=tuple(f"profile {number}" for number in range(len(distances))),
        name="file",
    )


def as_solution(data: ProblemData, problem: RoutingProblem, routes: dict[int, list[int]]) -> Solution:
    """Return routes of :func:`as_problem`'s problem as PyVRP sees them, which judges them."""
    kinds = [number for number, kind in enumerate(data.vehicle_types()) for _ in range(kind.num_available)]
    return Solution(
        data,
        [
            Route(data, [Activity(ActivityType.CLIENT, visit) for visit in order], kinds[vehicle])
            for vehicle, order in sorted(routes.items())
            if order
        ],
    )


def _visit(data: ProblemData, number: int, client: Client, unpaid: int, horizon: int, kind_of: list[int]) -> Visit:
    collects = any(client.pickup)
    barred = {
        kind for kind, vehicle in enumerate(data.vehicle_types()) if _is_barred(data, vehicle.profile, client.location)
    }
    allowed = frozenset(v for v, kind in enumerate(kind_of) if kind not in barred) if barred else None
    return Visit(
        visit_id=str(number),
        location=client.location,
        load=tuple(client.pickup if collects else client.delivery) or (0,) * data.num_load_dimensions,
        is_collection=collects,
        service=client.service_duration,
        windows=((client.tw_early, min(client.tw_late, horizon)),),
        penalty=unpaid if client.required else client.prize,
        allowed_vehicles=allowed,
    )


def _vehicle(data: ProblemData, number: int, kind: int, horizon: int, profile_of: list[int]) -> VehicleDay:
    vehicle = data.vehicle_type(kind)

    def most(value: int) -> int | None:
        return None if value >= FAR else int(value)

    return VehicleDay(
        vehicle_id=str(number),
        profile=profile_of[vehicle.profile],
        start=data.depot(vehicle.start_depot).location,
        end=data.depot(vehicle.end_depot).location,
        shift=(vehicle.tw_early, min(vehicle.tw_late, horizon)),
        capacity=tuple(min(int(amount), FAR) for amount in vehicle.capacity),
        fixed_cost=vehicle.fixed_cost,
        cost_per_km=1000 * vehicle.unit_distance_cost,
        cost_per_hour=3600 * vehicle.unit_duration_cost,
        max_distance=most(vehicle.max_distance),
        max_duration=most(vehicle.shift_duration),
    )


def _is_barred(data: ProblemData, profile: int, location: int) -> bool:
    """Whether nobody on this profile gets to a place: how the reader says that a vehicle may not serve a client."""
    column = np.delete(data.distance_matrix(profile)[:, location], location)
    return bool((column >= MAX_VALUE).all())


def _tamed(matrix: npt.NDArray[Any]) -> Ints:
    real = matrix[matrix < MAX_VALUE]
    return np.asarray(np.minimum(matrix, int(real.max(initial=1))), dtype=np.int64)


def _different(distances: list[Ints], durations: list[Ints]) -> tuple[list[Ints], list[Ints], list[int]]:
    """Return profiles without repetition, and for each old number the new one; one that bars places joins its like."""
    if all(np.array_equal(d, t) for d, t in zip(distances, durations, strict=True)):
        shortest = np.minimum.reduce(distances)
        barred = [(matrix != shortest) for matrix in distances]
        if all((matrix[off] == matrix.max()).all() for matrix, off in zip(distances, barred, strict=True)):
            return [shortest], [shortest], [0] * len(distances)
    return distances, durations, list(range(len(distances)))


def _horizon(data: ProblemData, durations: list[Ints]) -> int:
    """Return a time by which every route is over, however late it may end."""
    longest = max(int(matrix.max(axis=1).sum()) for matrix in durations)
    service = sum(client.service_duration for client in data.clients())
    latest = max((client.tw_early for client in data.clients()), default=0)
    return int(longest + service + latest + 1)
