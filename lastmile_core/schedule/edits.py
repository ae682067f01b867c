"""What a dispatcher does to a plan by hand: pure functions from one state to the next.

Routes are ``{vehicle id: (order ids in order)}``. An edit never looks at rules: the judge says afterwards
what it breaks, and by how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lastmile_core.errors import NotFoundError

Routes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStop:
    """Move an order to a place on the same or another route; one that is on no route is put there.

    ``position`` counts from 0 in the target route without the stop; larger than the route means its end.
    """

    order_id: str
    vehicle_id: str
    position: int

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Moved #{self.order_id} to {self.vehicle_id}, stop {self.position + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Put an order that no route serves on a route, at ``position`` (from 0)."""

    order_id: str
    vehicle_id: str
    position: int

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Put #{self.order_id} on {self.vehicle_id}, stop {self.position + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassign:
    """Take an order off its route; it is no longer locked then."""

    order_id: str

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Took #{self.order_id} off its route"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRoute:
    """Drive the same stops of one route in another order."""

    vehicle_id: str
    order_ids: tuple[str, ...]

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Reordered the stops of {self.vehicle_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockStop:
    """Keep an order on its vehicle in later searches, or free it again."""

    order_id: str
    is_locked: bool = True

    def describe(self) -> str:
        """Return the edit in words."""
        return f"{'Locked' if self.is_locked else 'Unlocked'} #{self.order_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRoute:
    """Keep a whole route as it is in later searches, or free it again."""

    vehicle_id: str
    is_locked: bool = True

    def describe(self) -> str:
        """Return the edit in words."""
        return f"{'Locked' if self.is_locked else 'Unlocked'} the route of {self.vehicle_id}"


Edit = MoveStop | Assign | Unassign | ReorderRoute | LockStop | LockRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What edits work on: the routes, and what is locked of them.

    Attributes
    ----------
    locked_stops
        Order ids that stay on their vehicle.
    locked_routes
        Vehicle ids whose route stays as it is.
    """

    routes: Routes = field(default_factory=dict)
    locked_stops: frozenset[str] = frozenset()
    locked_routes: frozenset[str] = frozenset()


def apply_edit(state: Edits, edit: Edit) -> Edits:
    """Return the state after ``edit``; ``state`` itself stays as it is.

    Raises
    ------
    NotFoundError
        If the edit names an order that is not where it says, such as one that somebody else took off.
    """
    stops, routes = state.locked_stops, state.locked_routes
    match edit:
        case LockStop(order_id=order_id, is_locked=True):
            stops |= {order_id}
        case LockStop(order_id=order_id) | Unassign(order_id=order_id):
            stops -= {order_id}
        case LockRoute(vehicle_id=vehicle_id, is_locked=True):
            routes |= {vehicle_id}
        case LockRoute(vehicle_id=vehicle_id):
            routes -= {vehicle_id}
    return replace(state, routes=edit_routes(state.routes, edit), locked_stops=stops, locked_routes=routes)


def edit_routes(routes: Routes, edit: Edit) -> dict[str, tuple[str, ...]]:
    """Return only the routes after ``edit``; locks change no route. Raises like :func:`apply_edit`."""
    match edit:
        case MoveStop():
            left = routes if vehicle_of(routes, edit.order_id) is None else _without(routes, edit.order_id)
            return _put(left, edit.order_id, edit.vehicle_id, edit.position)
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
        case LockStop(is_locked=True) if vehicle_of(routes, edit.order_id) is None:
            raise NotFoundError(f"Order {edit.order_id} is on no route.", "Put it on a route before locking it.")
        case _:
            return dict(routes)


def touched_vehicles(routes: Routes, edit: Edit) -> frozenset[str]:
    """Return the vehicles whose route ``edit`` changes, so that only those are timed again (``rejudge``)."""
    after = edit_routes(routes, edit)
    return frozenset(vehicle for vehicle in {*routes, *after} if routes.get(vehicle, ()) != after.get(vehicle, ()))


def vehicle_of(routes: Routes, order_id: str) -> str | None:
    """Return the vehicle that serves the order; None when none does."""
    return next((vehicle for vehicle, order_ids in routes.items() if order_id in order_ids), None)


def _without(routes: Routes, order_id: str) -> dict[str, tuple[str, ...]]:
    if vehicle_of(routes, order_id) is None:
        raise NotFoundError(f"Order {order_id} is on no route.", "Look at the plan again; somebody may have moved it.")
    return {vehicle: tuple(other for other in order_ids if other != order_id) for vehicle, order_ids in routes.items()}


def _put(routes: Routes, order_id: str, vehicle_id: str, position: int) -> dict[str, tuple[str, ...]]:
    route = routes.get(vehicle_id, ())
    place = min(max(position, 0), len(route))
    return {**routes, vehicle_id: (*route[:place], order_id, *route[place:])}
