"""Where both halves of a pair could go, other stops between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lastmile_core.problem.routing_problem import UNREACHABLE, Visit
from lastmile_core.schedule.screen import may_serve
from lastmile_core.schedule.slot_times import Leave, RoutePass
from lastmile_core.schedule.slots import Slots, block_of


class PairPlace(NamedTuple):
    """The pickup goes before ``route[first]``, the delivery before ``route[last]`` (of the route as it is)."""

    likely_cost: int
    vehicle: int
    first: int
    last: int


def pair_places(slots: Slots, visit: int) -> list[PairPlace]:
    """Return all places with other stops between the halves that the bounds let through, the cheapest likely first."""
    pickup, delivery = (slots.problem.visits[idx] for idx in block_of(slots.problem, visit))
    may = may_serve(slots, visit)
    found = [
        place
        for vehicle in slots.passes
        if may[vehicle] and not slots.fleet.is_full[vehicle]
        for place in _Pairing(slots, vehicle, pickup, delivery).places()
    ]
    return sorted(found)


class _Pairing:
    """One pair before one route."""

    def __init__(self, slots: Slots, vehicle: int, pickup: Visit, delivery: Visit) -> None:
        self.slots, self.vehicle, self.pickup, self.delivery = slots, vehicle, pickup, delivery
        self.route: RoutePass = slots.passes[vehicle]
        self.times = slots.times[vehicle]
        self.stops = self.route.legs.stops
        day = slots.problem.vehicles[vehicle]
        self.places_on_way = [day.start, *(stop.location for stop in self.stops), day.end]
        self.rows = slots.rows_of(vehicle)

    def places(self) -> Iterator[PairPlace]:
        for first in range(len(self.stops)):
            row = self.rows[first]
            if not self.slots.is_kept[row] and self._has_room(first):
                yield from self._from(first)

    def _has_room(self, slot: int) -> bool:
        row = self.rows[slot]
        load = zip(self.slots.load[row].tolist(), self.pickup.load, strict=True)
        limits = self.slots.fleet.capacity[self.vehicle].tolist()
        return all(have + more <= limit for (have, more), limit in zip(load, limits, strict=True))

    def _from(self, first: int) -> Iterator[PairPlace]:
        """Yield the places whose pickup is in slot ``first``: drive on from there until something is late."""
        route, times = self.route, self.times
        place = self.places_on_way[first]
        reached = route.go(times.leaves[first], place, self.pickup, is_first=first == 0)
        leave = self._leave(self.pickup, reached)
        place = self.pickup.location
        for last in range(first + 1, len(self.stops) + 1):
            stop = self.stops[last - 1]
            if stop.is_reload or leave.is_never:
                return
            reached = route.go(leave, place, stop)
            reached = route.in_time(reached, times.latest_pending[last - 1], times.latest_taken[last - 1])
            leave, place = route.serve(stop, reached), stop.location
            if leave.is_never or not self._has_room(last):
                return
            if self._takes_order(last) and self._ends_well(leave, last):
                yield PairPlace(self._likely_cost(first, last), self.vehicle, first, last)

    def _leave(self, stop: Visit, reached: Leave) -> Leave:
        closes = stop.windows[-1][1]
        return self.route.serve(stop, self.route.in_time(reached, closes, closes))

    def _takes_order(self, slot: int) -> bool:
        row, place = self.rows[slot], self.delivery.locked_position
        if self.slots.holds_places[row]:
            return False
        return place is None or int(self.slots.orders_before[row]) == place

    def _ends_well(self, leave: Leave, slot: int) -> bool:
        """Whether the delivery before ``route[slot]`` is in time, and all behind it."""
        route, times = self.route, self.times
        leave = self._leave(self.delivery, route.go(leave, self.places_on_way[slot], self.delivery))
        if leave.is_never:
            return False
        if slot < len(self.stops):
            reached = route.go(leave, self.delivery.location, self.stops[slot])
        else:
            reached = route.go_home(leave, self.delivery.location)
        return not route.in_time(reached, times.latest_pending[slot], times.latest_taken[slot]).is_never

    def _likely_cost(self, first: int, last: int) -> int:
        problem, fleet = self.slots.problem, self.slots.fleet
        profile = problem.vehicles[self.vehicle].profile
        seconds, metres = problem.durations[profile], problem.distances[profile]
        extra_s, extra_m = self.pickup.service + self.delivery.service, 0
        for slot, stop in ((first, self.pickup), (last, self.delivery)):
            before, after = self.places_on_way[slot], self.places_on_way[slot + 1]
            for matrix, is_time in ((seconds, True), (metres, False)):
                now = int(matrix[before, after])
                extra = int(matrix[before, stop.location] + matrix[stop.location, after])
                extra -= 0 if now >= UNREACHABLE else now
                if is_time:
                    extra_s += extra
                else:
                    extra_m += extra
        paid = max(extra_s - int(fleet.idle[self.vehicle]), 0)
        return extra_m * int(fleet.per_km[self.vehicle]) // 1000 + paid * int(fleet.per_hour[self.vehicle]) // 3600
