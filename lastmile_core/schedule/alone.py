"""Whether a visit fits on an empty vehicle: the proof behind "impossible".

The visit is driven to directly and, when that fails, along the shortest path over all places in time
and in distance. Any route that serves the visit drives at least that far, and other stops only cost
time, so a rule that is broken even then is broken in every plan, whatever the matrix looks like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.timetable import time_legs, time_route


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One visit alone on one vehicle; ``faults`` is empty when it fits."""

    vehicle: int
    timetable: RouteTimetable
    faults: tuple[Fault, ...]


class Alone:
    """Tries single visits on empty vehicles; keeps shortest paths once they were needed."""

    def __init__(self, problem: RoutingProblem) -> None:
        self.problem = problem
        self._paths: dict[tuple[int, int, bool, bool], npt.NDArray[np.int64]] = {}

    def attempts(self, visit: int) -> list[Attempt]:
        """Return one attempt a vehicle, in the order of vehicles."""
        return [self._attempt(visit, vehicle) for vehicle in range(self.problem.num_vehicles)]

    def _attempt(self, visit: int, vehicle_idx: int) -> Attempt:
        problem, vehicle = self.problem, self.problem.vehicles[vehicle_idx]
        direct = time_route(problem, vehicle_idx, (visit,))
        faults = self._faults(direct)
        if not faults:
            return Attempt(vehicle=vehicle_idx, timetable=direct, faults=())
        place = problem.visits[visit].location
        seconds = [self._path(vehicle_idx, place, out, False) for out in (True, False)]
        metres = [self._path(vehicle_idx, place, out, True) for out in (True, False)]
        legs = [(vehicle.start, place), (place, vehicle.end)]
        is_direct = all(
            problem.durations[vehicle.profile][leg] == seconds[idx]
            and problem.distances[vehicle.profile][leg] == metres[idx]
            for idx, leg in enumerate(legs)
        )
        if is_direct:
            return Attempt(vehicle=vehicle_idx, timetable=direct, faults=faults)
        shortest = time_legs(problem, vehicle_idx, (visit,), seconds, metres)
        return Attempt(vehicle=vehicle_idx, timetable=shortest, faults=self._faults(shortest))

    def _faults(self, timetable: RouteTimetable) -> tuple[Fault, ...]:
        """Return the faults of a lone visit; one that belongs to a locked route lacks only its neighbours."""
        locked = self.problem.vehicles[timetable.vehicle].locked_visits or ()
        return tuple(
            fault
            for fault in route_faults(self.problem, timetable)
            if not (fault.cause is ViolationCause.LOCK and fault.visit is None and set(timetable.visits) <= set(locked))
        )

    def _path(self, vehicle_idx: int, place: int, is_out: bool, is_distance: bool) -> int:
        vehicle = self.problem.vehicles[vehicle_idx]
        depot = vehicle.start if is_out else vehicle.end
        key = (vehicle.profile, depot, is_out, is_distance)
        if key not in self._paths:
            matrices = self.problem.distances if is_distance else self.problem.durations
            matrix = matrices[vehicle.profile]
            self._paths[key] = shortest_paths(matrix if is_out else matrix.T, depot)
        return int(self._paths[key][place])


def shortest_paths(matrix: npt.NDArray[np.int64], origin: int) -> npt.NDArray[np.int64]:
    """Return the shortest way from ``origin`` to every place, over any others (Dijkstra on a dense matrix).

    ``UNREACHABLE`` where no path exists.
    """
    best: npt.NDArray[np.int64] = np.full(len(matrix), UNREACHABLE, dtype=np.int64)
    best[origin] = 0
    is_open = np.ones(len(matrix), dtype=np.bool_)
    for _ in range(len(matrix)):
        here = int(np.argmin(np.where(is_open, best, np.iinfo(np.int64).max)))
        if best[here] >= UNREACHABLE:
            break
        is_open[here] = False
        onward = np.where(matrix[here] >= UNREACHABLE, UNREACHABLE, best[here] + matrix[here])
        np.minimum(best, onward, out=best)
    return best
