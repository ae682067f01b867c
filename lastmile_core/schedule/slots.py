"""Every place of a plan where one more visit could go, screened all at once.

The screen knows at most one break a vehicle and a visit's last window, so what it refuses is truly
impossible, and what it lets through is timed exactly afterwards (``insertion.py``). Where trips, pairs, set-up or
traffic make times and loads depend on more than the two neighbours, it refuses nothing for time, and for load only
what no empty vehicle could carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, Visit
from lastmile_core.schedule.checks import route_faults
from lastmile_core.schedule.cost import CostCents, route_cost
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.slot_times import NEVER, SlotTimes, slot_times
from lastmile_core.schedule.timetable import time_route

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screened:
    """What the screen says about one visit, one entry a slot.

    Attributes
    ----------
    is_possible
        False where the visit cannot go.
    extra_m, extra_drive
        Metres and driving seconds (at matrix times) that the slot adds.
    likely_cost
        Cents that it adds as far as the screen can see: distance, paid time that no waiting can absorb, and the
        fixed cost of a vehicle that stayed in.
    least_cost
        Cents that it adds at least; a true bound where no detour is shorter than the direct way. Lower than
        ``likely_cost`` where the route could become cheaper otherwise.
    overrun
        Seconds by which time rules would be missed at least; 0 when they fit.
    """

    is_possible: Bools
    extra_m: Ints
    extra_drive: Ints
    likely_cost: Ints
    least_cost: Ints
    overrun: Ints


class Slots:
    """All slots of one set of routes: before every visit and before every return, on every vehicle.

    Vehicles whose route is locked have none.
    """

    def __init__(self, problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> None:
        self.problem = problem
        self.is_simple = not (
            problem.has_trip_rules
            or problem.traffic is not None
            or any(rule.after_work is not None for vehicle in problem.vehicles for rule in vehicle.breaks)
        )
        self.timetables: dict[int, RouteTimetable] = {}
        self.costs: dict[int, CostCents] = {}
        self.faults: dict[int, tuple[Fault, ...]] = {}
        columns: list[tuple[int, ...]] = []
        times: list[SlotTimes] = []
        head: list[tuple[int, ...]] = []
        tail: list[tuple[int, ...]] = []
        for idx, vehicle in enumerate(problem.vehicles):
            timetable = time_route(problem, idx, routes.get(idx, ()))
            self.timetables[idx] = timetable
            self.costs[idx] = route_cost(problem, timetable)
            self.faults[idx] = route_faults(problem, timetable) if timetable.visits else ()
            if vehicle.locked_visits is None:
                columns.extend(self._columns(idx))
                times.append(slot_times(problem, timetable))
                before, after = _peaks(timetable)
                head.extend(before)
                tail.extend(after)
        table = np.array(columns, dtype=np.int64).reshape(len(columns), 5)
        self.vehicle, self.position, self.before, self.after, self.profile = table.T
        dims = len(problem.dimensions)
        self.head_peak = np.array(head, dtype=np.int64).reshape(len(columns), dims)
        self.tail_peak = np.array(tail, dtype=np.int64).reshape(len(columns), dims)
        self._bounds(times)
        self._limits()

    def __len__(self) -> int:
        return len(self.vehicle)

    def _columns(self, vehicle_idx: int) -> list[tuple[int, ...]]:
        vehicle = self.problem.vehicles[vehicle_idx]
        visits = self.timetables[vehicle_idx].visits
        places = [vehicle.start, *(self.problem.visits[idx].location for idx in visits), vehicle.end]
        return [(vehicle_idx, slot, places[slot], places[slot + 1], vehicle.profile) for slot in range(len(visits) + 1)]

    def _bounds(self, times: Sequence[SlotTimes]) -> None:
        def column(name: str) -> Ints:
            return np.array([second for one in times for second in getattr(one, name)], dtype=np.int64)

        def rules(name: str) -> Ints:
            return np.array([getattr(one.rule, name) for one in times for _ in one.pending], dtype=np.int64)

        self._pending, self._taken, self._after = column("pending"), column("taken"), column("after")
        self._latest_pending, self._latest_taken = column("latest_pending"), column("latest_taken")
        self._break, self._break_from, self._break_until = rules("duration"), rules("earliest"), rules("latest")

    def _limits(self) -> None:
        problem = self.problem
        fleet = problem.vehicles
        dims = len(problem.dimensions)
        # What is exceeded already is no reason against a visit that does not make it worse.
        ceilings = [tuple(map(max, v.capacity, self.timetables[idx].peaks)) for idx, v in enumerate(fleet)]
        self._capacity = np.array(ceilings, dtype=np.int64).reshape(len(fleet), dims)
        on_board = [v.on_board or (0,) * dims for v in fleet]
        self._on_board = np.array(on_board, dtype=np.int64).reshape(len(fleet), dims)
        self._saving = np.array([self._most_saving(idx) for idx in range(len(fleet))], dtype=np.int64)
        self._per_km = np.array([v.cost_per_km for v in fleet], dtype=np.int64)
        self._per_hour = np.array([v.cost_per_hour for v in fleet], dtype=np.int64)
        self._idle = np.array([self._idle_time(idx) for idx in range(len(fleet))], dtype=np.int64)
        self._opening = np.array(
            [0 if self.timetables[idx].visits else v.fixed_cost for idx, v in enumerate(fleet)], dtype=np.int64
        )
        room_m = [NEVER if v.max_distance is None else v.max_distance for v in fleet]
        used_m = [self.timetables[idx].distance for idx in range(len(fleet))]
        self._room_m = np.maximum(np.array(room_m, dtype=np.int64) - np.array(used_m, dtype=np.int64), 0)
        self._is_full = np.array(
            [v.max_stops is not None and self._num_orders(idx) >= v.max_stops for idx, v in enumerate(fleet)],
            dtype=np.bool_,
        )

    def _num_orders(self, vehicle_idx: int) -> int:
        return sum(1 for visit in self.timetables[vehicle_idx].visits if self.problem.visits[visit].is_order)

    def _most_saving(self, vehicle_idx: int) -> int:
        """Return the cents that one more visit could save at most, where it can save any."""
        cost = self.costs[vehicle_idx]
        if self.is_simple and not (self.problem.has_visit_prices or self.problem.prices.waiting):
            return 0
        return cost.total - cost.vehicles - cost.distance

    def _idle_time(self, vehicle_idx: int) -> int:
        """Return waiting, and the break when the route could as well leave after it was due."""
        timetable, vehicle = self.timetables[vehicle_idx], self.problem.vehicles[vehicle_idx]
        if not timetable.breaks:
            return timetable.wait
        finish = vehicle.shift[1]
        for leg in range(len(timetable.visits), 0, -1):
            visit = self.problem.visits[timetable.visits[leg - 1]]
            finish = min(finish - timetable.leg_durations[leg] - visit.service, visit.windows[-1][1])
        can_dodge = any(rule.latest < finish - timetable.leg_durations[0] for rule in vehicle.breaks)
        return timetable.wait + (timetable.break_s if can_dodge or self.faults[vehicle_idx] else 0)

    def may_serve(self, visit_idx: int) -> Bools:
        """Return, for each vehicle, whether skills and locks allow the visit (both halves of a pair)."""
        stops = [self.problem.visits[idx] for idx in block_of(self.problem, visit_idx)]
        return np.array(
            [
                all(
                    stop.skills <= vehicle.skills and (stop.allowed_vehicles is None or idx in stop.allowed_vehicles)
                    for stop in stops
                )
                for idx, vehicle in enumerate(self.problem.vehicles)
            ],
            dtype=np.bool_,
        )

    def screen(self, visit_idx: int) -> Screened:
        """Return what a visit would add in each slot, and where it cannot go."""
        block = [self.problem.visits[idx] for idx in block_of(self.problem, visit_idx)]
        visit = block[-1]
        to_it, to_it_m, from_it, from_it_m, leg, leg_m = self._legs(block[0].location, visit.location)
        has_road = (to_it < UNREACHABLE) & (from_it < UNREACHABLE) & (to_it_m < UNREACHABLE) & (from_it_m < UNREACHABLE)
        if self.is_simple:
            overrun = self._overrun(visit, np.where(has_road, to_it, 0), np.where(has_road, from_it, 0))
        else:
            overrun = np.zeros(len(self), dtype=np.int64)
        extra_m = np.where(has_road, to_it_m + from_it_m, 0) - leg_m
        extra_drive = np.where(has_road, to_it + from_it, 0) - leg
        in_reach = (extra_m <= self._room_m[self.vehicle]) & ~self._is_full[self.vehicle]
        rules = has_road & self._fits(visit) & in_reach & self.may_serve(visit_idx)[self.vehicle]
        likely = self._likely_cost(extra_m, extra_drive + sum(stop.service for stop in block))
        return Screened(
            is_possible=rules & (overrun == 0),
            extra_m=extra_m,
            extra_drive=extra_drive,
            likely_cost=likely,
            least_cost=likely if self._is_bound() else self._least_cost(extra_m),
            overrun=overrun,
        )

    def _is_bound(self) -> bool:
        return self.is_simple and not self._saving.any()

    def _fits(self, visit: Visit) -> Bools:
        if self.is_simple:
            on_board = self.tail_peak if visit.is_collection else self.head_peak
        else:
            on_board = self._on_board[self.vehicle]
        fits: Bools = (on_board + np.array(visit.load, dtype=np.int64) <= self._capacity[self.vehicle]).all(axis=1)
        return fits

    def _overrun(self, visit: Visit, to_it: Ints, from_it: Ints) -> Ints:
        """Return the seconds by which time rules are missed at least, the break wherever it hurts least."""

        def serve(ready: Ints) -> tuple[Ints, Ints]:
            start: Ints = ready.copy()
            for earliest, latest in reversed(visit.windows):
                start = np.where(ready <= latest, np.maximum(ready, earliest), start)
            return np.maximum(ready - visit.windows[-1][1], 0), start + visit.service

        def over(leave: Ints, limit: Ints) -> Ints:
            late, done = serve(leave + to_it)
            missed: Ints = late + np.maximum(done + from_it - limit, 0)
            return missed

        def rest(arrival: Ints) -> Ints:
            done: Ints = np.maximum(arrival, self._break_from) + self._break
            return done

        late, done = serve(rest(self._pending + to_it))
        before_it = late + np.maximum(done + from_it - self._latest_taken, 0)
        late, done = serve(self._pending + to_it)
        behind_it = late + np.maximum(rest(done + from_it) - self._latest_taken, 0)
        behind_it += np.maximum(done - self._break_until, 0)
        ways = (
            over(self._pending, self._latest_pending),
            over(self._taken, self._latest_taken),
            over(self._after, self._latest_taken),
            before_it,
            behind_it,
        )
        least: Ints = np.minimum.reduce(ways)
        return least

    def _least_cost(self, extra_m: Ints) -> Ints:
        driven = extra_m * self._per_km[self.vehicle] // 1000 + self._opening[self.vehicle]
        bound: Ints = driven - self._saving[self.vehicle] - 2
        return bound

    def _likely_cost(self, extra_m: Ints, extra_work: Ints) -> Ints:
        # paid = loading + drive + service + wait + breaks: a stop can save no more than the idle time there is.
        paid = np.maximum(extra_work - self._idle[self.vehicle], 0) * self._per_hour[self.vehicle] // 3600
        # Two cents, because each part of a route's cost is rounded once.
        bound: Ints = extra_m * self._per_km[self.vehicle] // 1000 + paid + self._opening[self.vehicle] - 2
        return bound

    def _legs(self, first: int, last: int) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Return seconds and metres to ``first`` (and on to ``last``), from ``last`` on, and without the detour."""
        found = [np.zeros(len(self), dtype=np.int64) for _ in range(6)]
        opens_route = np.array([not one.visits for one in self.timetables.values()], dtype=np.bool_)
        for profile in set(self.profile.tolist()):
            here = self.profile == profile
            before, after = self.before[here], self.after[here]
            times, lengths = self.problem.durations[profile], self.problem.distances[profile]
            for column, values in zip(
                found,
                (
                    times[before, first] + (times[first, last] if first != last else 0),
                    lengths[before, first] + (lengths[first, last] if first != last else 0),
                    times[last, after],
                    lengths[last, after],
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


def block_of(problem: RoutingProblem, visit: int) -> tuple[int, ...]:
    """Return the visits that go in together: both halves of a pair, the pickup first, else the visit alone."""
    stop = problem.visits[visit]
    if stop.partner is None:
        return (visit,)
    return (visit, stop.partner) if stop.is_pickup else (stop.partner, visit)


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
