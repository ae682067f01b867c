"""What a dispatcher does to a plan by hand: pure functions from routes to routes.

Routes are ``{vehicle id: (order ids in order)}``. An edit never looks at rules: the judge says afterwards
what it breaks, and by how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastmile_core.errors import NotFoundError

Routes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStop:
    """Move a planned stop to a place on the same or another route.

    ``position`` counts from 0 in the target route without the stop; larger than the route means its end.
    """

    order_id: str
    vehicle_id: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Put an order that no route serves on a route, at ``position`` (from 0)."""

    order_id: str
    vehicle_id: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassign:
    """Take an order off its route."""

    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRoute:
    """Drive the same stops of one route in another order."""

    vehicle_id: str
    order_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockStop:
    """Keep an order on its vehicle in later searches, or free it again."""

    order_id: str
    is_locked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRoute:
    """Keep a whole route as it is in later searches, or free it again."""

    vehicle_id: str
    is_locked: bool = True


Edit = MoveStop | Assign | Unassign | ReorderRoute | LockStop | LockRoute


def apply_edit(routes: Routes, edit: Edit) -> dict[str, tuple[str, ...]]:
    """Return the routes after ``edit``; ``routes`` stays as it is. Locks change no route (see ``apply_lock``).

    Raises
    ------
    NotFoundError
        If the edit names an order that is not where it says, such as one that somebody else took off.
    """
    match edit:
        case MoveStop():
            return _put(_without(routes, edit.order_id), edit.order_id, edit.vehicle_id, edit.position)
        case Assign():
            if vehicle_of(routes, edit.order_id) is not None:
                raise NotFoundError(f"Order {edit.order_id} is on a route already.", "Move it instead.")
            return _put(routes, edit.order_id, edit.vehicle_id, edit.position)
        case Unassign():
            return _without(routes, edit.order_id)
        case ReorderRoute():
            if sorted(routes.get(edit.vehicle_id, ())) != sorted(edit.order_ids):
                raise NotFoundError(
                    f"The stops of {edit.vehicle_id} have changed meanwhile.",
                    "Look at the route again, then reorder it.",
                )
            return {**routes, edit.vehicle_id: tuple(edit.order_ids)}
        case LockStop():
            if edit.is_locked and vehicle_of(routes, edit.order_id) is None:
                raise NotFoundError(f"Order {edit.order_id} is on no route.", "Put it on a route before locking it.")
            return dict(routes)
        case LockRoute():
            return dict(routes)


def apply_lock(
    locked_stops: frozenset[str], locked_routes: frozenset[str], edit: Edit
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the locked orders and the vehicles with a locked route after ``edit``.

    An order that is taken off its route is no longer locked; other edits leave locks alone.
    """
    match edit:
        case LockStop():
            change = frozenset({edit.order_id})
            return (locked_stops | change if edit.is_locked else locked_stops - change), locked_routes
        case LockRoute():
            change = frozenset({edit.vehicle_id})
            return locked_stops, (locked_routes | change if edit.is_locked else locked_routes - change)
        case Unassign():
            return locked_stops - {edit.order_id}, locked_routes
        case _:
            return locked_stops, locked_routes


def touched_vehicles(routes: Routes, edit: Edit) -> frozenset[str]:
    """Return the vehicles whose route ``edit`` changes, to re-time only those."""
    after = apply_edit(routes, edit)
    return frozenset(vehicle for vehicle in {*routes, *after} if routes.get(vehicle, ()) != after.get(vehicle, ()))


def vehicle_of(routes: Routes, order_id: str) -> str | None:
    """Return the vehicle that serves the order; None when none does."""
    return next((vehicle for vehicle, order_ids in routes.items() if order_id in order_ids), None)


def describe(edit: Edit) -> str:
    """Return the edit in words, for the plan's "why" and the audit."""
    match edit:
        case MoveStop():
            return f"Moved #{edit.order_id} to {edit.vehicle_id}, stop {edit.position + 1}"
        case Assign():
            return f"Put #{edit.order_id} on {edit.vehicle_id}, stop {edit.position + 1}"
        case Unassign():
            return f"Took #{edit.order_id} off its route"
        case ReorderRoute():
            return f"Reordered the stops of {edit.vehicle_id}"
        case LockStop():
            return f"{'Locked' if edit.is_locked else 'Unlocked'} #{edit.order_id}"
        case LockRoute():
            return f"{'Locked' if edit.is_locked else 'Unlocked'} the route of {edit.vehicle_id}"


def _without(routes: Routes, order_id: str) -> dict[str, tuple[str, ...]]:
    if vehicle_of(routes, order_id) is None:
        raise NotFoundError(f"Order {order_id} is on no route.", "Look at the plan again; somebody may have moved it.")
    return {vehicle: tuple(other for other in order_ids if other != order_id) for vehicle, order_ids in routes.items()}


def _put(routes: Routes, order_id: str, vehicle_id: str, position: int) -> dict[str, tuple[str, ...]]:
    route = routes.get(vehicle_id, ())
    place = min(max(position, 0), len(route))
    return {**routes, vehicle_id: (*route[:place], order_id, *route[place:])}
