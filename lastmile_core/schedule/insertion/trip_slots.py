"""Where an order could go when its vehicle drives one more trip than it does now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lastmile_core.problem.routing_problem import Visit
from lastmile_core.schedule.checks import route_violations
from lastmile_core.schedule.checks.violation_severity import added_violations
from lastmile_core.schedule.insertion.pair_slots import pairs_of_slots
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.route_slots import RouteSlots
from lastmile_core.schedule.insertion.screen import eligible_vehicles
from lastmile_core.schedule.timing.timetable import time_route


class TripSlot(NamedTuple):
    """A route with one more reload and the order in it; ``position`` is where the order (its pickup) stands."""

    likely_cost: int
    vehicle: int
    position: int
    visits: tuple[int, ...]


def spare_reload(slots: Slots, vehicle: int) -> int | None:
    """Return a reload that the vehicle may still make; None when it makes all its trips or stays in."""
    served = slots.timetables[vehicle].visits
    made = sum(slots.problem.visits[idx].is_reload for idx in served)
    if not served or made + 1 >= slots.problem.vehicles[vehicle].max_trips:
        return None
    for idx, visit in enumerate(slots.problem.visits):
        if visit.is_reload and visit.allowed_vehicles == frozenset({vehicle}) and idx not in served:
            return idx
    return None


class MoreTrips:
    """All ways to put one more reload into the routes as they are; found once for many orders."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots
        self._with_reloads = [route_slots for vehicle in slots.by_vehicle for route_slots in self._with_reload(vehicle)]

    def __len__(self) -> int:
        return sum(len(route_slots.loads) for route_slots in self._with_reloads)

    def _with_reload(self, vehicle: int) -> Iterator[RouteSlots]:
        """Yield the route with the reload in every slot where it breaks nothing by itself."""
        slots, reload = self.slots, spare_reload(self.slots, vehicle)
        if reload is None:
            return
        route_slots, old = slots.by_vehicle[vehicle], slots.timetables[vehicle].visits
        for slot in range(route_slots.num_kept, len(old) + 1):
            timetable = time_route(slots.problem, vehicle, (*old[:slot], reload, *old[slot:]))
            if not added_violations(slots.violations[vehicle], route_violations(slots.problem, timetable)):
                yield RouteSlots(slots.problem, timetable)

    def slots_of(self, visit: int) -> list[TripSlot]:
        """Return where the order could go, the cheapest likely first."""
        is_eligible = eligible_vehicles(self.slots, visit)
        found = [
            slot
            for route_slots in self._with_reloads
            if is_eligible[route_slots.vehicle] and not self.slots.fleet.is_full[route_slots.vehicle]
            for slot in self._in_route(route_slots, visit)
        ]
        return sorted(found)

    def _in_route(self, route_slots: RouteSlots, visit: int) -> Iterator[TripSlot]:
        block = block_of(self.slots.problem, visit)
        stops = [self.slots.problem.visits[idx] for idx in block]
        limit = self.slots.fleet.capacity[route_slots.vehicle].tolist()
        now = self.slots.timetables[route_slots.vehicle].distance
        for slots in _slots_of(route_slots, stops, limit):
            visits, metres = list(route_slots.timetable.visits), route_slots.timetable.distance - now
            for slot, idx, stop in reversed(list(zip(slots, block, stops, strict=True))):
                visits.insert(slot, idx)
                metres += route_slots.detour(slot, stop.location)[1]
            cost = metres * route_slots.day.cost_per_km // 1000
            yield TripSlot(cost, route_slots.vehicle, slots[0], tuple(visits))


def _slots_of(route_slots: RouteSlots, stops: list[Visit], limit: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the slots of the visits, which for a pair may be one and the same."""
    order = stops[-1]
    for slot in range(route_slots.num_kept, len(route_slots.loads)):
        if not route_slots.takes_order(slot, order) or not route_slots.has_spare_capacity(slot, order, limit):
            continue
        if len(stops) == 2 or route_slots.fits_in_time(slot, order):
            yield (slot,) * len(stops)
    if len(stops) == 2:
        yield from pairs_of_slots(route_slots, stops[0], order, limit)
