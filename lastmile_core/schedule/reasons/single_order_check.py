"""Whether a visit fits on an empty vehicle: the proof behind "cannot be served".

The visit is driven to directly and, when that fails, along the shortest path over all places in time
and in distance. Any route that serves the visit drives at least that far, and other stops only cost
time, so a rule that is broken even then is broken in every plan, whatever the matrix looks like.
What is done or under way on a vehicle comes first there, too, and what must stay on a route stays.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lastmile_core.model.plans.violation import ViolationCause
from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.checks.violation_severity import added_violations
from lastmile_core.schedule.insertion.bound_violations import bound_violations
from lastmile_core.schedule.insertion.dock_times import (
    earliest_begins,
    earliest_loading,
    least_miss,
    needs_dock,
    queues_added,
    ways_to_load,
)
from lastmile_core.schedule.insertion.plan_slots import block_of
from lastmile_core.schedule.reasons.earliest_ways import EarliestWays
from lastmile_core.schedule.reasons.relaxed import passable, relaxed, shortest_paths
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_legs, time_route

_LATE = (ViolationCause.TIME_WINDOW, ViolationCause.SHIFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleOrderResult:
    """One visit alone on vehicles that are all alike.

    Attributes
    ----------
    vehicle
        The first of ``vehicles``.
    violations
        What it breaks; empty when it fits.
    is_proof
        Whether no route at all on these vehicles that serves it keeps the rules.
    """

    vehicle: int
    vehicles: tuple[int, ...]
    timetable: RouteTimetable
    violations: tuple[RuleViolation, ...]
    is_proof: bool = False


class SingleOrderCheck:
    """Tries single visits (of a pair both halves) on empty vehicles; keeps shortest paths once they were needed."""

    def __init__(self, problem: RoutingProblem) -> None:
        self.problem = problem
        self._relaxed = relaxed(problem)
        self._paths: dict[tuple[int, int, bool, bool], npt.NDArray[np.int64]] = {}
        self._passable = passable(problem)
        self._ways: EarliestWays | None = None
        self._kinds = _kinds(problem)

    def results(self, visit: int) -> list[SingleOrderResult]:
        """Return one result for each kind of vehicle, in the order of vehicles."""
        block = block_of(self.problem, visit)
        found: list[SingleOrderResult] = []
        for kind in self._kinds:
            by_lock: dict[bool, list[int]] = {}
            for vehicle in kind:
                by_lock.setdefault(self._is_allowed(vehicle, block), []).append(vehicle)
            found.extend(self._result(visit, block, tuple(alike)) for alike in by_lock.values())
        return sorted(found, key=lambda result: result.vehicle)

    def on_vehicle(self, visit: int, vehicle: int) -> SingleOrderResult:
        """Return the result on one vehicle."""
        return self._result(visit, block_of(self.problem, visit), (vehicle,))

    def _is_allowed(self, vehicle: int, block: Sequence[int]) -> bool:
        sets = (self.problem.visits[idx].allowed_vehicles for idx in block)
        return all(allowed is None or vehicle in allowed for allowed in sets)

    def _result(self, visit: int, block: Sequence[int], alike: tuple[int, ...]) -> SingleOrderResult:
        vehicle_idx = alike[0]
        begun = self.problem.vehicles[vehicle_idx].frozen_prefix
        rest = tuple(idx for idx in block if idx not in begun)
        tries = [(*begun, *rest), *self._with_reload(vehicle_idx, begun, rest)]
        found = [self._try(visit, vehicle_idx, visits) for visits in tries]
        # One way that keeps the rules is enough; a proof needs that none does. The first says most.
        best = next((one for one in found if not one.violations), found[0])
        is_proof = all(one.is_proof for one in found)
        return replace(best, vehicles=alike, is_proof=is_proof)

    def _with_reload(self, vehicle_idx: int, begun: Sequence[int], rest: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield the same after one more loading, where only that may find room on board or a dock."""
        if not (begun or self.problem.docks) or any(self.problem.visits[idx].partner in begun for idx in rest):
            return
        locations: set[int] = set()
        for idx, visit in enumerate(self.problem.visits):
            is_own = visit.is_reload and visit.allowed_vehicles is not None and vehicle_idx in visit.allowed_vehicles
            if is_own and idx not in begun and visit.location not in locations:
                locations.add(visit.location)
                yield (*begun, idx, *rest)

    def _try(self, visit: int, vehicle_idx: int, visits: tuple[int, ...]) -> SingleOrderResult:
        bounds = bound_violations(self.problem, vehicle_idx, visit)
        direct = time_route(self.problem, vehicle_idx, visits)
        violations = (*self._violations(direct), *bounds)
        if not violations:
            return self._at_the_docks(direct)
        shortest = self._shortest(vehicle_idx, visits)
        proven = (*self._violations(shortest), *bounds)
        if not any(self._is_sure(shortest, violation) for violation in proven):
            is_late = self._is_late_in_traffic(direct)
            return SingleOrderResult(
                vehicle=vehicle_idx, vehicles=(), timetable=direct, violations=violations, is_proof=is_late
            )
        return SingleOrderResult(vehicle=vehicle_idx, vehicles=(), timetable=shortest, violations=proven, is_proof=True)

    def _violations(self, timetable: RouteTimetable) -> tuple[RuleViolation, ...]:
        """Return the violations of a lone visit; one that belongs to a locked route lacks only its neighbours.

        So does one whose place in its route is locked. What the beginning of a route breaks by itself is not its.
        """
        vehicle = self.problem.vehicles[timetable.vehicle]
        locked, violations = vehicle.locked_visits or (), route_violations(self.problem, timetable)
        if vehicle.frozen_prefix:
            begun = time_route(self.problem, timetable.vehicle, vehicle.frozen_prefix)
            violations = added_violations(route_violations(self.problem, begun), violations)
        return tuple(
            violation
            for violation in violations
            if not (violation.cause is ViolationCause.POSITION and violation.visit is not None)
            and not (
                violation.cause is ViolationCause.LOCK
                and violation.visit is None
                and set(timetable.visits) <= set(locked)
            )
        )

    def _shortest(self, vehicle_idx: int, visits: tuple[int, ...], opens: int = 0) -> RouteTimetable:
        """Return the timetable along shortest paths in the relaxed problem, loading no earlier than ``opens``."""
        problem, vehicle = self.problem, self.problem.vehicles[vehicle_idx]
        locations = [vehicle.start, *(problem.visits[idx].location for idx in visits), vehicle.end]
        legs = list(itertools.pairwise(locations))
        first = len(vehicle.frozen_prefix)  # the legs up to there are driven as they are
        seconds = [int(problem.durations[vehicle.profile][leg]) for leg in legs]
        metres = [int(problem.distances[vehicle.profile][leg]) for leg in legs]
        for idx in range(first, len(legs)):
            is_home = idx == len(legs) - 1
            seconds[idx] = self._path(vehicle.profile, legs[idx], is_home, False)
            metres[idx] = self._path(vehicle.profile, legs[idx], is_home, True)
        easy = self._relaxed
        if opens > vehicle.shift[0]:
            later = replace(vehicle, shift=(opens, max(opens, vehicle.shift[1])))
            fleet = (later if idx == vehicle_idx else one for idx, one in enumerate(easy.vehicles))
            easy = replace(easy, vehicles=tuple(fleet))
        return time_legs(easy, vehicle_idx, visits, seconds, metres)

    def _is_late_in_traffic(self, timetable: RouteTimetable) -> bool:
        """Whether it is late on every way when each leg has the traffic of its own district."""
        problem, day = self.problem, self.problem.vehicles[timetable.vehicle]
        if problem.traffic is None or len(problem.traffic.factors) == 1 or day.frozen_prefix:
            return False
        if self._ways is None:
            self._ways = EarliestWays(problem)
        stops = [self._relaxed.visits[idx] for idx in timetable.visits]
        if self._ways.is_tired or any(stop.is_reload for stop in stops):
            return False
        first = timetable.loadings[0]
        opens = max(day.shift[0], *(problem.visits[idx].release for idx in timetable.visits))
        return self._ways.is_late(timetable.vehicle, stops, opens + first.end - first.start)

    def _path(self, profile: int, leg: tuple[int, int], is_home: bool, is_distance: bool) -> int:
        # The way home is looked up from its end, which many visits share.
        origin, location = reversed(leg) if is_home else leg
        key = (profile, origin, is_home, is_distance)
        if key not in self._paths:
            matrices = self.problem.distances if is_distance else self.problem.durations
            matrix = matrices[profile]
            self._paths[key] = shortest_paths(matrix.T if is_home else matrix, origin, self._passable)
        return int(self._paths[key][location])

    def _is_sure(self, timetable: RouteTimetable, violation: RuleViolation) -> bool:
        """Whether a violation of the shortest way is one of every way.

        The judge takes the earliest end, which may be paid longer than another time: in other traffic, in a later
        window, or without the break.
        """
        if violation.cause is not ViolationCause.MAX_DURATION:
            return True
        vehicle = self.problem.vehicles[timetable.vehicle]
        most, least = vehicle.max_duration or 0, timetable.paid - timetable.break_s
        traffic = self.problem.traffic
        if traffic is not None or any(len(self.problem.visits[idx].windows) > 1 for idx in timetable.visits):
            lowest = 1000 if traffic is None else min(min(factors) for factors in traffic.factors)
            locations = [vehicle.start, *(self.problem.visits[idx].location for idx in timetable.visits), vehicle.end]
            first = len(vehicle.frozen_prefix)
            drive = 0
            for idx, leg in enumerate(itertools.pairwise(locations)):
                seconds = int(self.problem.durations[vehicle.profile][leg])
                if idx >= first:
                    seconds = self._path(vehicle.profile, leg, idx == len(locations) - 2, False)
                drive += seconds * lowest // 1000
            least = timetable.loading + drive + timetable.set_up + timetable.service
        return least > most

    def _at_the_docks(self, timetable: RouteTimetable) -> SingleOrderResult:
        """Return the result of a route that keeps its own rules, when docks are counted: in an empty yard."""
        problem, vehicle = self.problem, timetable.vehicle
        closed = queues_added(problem, {}, timetable, ())
        fits = SingleOrderResult(vehicle=vehicle, vehicles=(), timetable=timetable, violations=())
        if not closed:
            return fits
        for way in ways_to_load(problem, vehicle, timetable.visits, {}):
            if not (self._violations(way) or queues_added(problem, {}, way, ())):
                return replace(fits, timetable=way)
        miss = least_miss(problem, timetable)
        if miss and closed[0].visit is None:
            closed = (replace(closed[0], amount=miss),)
        return replace(fits, violations=closed, is_proof=self._is_always_closed(timetable))

    def _is_always_closed(self, timetable: RouteTimetable) -> bool:
        """Whether no dock takes the first loading, or none before the route is late whatever it does."""
        problem, vehicle, first = self.problem, timetable.vehicle, timetable.loadings[0]
        if not needs_dock(problem, first):
            return False
        begins = earliest_begins(problem, first, earliest_loading(problem, timetable))
        if not begins:
            return True
        early = self._shortest(vehicle, timetable.visits, begins[0])
        return any(violation.cause in _LATE for violation in self._violations(early))


def _kinds(problem: RoutingProblem) -> list[list[int]]:
    """Return the vehicles, those together that no lone visit can tell apart."""
    tied = frozenset[int]().union(*problem.same_route, *problem.different_routes)
    kinds: dict[tuple[object, ...], list[int]] = {}
    for idx, vehicle in enumerate(problem.vehicles):
        held = {*(vehicle.locked_visits or ()), *vehicle.frozen_prefix}
        is_own = vehicle.locked_visits is not None or bool(vehicle.frozen_prefix)
        key: tuple[object, ...] = (
            *(vehicle.profile, vehicle.start, vehicle.end, vehicle.shift, vehicle.loading, vehicle.capacity),
            *(vehicle.on_board, vehicle.skills, vehicle.breaks, vehicle.max_stops, vehicle.max_distance),
            *(vehicle.max_duration, vehicle.max_trips, idx if is_own or held & tied else -1),
        )
        if problem.docks:
            key = (*key, idx if vehicle.max_trips > 1 else -1)
        kinds.setdefault(key, []).append(idx)
    return list(kinds.values())
