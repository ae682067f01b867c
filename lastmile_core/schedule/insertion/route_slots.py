"""One route as a row of slots: where one more visit could go on it, and what is known of each slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, Visit
from lastmile_core.schedule.insertion.slot_times import Leave, RoutePass, SlotTimes, slot_times
from lastmile_core.schedule.timing.loads import Load, is_from_depot
from lastmile_core.schedule.timing.route_timetable import RouteTimetable


class RouteSlots:
    """The slots of one route: before every visit and before the return.

    Attributes
    ----------
    locations
        Indices from the start to the end; slot ``i`` lies between ``locations[i]`` and ``locations[i + 1]``.
    stops
        The visits as they are timed: a reload has the loading time of its trip.
    loads
        For each slot what is on board in it, and the fullest moment of its trip up to it and from it on.
    orders_before
        Orders on the route up to the slot.
    num_kept
        Slots before this one take nothing, because the beginning of the route is done or under way.
    last_held
        In slots up to this one an order would push a stop off the position it is locked to; -1 for none.
    """

    def __init__(self, problem: RoutingProblem, timetable: RouteTimetable) -> None:
        self.problem, self.timetable = problem, timetable
        self.vehicle = timetable.vehicle
        self.day = problem.vehicles[timetable.vehicle]
        self.route = RoutePass(problem, timetable)
        self.times: SlotTimes = slot_times(self.route)
        self.stops: Sequence[Visit] = self.route.legs.stops
        self.locations = [self.day.start, *(stop.location for stop in self.stops), self.day.end]
        self.loads = list(_peaks(problem, timetable))
        self.num_kept = len(self.day.frozen_prefix)
        self.orders_before, self.last_held = _orders(self.stops)
        self._leaves: dict[tuple[int, int], list[Leave]] = {}

    def leaves(self, release: int, dock: int) -> list[Leave]:
        """Return the earliest departures with a delivery more; see ``RoutePass.leaves``."""
        if not (release or dock):
            return self.times.leaves
        key = (release, dock)
        if key not in self._leaves:
            self._leaves[key] = self.route.leaves(release, dock)
        return self._leaves[key]

    def columns(self) -> Iterator[tuple[int, ...]]:
        """Yield one row a slot: vehicle, position, locations, profile, set-up behind, orders before, kept, held."""
        set_ups = [*(stop.set_up for stop in self.stops), 0]
        for slot, set_up in enumerate(set_ups):
            yield (
                *(self.vehicle, slot, self.locations[slot], self.locations[slot + 1], self.day.profile),
                *(set_up, self.orders_before[slot], slot < self.num_kept, slot <= self.last_held),
            )

    def takes_order(self, slot: int, order: Visit) -> bool:
        """Whether locked positions leave the slot to this order."""
        if slot <= self.last_held or slot < self.num_kept:
            return False
        return order.locked_position is None or self.orders_before[slot] == order.locked_position

    def has_spare_capacity(self, slot: int, stop: Visit, limit: Sequence[int]) -> bool:
        """Whether the load of a visit (of a pair: while it is on board in this slot) stays below ``limit``."""
        here, head, tail = self.loads[slot]
        on_board = here if stop.partner is not None else tail if stop.is_collection else head
        return all(have + more <= most for have, more, most in zip(on_board, stop.load, limit, strict=True))

    def serve(self, stop: Visit, leave: Leave, location: int, *, is_first: bool = False) -> Leave:
        """Return when ``stop`` is left that is driven to from ``place``; ``NEVER`` when it is late."""
        closes = stop.windows[-1][1]
        reached = self.route.go(leave, location, stop, is_first=is_first)
        return self.route.serve(stop, self.route.in_time(reached, closes, closes))

    def arrive(self, leave: Leave, location: int, slot: int) -> Leave:
        """Return when what follows the slot is reached; ``NEVER`` when anything from there on would be late."""
        if slot < len(self.stops):
            reached = self.route.go(leave, location, self.stops[slot])
        else:
            reached = self.route.go_home(leave, location)
        return self.route.in_time(reached, self.times.latest_pending[slot], self.times.latest_taken[slot])

    def fits_in_time(self, slot: int, stop: Visit) -> bool:
        """Whether a single visit may be served in the slot with everything in time; a bound, as all here."""
        release, dock = (stop.release, stop.dock_time) if is_from_depot(stop) else (0, 0)
        leave = self.leaves(release, dock)[slot]
        if min(leave) + stop.service > self.times.latest_taken[slot]:
            return False
        leave = self.serve(stop, leave, self.locations[slot], is_first=slot == 0)
        return not leave.is_never and not self.arrive(leave, stop.location, slot).is_never

    def detour(self, slot: int, location: int) -> tuple[int, int]:
        """Return the seconds (matrix times) and metres that going by ``place`` in this slot adds."""
        before, after = self.locations[slot], self.locations[slot + 1]
        found = []
        for matrix in (self.problem.durations[self.day.profile], self.problem.distances[self.day.profile]):
            now = int(matrix[before, after])
            straight = 0 if now >= UNREACHABLE or not self.stops else now
            found.append(int(matrix[before, location] + matrix[location, after]) - straight)
        return found[0], found[1]


def _orders(stops: Sequence[Visit]) -> tuple[list[int], int]:
    """Return the orders before each slot, and the last stop that would leave its place if it came one later."""
    before, held, orders = [0], -1, 0
    for position, stop in enumerate(stops):
        if stop.is_order:
            if stop.locked_position is not None and orders >= stop.locked_position:
                held = position
            orders += 1
        before.append(orders)
    return before, held


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
