"""Every slot of a plan, as columns, so that ``screen.py`` can look at all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lastmile_core.problem.routing_problem import RoutingProblem
from lastmile_core.schedule.checks import relations, route_violations
from lastmile_core.schedule.checks.rule_violation import RuleViolation
from lastmile_core.schedule.insertion.route_slots import RouteSlots
from lastmile_core.schedule.insertion.slot_times import columns_of
from lastmile_core.schedule.insertion.spare_capacity import Bools, Ints, SpareCapacity
from lastmile_core.schedule.timing.route_timetable import RouteTimetable
from lastmile_core.schedule.timing.timetable import time_route
from lastmile_core.schedule.timing.traffic_bounds import TrafficBounds


class Slots:
    """All slots of one set of routes: before every visit and before every return, on every vehicle.

    Vehicles whose route is locked have none.

    Attributes
    ----------
    timetables, violations
        By vehicle index, also of vehicles that stay in.
    by_vehicle
        The slots route by route, by vehicle index.
    vehicle, position
        The slot lies before ``route[position]`` of this vehicle.
    before, after, profile
        Locations on both sides and the matrix between them.
    set_up_after
        Set-up of the visit after the slot; due when the location before it is another.
    orders_before
        Orders on the route up to the slot.
    is_kept
        True where the beginning of a route is done or under way, so that nothing goes in.
    holds_positions
        True where one more order would push a stop off the position it is locked to.
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
        self.violations: dict[int, tuple[RuleViolation, ...]] = {}
        self.by_vehicle: dict[int, RouteSlots] = {}
        for idx, vehicle in enumerate(problem.vehicles):
            known = timetables.get(idx) if timetables is not None else None
            timetable = known or time_route(problem, idx, routes.get(idx, ()))
            self.timetables[idx] = timetable
            self.violations[idx] = route_violations(problem, timetable) if timetable.visits else ()
            if vehicle.locked_visits is None:
                self.by_vehicle[idx] = RouteSlots(problem, timetable)
        self._read()
        passes = {idx: route_slots.route for idx, route_slots in self.by_vehicle.items()}
        self.fleet = SpareCapacity(problem, self.timetables, passes, self.violations, is_simple=self.is_simple)
        self._leaves: dict[tuple[int, int], tuple[Ints, Ints, Ints]] = {}
        self._relations: dict[tuple[int, int], list[RuleViolation]] = {}
        self._related = frozenset[int]().union(*problem.same_route, *problem.different_routes)
        self._relations_before: set[RuleViolation] | None = None

    def __len__(self) -> int:
        return len(self.vehicle)

    def _read(self) -> None:
        in_order = list(self.by_vehicle.values())
        rows = [row for route_slots in in_order for row in route_slots.columns()]
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 9)
        self.vehicle, self.position, self.before, self.after, self.profile = table.T[:5]
        self.set_up_after, self.orders_before = table.T[5:7]
        self.is_kept: Bools = table.T[7] > 0
        self.holds_positions: Bools = table.T[8] > 0
        peaks = np.array([load for route_slots in in_order for load in route_slots.loads], dtype=np.int64)
        loads = peaks.reshape(len(rows), 3, len(self.problem.dimensions))
        self.load, self.head_peak, self.tail_peak = loads[:, 0], loads[:, 1], loads[:, 2]

        def column(name: str) -> Ints:
            return np.array(
                [second for route_slots in in_order for second in getattr(route_slots.times, name)], dtype=np.int64
            )

        def rules(name: str) -> Ints:
            return np.array(
                [getattr(route_slots.times.rule, name) for route_slots in in_order for _ in route_slots.loads],
                dtype=np.int64,
            )

        self.latest_pending, self.latest_taken = column("latest_pending"), column("latest_taken")
        self.break_s, self.break_from, self.break_until = rules("duration"), rules("earliest"), rules("latest")

    def leaves(self, release: int = 0, dock: int = 0) -> tuple[Ints, Ints, Ints]:
        """Return the earliest departures of ``slot_times.Leave``, one entry a slot.

        Parameters
        ----------
        release, dock
            Of a delivery that goes into the slot; see ``slot_times.RoutePass.leaves``.
        """
        key = (release, dock)
        if key not in self._leaves:
            found = [leave for route_slots in self.by_vehicle.values() for leave in route_slots.leaves(release, dock)]
            pending, taken, after = (np.array(column, dtype=np.int64) for column in columns_of(found))
            self._leaves[key] = pending, taken, after
        return self._leaves[key]

    def relations_broken(self, vehicle: int, visit: int, leaving: int | None = None) -> list[RuleViolation]:
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
        found = [violation for violation in relations.check(problem, routes) if violation not in self._relations_before]
        if leaving is None:
            self._relations[vehicle, visit] = found
        return found


def block_of(problem: RoutingProblem, visit: int) -> tuple[int, ...]:
    """Return the visits that go in together: both halves of a pair, the pickup first, else the visit alone."""
    stop = problem.visits[visit]
    if stop.partner is None:
        return (visit,)
    return (visit, stop.partner) if stop.is_pickup else (stop.partner, visit)
