"""What a dispatcher does not want a search to touch, and what has happened on the road already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lastmile_core.model import Load, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """Locked stops and routes in people's words.

    Visits have the names of ``model/orders/visit_id``: an order's number, ``pickup/<order>``, ``reload/<vehicle>/<n>``.

    Attributes
    ----------
    stop_vehicle
        Order id to the vehicle id that must serve it; its place in the route stays free.
    routes
        Vehicle id to its visits, in order; nothing may be added, removed or moved.
    positions
        Order id to its 0-based place among the orders of its route; the vehicle is in ``stop_vehicle``.
    prefixes
        Vehicle id to the visits that come first, in order (done or under way); more may follow.
    on_board
        Vehicle id to what was collected before the planning began and stays on board until the end.
    """

    stop_vehicle: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positions: Mapping[str, int] = field(default_factory=dict)
    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    on_board: Mapping[str, Load] = field(default_factory=dict)


def locks_of(plan: Plan | None) -> Locks:
    """Return what the dispatcher locked in a plan: whole routes, single stops on their vehicle or at their place."""
    if plan is None:
        return Locks()
    return Locks(
        routes={route.vehicle_id: route.visit_ids for route in plan.routes if route.is_locked},
        stop_vehicle={
            stop.visit_id: route.vehicle_id
            for route in plan.routes
            if not route.is_locked
            for stop in route.stops
            if stop.is_locked
        },
        positions={
            stop.visit_id: position
            for route in plan.routes
            if not route.is_locked
            for position, stop in enumerate(stop for stop in route.stops if not stop.is_pickup)
            if stop.has_locked_position
        },
    )
