"""Where both halves of a pair could go, other stops between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lastmile_core.problem.routing_problem import Visit
from lastmile_core.schedule.insertion.plan_slots import Slots, block_of
from lastmile_core.schedule.insertion.route_slots import RouteSlots
from lastmile_core.schedule.insertion.screen import eligible_vehicles


class PairSlots(NamedTuple):
    """The pickup goes before ``route[first]``, the delivery before ``route[last]`` (of the route as it is)."""

    likely_cost: int
    vehicle: int
    first: int
    last: int


def pair_slots(slots: Slots, visit: int) -> list[PairSlots]:
    """Return the pairs of slots, other stops between them, that the bounds let through; the cheapest likely first."""
    pickup, delivery = (slots.problem.visits[idx] for idx in block_of(slots.problem, visit))
    is_eligible, fleet = eligible_vehicles(slots, visit), slots.fleet
    found: list[PairSlots] = []
    for vehicle, route_slots in slots.by_vehicle.items():
        if is_eligible[vehicle] and not fleet.is_full[vehicle]:
            limit = fleet.capacity[vehicle].tolist()
            for first, last in pairs_of_slots(route_slots, pickup, delivery, limit):
                cost = _likely_cost(slots, route_slots, (first, pickup), (last, delivery))
                found.append(PairSlots(cost, vehicle, first, last))
    return sorted(found)


def pairs_of_slots(
    route_slots: RouteSlots, pickup: Visit, delivery: Visit, limit: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the slots of one route for pickup and delivery with at least one stop between them."""
    for first in range(route_slots.num_kept, len(route_slots.stops)):
        if route_slots.has_spare_capacity(first, pickup, limit):
            for last in _from(route_slots, first, pickup, delivery, limit):
                yield first, last


def _from(route_slots: RouteSlots, first: int, pickup: Visit, delivery: Visit, limit: Sequence[int]) -> Iterator[int]:
    """Yield the slots of the delivery when the pickup is in ``first``: drive on from there until something is late."""
    leave = route_slots.serve(
        pickup, route_slots.times.leaves[first], route_slots.locations[first], is_first=first == 0
    )
    location = pickup.location
    for last in range(first + 1, len(route_slots.stops) + 1):
        stop = route_slots.stops[last - 1]
        if stop.is_reload or leave.is_never:
            return
        leave, location = route_slots.route.serve(stop, route_slots.arrive(leave, location, last - 1)), stop.location
        if leave.is_never or not route_slots.has_spare_capacity(last, pickup, limit):
            return
        if route_slots.takes_order(last, delivery):
            after = route_slots.serve(delivery, leave, location)
            if not after.is_never and not route_slots.arrive(after, delivery.location, last).is_never:
                yield last


def _likely_cost(slots: Slots, route_slots: RouteSlots, *put: tuple[int, Visit]) -> int:
    fleet, vehicle = slots.fleet, route_slots.vehicle
    work, metres = 0, 0
    for slot, stop in put:
        seconds, more = route_slots.detour(slot, stop.location)
        work, metres = work + seconds + stop.service, metres + more
    paid = max(work - int(fleet.idle[vehicle]), 0)
    return metres * int(fleet.per_km[vehicle]) // 1000 + paid * int(fleet.per_hour[vehicle]) // 3600
