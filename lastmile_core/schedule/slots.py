"""Every place of a plan where one more visit could go, screened all at once.

The screen leaves breaks out and takes a visit's last window, so what it refuses is truly
impossible, and what it lets through is timed exactly afterwards (``insertion.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.cost import CostCents, route_cost
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.timetable import time_route

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FREE = np.iinfo(np.int64).max // 4
"""Stands for "no limit"; a quarter of the range, so that sums cannot run over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screened:
    """What the screen says about one visit, one entry a slot.

    Attributes
    ----------
    is_possible
        False where the visit cannot go, whatever the breaks.
    extra_m, extra_drive
        Metres and driving seconds that the slot adds.
    least_cost
        Cents that it adds at least: distance, and the fixed cost of a vehicle that stayed in.
    overrun
        Seconds by which time rules would be missed at least; 0 when they fit.
    """

    is_possible: Bools
    extra_m: Ints
    extra_drive: Ints
    least_cost: Ints
    overrun: Ints


class Slots:
    """All slots of one set of routes: before every visit and before every return, on every vehicle.

    Vehicles whose route is locked have none.
    """

    def __init__(self, problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> None:
        self.problem = problem
        self.timetables: dict[int, RouteTimetable] = {}
        self.costs: dict[int, CostCents] = {}
        self.faults: dict[int, tuple[Fault, ...]] = {}
        columns: list[tuple[int, ...]] = []
        head: list[tuple[int, ...]] = []
        tail: list[tuple[int, ...]] = []
        for idx, vehicle in enumerate(problem.vehicles):
            timetable = time_route(problem, idx, routes.get(idx, ()))
            self.timetables[idx] = timetable
            self.costs[idx] = route_cost(problem, timetable)
            self.faults[idx] = route_faults(problem, timetable) if timetable.visits else ()
            if vehicle.locked_visits is None:
                columns.extend(self._columns(idx))
                before, after = _peaks(timetable)
                head.extend(before)
                tail.extend(after)
        table = np.array(columns, dtype=np.int64).reshape(len(columns), 7)
        self.vehicle, self.position, self.before, self.after, self.leaves, self.latest, self.profile = table.T
        dims = len(problem.dimensions)
        self.head_peak = np.array(head, dtype=np.int64).reshape(len(columns), dims)
        self.tail_peak = np.array(tail, dtype=np.int64).reshape(len(columns), dims)
        self._limits()

    def __len__(self) -> int:
        return len(self.vehicle)

    def _columns(self, vehicle_idx: int) -> list[tuple[int, ...]]:
        problem, timetable = self.problem, self.timetables[vehicle_idx]
        vehicle = problem.vehicles[vehicle_idx]
        visits = [problem.visits[idx] for idx in timetable.visits]
        places = [vehicle.start, *(visit.location for visit in visits), vehicle.end]
        legs = timetable.leg_durations
        leaves = [vehicle.shift[0] + vehicle.loading]
        for leg, visit in enumerate(visits):
            ready = leaves[-1] + legs[leg]
            opens = next((earliest for earliest, latest in visit.windows if ready <= latest), ready)
            leaves.append(max(ready, opens) + visit.service)
        # A route that already breaks a rule has no slack to compare with; only the exact judge can tell there.
        is_sound = not self.faults[vehicle_idx]
        latest = [vehicle.shift[1] if is_sound else FREE]
        for leg in range(len(visits), 0, -1):
            visit = visits[leg - 1]
            latest.append(min(visit.windows[-1][1], latest[-1] - legs[leg] - visit.service) if is_sound else FREE)
        latest.reverse()
        return [
            (vehicle_idx, slot, places[slot], places[slot + 1], leaves[slot], latest[slot], vehicle.profile)
            for slot in range(len(visits) + 1)
        ]

    def _limits(self) -> None:
        problem = self.problem
        fleet = problem.vehicles
        dims = len(problem.dimensions)
        # What is exceeded already is no reason against a visit that does not make it worse.
        ceilings = [tuple(map(max, v.capacity, self.timetables[idx].peaks)) for idx, v in enumerate(fleet)]
        self._capacity = np.array(ceilings, dtype=np.int64).reshape(len(fleet), dims)
        self._per_km = np.array([v.cost_per_km for v in fleet], dtype=np.int64)
        self._opening = np.array(
            [0 if self.timetables[idx].visits else v.fixed_cost for idx, v in enumerate(fleet)], dtype=np.int64
        )
        room_m = [FREE if v.max_distance is None else v.max_distance for v in fleet]
        used_m = [self.timetables[idx].distance for idx in range(len(fleet))]
        self._room_m = np.maximum(np.array(room_m, dtype=np.int64) - np.array(used_m, dtype=np.int64), 0)
        self._is_full = np.array(
            [v.max_stops is not None and len(self.timetables[i].visits) >= v.max_stops for i, v in enumerate(fleet)],
            dtype=np.bool_,
        )

    def may_serve(self, visit_idx: int) -> Bools:
        """Return, for each vehicle, whether skills and locks allow the visit."""
        visit = self.problem.visits[visit_idx]
        allowed = visit.allowed_vehicles
        return np.array(
            [
                visit.skills <= vehicle.skills and (allowed is None or idx in allowed)
                for idx, vehicle in enumerate(self.problem.vehicles)
            ],
            dtype=np.bool_,
        )

    def screen(self, visit_idx: int) -> Screened:
        """Return what a visit would add in each slot, and where it cannot go."""
        visit = self.problem.visits[visit_idx]
        to_it, to_it_m, from_it, from_it_m, leg, leg_m = self._legs(visit.location)
        has_road = (to_it < UNREACHABLE) & (from_it < UNREACHABLE) & (to_it_m < UNREACHABLE) & (from_it_m < UNREACHABLE)
        ready = self.leaves + np.where(has_road, to_it, 0)
        start = ready.copy()
        for earliest, latest in reversed(visit.windows):
            start = np.where(ready <= latest, np.maximum(ready, earliest), start)
        late = np.maximum(ready - visit.windows[-1][1], 0)
        after = start + visit.service + np.where(has_road, from_it, 0)
        overrun = late + np.maximum(after - self.latest, 0)
        extra_m = np.where(has_road, to_it_m + from_it_m, 0) - leg_m
        load = np.array(visit.load, dtype=np.int64)
        peak = self.tail_peak if visit.is_collection else self.head_peak
        fits = (peak + load <= self._capacity[self.vehicle]).all(axis=1)
        in_reach = (extra_m <= self._room_m[self.vehicle]) & ~self._is_full[self.vehicle]
        rules = has_road & fits & in_reach & self.may_serve(visit_idx)[self.vehicle]
        return Screened(
            is_possible=rules & (overrun == 0),
            extra_m=extra_m,
            extra_drive=np.where(has_road, to_it + from_it, 0) - leg,
            least_cost=extra_m * self._per_km[self.vehicle] // 1000 + self._opening[self.vehicle],
            overrun=overrun,
        )

    def _legs(self, place: int) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        found = [np.zeros(len(self), dtype=np.int64) for _ in range(6)]
        opens_route = np.array([not self.timetables[idx].visits for idx in range(self.problem.num_vehicles)])
        for profile in set(self.profile.tolist()):
            here = self.profile == profile
            before, after = self.before[here], self.after[here]
            times, lengths = self.problem.durations[profile], self.problem.distances[profile]
            for column, values in zip(
                found,
                (
                    times[before, place],
                    lengths[before, place],
                    times[place, after],
                    lengths[place, after],
                    times[before, after],
                    lengths[before, after],
                ),
                strict=True,
            ):
                column[here] = values
        # A vehicle that stays in drives no leg from the depot to itself; legs without a road count as nothing.
        for column in found[4:]:
            column[opens_route[self.vehicle] | (column >= UNREACHABLE)] = 0
        return found[0], found[1], found[2], found[3], found[4], found[5]


def _peaks(timetable: RouteTimetable) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Return, for each slot, the fullest moment up to it and from it on, by dimension."""
    loads = [timetable.loads_before, *timetable.loads_after]
    head, tail = [loads[0]], [loads[-1]]
    for load in loads[1:]:
        head.append(tuple(map(max, head[-1], load)))
    for load in reversed(loads[:-1]):
        tail.append(tuple(map(max, tail[-1], load)))
    tail.reverse()
    return head, tail
