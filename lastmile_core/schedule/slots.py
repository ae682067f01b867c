"""Every place of a plan where one more visit could go, as columns: what ``screen.py`` looks at all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import relations, route_faults
from lastmile_core.schedule.fault import Fault
from lastmile_core.schedule.fleet_room import Bools, FleetRoom, Ints
from lastmile_core.schedule.loads import Load
from lastmile_core.schedule.route_timetable import RouteTimetable
from lastmile_core.schedule.slot_times import Leave, RoutePass, SlotTimes, columns_of, slot_times
from lastmile_core.schedule.timetable import time_route
from lastmile_core.schedule.traffic_bounds import TrafficBounds


class Slots:
    """All slots of one set of routes: before every visit and before every return, on every vehicle.

    Vehicles whose route is locked have none.

    Attributes
    ----------
    timetables, faults
        By vehicle index, also of vehicles that stay in.
    vehicle, position
        The slot lies before ``route[position]`` of this vehicle.
    before, after, profile
        Locations on both sides and the matrix between them.
    set_up_after
        Set-up of the visit after the slot; due when the place before it is another.
    orders_before
        Orders on the route up to the slot.
    trip
        0 before the first reload of the route, then 1 …
    is_kept
        True where the beginning of a route is done or under way, so that nothing goes in.
    holds_places
        True where one more order would push a stop off the place it is locked to.
    load, head_peak, tail_peak
        On board in the slot, and at the fullest moment of its trip up to it and from it on, by dimension.
    fleet
        What the vehicles have left.
    """

    def __init__(
        self,
        problem: RoutingProblem,
        routes: Mapping[int, Sequence[int]],
        timetables: Mapping[int, RouteTimetable] | None = None,
    ) -> None:
        self.problem = problem
        self.is_simple = not (
            problem.has_trip_rules
            or problem.traffic is not None
            or any(rule.after_work is not None for vehicle in problem.vehicles for rule in vehicle.breaks)
        )
        self.traffic = None if problem.traffic is None else TrafficBounds(problem.traffic)
        self.timetables: dict[int, RouteTimetable] = {}
        self.faults: dict[int, tuple[Fault, ...]] = {}
        self.passes: dict[int, RoutePass] = {}
        self.times: dict[int, SlotTimes] = {}
        self._first_row: dict[int, int] = {}
        columns: list[tuple[int, ...]] = []
        peaks: list[tuple[Load, Load, Load]] = []
        for idx, vehicle in enumerate(problem.vehicles):
            known = timetables.get(idx) if timetables is not None else None
            timetable = known or time_route(problem, idx, routes.get(idx, ()))
            self.timetables[idx] = timetable
            self.faults[idx] = route_faults(problem, timetable) if timetable.visits else ()
            if vehicle.locked_visits is None:
                self._first_row[idx] = len(columns)
                columns.extend(self._columns(idx))
                self.passes[idx] = RoutePass(problem, timetable)
                self.times[idx] = slot_times(self.passes[idx])
                peaks.extend(_peaks(problem, timetable))
        self._read(columns)
        shape = (len(columns), 3, len(problem.dimensions))
        loads = np.array(peaks, dtype=np.int64).reshape(shape)
        self.load, self.head_peak, self.tail_peak = loads[:, 0], loads[:, 1], loads[:, 2]
        self._bounds()
        self.fleet = FleetRoom(problem, self.timetables, self.passes, self.faults, is_simple=self.is_simple)
        self._leaves: dict[tuple[int, int], tuple[Ints, Ints, Ints]] = {}
        self._relations: dict[tuple[int, int], list[Fault]] = {}
        self._related = frozenset[int]().union(*problem.same_route, *problem.different_routes)
        self._relations_before: set[Fault] | None = None

    def __len__(self) -> int:
        return len(self.vehicle)

    def _columns(self, vehicle_idx: int) -> list[tuple[int, ...]]:
        problem, vehicle = self.problem, self.problem.vehicles[vehicle_idx]
        visits = self.timetables[vehicle_idx].visits
        stops = [problem.visits[idx] for idx in visits]
        places = [vehicle.start, *(stop.location for stop in stops), vehicle.end]
        set_ups = [*(stop.set_up for stop in stops), 0]
        kept = len(vehicle.frozen_prefix)
        held = _last_held(problem, visits)
        rows: list[tuple[int, ...]] = []
        orders = trip = 0
        for slot in range(len(visits) + 1):
            rows.append(
                (
                    *(vehicle_idx, slot, places[slot], places[slot + 1], vehicle.profile, set_ups[slot]),
                    *(orders, trip, slot < kept, slot <= held),
                )
            )
            if slot < len(visits):
                orders += stops[slot].is_order
                trip += stops[slot].is_reload
        return rows

    def _read(self, columns: Sequence[tuple[int, ...]]) -> None:
        table = np.array(columns, dtype=np.int64).reshape(len(columns), 10)
        self.vehicle, self.position, self.before, self.after, self.profile = table.T[:5]
        self.set_up_after, self.orders_before, self.trip = table.T[5:8]
        self.is_kept: Bools = table.T[8] > 0
        self.holds_places: Bools = table.T[9] > 0

    def _bounds(self) -> None:
        times = list(self.times.values())

        def column(name: str) -> Ints:
            return np.array([second for one in times for second in getattr(one, name)], dtype=np.int64)

        def rules(name: str) -> Ints:
            return np.array([getattr(one.rule, name) for one in times for _ in one.leaves], dtype=np.int64)

        self.latest_pending, self.latest_taken = column("latest_pending"), column("latest_taken")
        self.break_s, self.break_from, self.break_until = rules("duration"), rules("earliest"), rules("latest")

    def rows_of(self, vehicle: int) -> range:
        """Return the slots of a vehicle, in the order of its route; empty for a locked one."""
        if vehicle not in self._first_row:
            return range(0)
        first = self._first_row[vehicle]
        return range(first, first + len(self.timetables[vehicle].visits) + 1)

    def leaves(self, release: int = 0, dock: int = 0) -> tuple[Ints, Ints, Ints]:
        """Return the earliest departures of :class:`~lastmile_core.schedule.slot_times.Leave`, one entry a slot.

        Parameters
        ----------
        release, dock
            Of a delivery that goes into the slot; see :meth:`~lastmile_core.schedule.slot_times.RoutePass.leaves`.
        """
        key = (release, dock)
        if key not in self._leaves:
            found = [one for idx, route in self.passes.items() for one in self._leaves_of(idx, route, release, dock)]
            pending, taken, after = (np.array(column, dtype=np.int64) for column in columns_of(found))
            self._leaves[key] = pending, taken, after
        return self._leaves[key]

    def _leaves_of(self, idx: int, route: RoutePass, release: int, dock: int) -> list[Leave]:
        return route.leaves(release, dock) if release or dock else self.times[idx].leaves

    def relations_broken(self, vehicle: int, visit: int, leaving: int | None = None) -> list[Fault]:
        """Return which visits ``vehicle`` must not have together, or apart, when it serves ``visit`` as well.

        Parameters
        ----------
        leaving
            A visit of the vehicle that gives its place up.
        """
        problem, block = self.problem, block_of(self.problem, visit)
        if self._related.isdisjoint(block) and (leaving is None or leaving not in self._related):
            return []
        if leaving is None and (vehicle, visit) in self._relations:
            return self._relations[vehicle, visit]
        routes: dict[int, Sequence[int]] = {idx: timetable.visits for idx, timetable in self.timetables.items()}
        if self._relations_before is None:
            self._relations_before = set(relations.check(problem, routes))
        routes[vehicle] = [*(idx for idx in routes[vehicle] if idx != leaving), *block]
        found = [fault for fault in relations.check(problem, routes) if fault not in self._relations_before]
        if leaving is None:
            self._relations[vehicle, visit] = found
        return found


def block_of(problem: RoutingProblem, visit: int) -> tuple[int, ...]:
    """Return the visits that go in together: both halves of a pair, the pickup first, else the visit alone."""
    stop = problem.visits[visit]
    if stop.partner is None:
        return (visit,)
    return (visit, stop.partner) if stop.is_pickup else (stop.partner, visit)


def _last_held(problem: RoutingProblem, visits: Sequence[int]) -> int:
    """Return the position of the last stop that would leave its locked place if it came one later; -1 for none."""
    held, orders = -1, 0
    for position, visit in enumerate(visits):
        stop = problem.visits[visit]
        if stop.is_order:
            if stop.locked_position is not None and orders >= stop.locked_position:
                held = position
            orders += 1
    return held


def _peaks(problem: RoutingProblem, timetable: RouteTimetable) -> Iterator[tuple[Load, Load, Load]]:
    """Yield, for each slot, what is on board in it, and the fullest moment of its trip up to it and from it on."""
    loads = [timetable.loads_before, *timetable.loads_after]
    if not timetable.visits:
        loads = [problem.vehicles[timetable.vehicle].on_board or timetable.loads_before]
    # loads[i] is on board in slot i; a trip begins behind a reload.
    begins = [problem.visits[idx].is_reload for idx in timetable.visits]
    head, tail = [loads[0]], [loads[-1]]
    for load, is_new in zip(loads[1:], begins, strict=True):
        head.append(load if is_new else tuple(map(max, head[-1], load)))
    for load, is_new in zip(reversed(loads[:-1]), reversed(begins), strict=True):
        tail.append(load if is_new else tuple(map(max, tail[-1], load)))
    yield from zip(loads, head, reversed(tail), strict=True)
