"""Whether a visit fits on an empty vehicle: the proof behind "impossible".

The visit is driven to directly and, when that fails, along the shortest path over all places in time
and in distance. Any route that serves the visit drives at least that far, and other stops only cost
time, so a rule that is broken even then is broken in every plan, whatever the matrix looks like.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lastmile_core.model.violation import ViolationCause
from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, Traffic
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.slots import block_of
from lastmile_core.schedule.timetable import time_legs, time_route


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One visit alone on one vehicle; ``faults`` is empty when it fits."""

    vehicle: int
    timetable: RouteTimetable
    faults: tuple[Fault, ...]


class Alone:
    """Tries single visits (of a pair both halves) on empty vehicles; keeps shortest paths once they were needed."""

    def __init__(self, problem: RoutingProblem) -> None:
        self.problem = problem
        self._eased = eased(problem)
        self._paths: dict[tuple[int, int, bool, bool], npt.NDArray[np.int64]] = {}

    def attempts(self, visit: int) -> list[Attempt]:
        """Return one attempt a vehicle, in the order of vehicles."""
        return [self._attempt(visit, vehicle) for vehicle in range(self.problem.num_vehicles)]

    def _attempt(self, visit: int, vehicle_idx: int) -> Attempt:
        problem, vehicle = self.problem, self.problem.vehicles[vehicle_idx]
        block = block_of(problem, visit)
        direct = time_route(problem, vehicle_idx, block)
        faults = self._faults(direct)
        if not faults:
            return Attempt(vehicle=vehicle_idx, timetable=direct, faults=())
        places = [vehicle.start, *(problem.visits[idx].location for idx in block), vehicle.end]
        legs = list(itertools.pairwise(places))
        seconds = [self._path(vehicle.profile, leg, idx == len(block), False) for idx, leg in enumerate(legs)]
        metres = [self._path(vehicle.profile, leg, idx == len(block), True) for idx, leg in enumerate(legs)]
        is_direct = self._eased is problem and all(
            problem.durations[vehicle.profile][leg] == seconds[idx]
            and problem.distances[vehicle.profile][leg] == metres[idx]
            for idx, leg in enumerate(legs)
        )
        if is_direct:
            return Attempt(vehicle=vehicle_idx, timetable=direct, faults=faults)
        shortest = time_legs(self._eased, vehicle_idx, block, seconds, metres)
        return Attempt(vehicle=vehicle_idx, timetable=shortest, faults=self._faults(shortest))

    def _faults(self, timetable: RouteTimetable) -> tuple[Fault, ...]:
        """Return the faults of a lone visit; one that belongs to a locked route lacks only its neighbours.

        So does one whose place in its route is locked, or whose route has a beginning that is done.
        """
        locked = self.problem.vehicles[timetable.vehicle].locked_visits or ()
        return tuple(
            fault
            for fault in route_faults(self.problem, timetable)
            if fault.cause is not ViolationCause.POSITION
            and not (
                fault.cause is ViolationCause.LOCK and fault.visit is None and set(timetable.visits) <= set(locked)
            )
        )

    def _path(self, profile: int, leg: tuple[int, int], is_home: bool, is_distance: bool) -> int:
        # The way home is looked up from its end, which many visits share.
        origin, place = reversed(leg) if is_home else leg
        key = (profile, origin, is_home, is_distance)
        if key not in self._paths:
            matrices = self.problem.distances if is_distance else self.problem.durations
            matrix = matrices[profile]
            self._paths[key] = shortest_paths(matrix.T if is_home else matrix, origin)
        return int(self._paths[key][place])


def eased(problem: RoutingProblem) -> RoutingProblem:
    """Return the problem with the least set-up at every place and the best traffic of every hour.

    At an address only the first visit pays its set-up, and a way through other districts meets their traffic, so no
    route is faster than its shortest path in this problem. The problem itself when that changes nothing.
    """
    traffic, visits = problem.traffic, problem.visits
    if traffic is not None and len(traffic.factors) > 1:
        hours = max(len(factors) for factors in traffic.factors)
        best = tuple(min(factors[min(hour, len(factors) - 1)] for factors in traffic.factors) for hour in range(hours))
        traffic = Traffic(factors=(best,))
    least: dict[int, int] = {}
    for visit in visits:
        least[visit.location] = min(visit.set_up, least.get(visit.location, visit.set_up))
    if any(visit.set_up > least[visit.location] for visit in visits):
        visits = tuple(replace(visit, set_up=least[visit.location]) for visit in visits)
    if traffic is problem.traffic and visits is problem.visits:
        return problem
    return replace(problem, traffic=traffic, visits=visits)


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
