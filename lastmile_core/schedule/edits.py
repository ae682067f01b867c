"""What a dispatcher does to a plan by hand: pure functions from one state to the next.

Routes are ``{vehicle id: (visit names in order)}``: orders by number, pickups and reloads by the names of
``model/orders/visit_id.py``. Positions count stops, not reloads. An edit never looks at rules: the judge says
afterwards what it breaks, and by how much; only that both halves of a pair ride together is seen to here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lastmile_core.errors import NotFoundError
from lastmile_core.model import (
    PlanLocks,
    is_pickup_id,
    is_reload_id,
    other_half,
    reload_id,
    vehicle_of_reload,
    visit_words,
)

Routes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStop:
    """Move a visit to a position on the same or another route; one that is on no route is put there.

    ``position`` counts from 0 in the target route without the stop; larger than the route means its end. Where a
    reload stands there, the stop comes before it, with ``after_reload`` behind it. The pickup of an order goes with
    it to another route, right before it. A reload is moved the same way, on its own route.
    """

    visit_id: str
    vehicle_id: str
    position: int
    after_reload: bool = False

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Moved {visit_words(self.visit_id)} to {self.vehicle_id}, stop {self.position + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Put an order that no route serves on a route, at ``position`` (from 0); see :class:`MoveStop`."""

    visit_id: str
    vehicle_id: str
    position: int
    after_reload: bool = False

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Put {visit_words(self.visit_id)} on {self.vehicle_id}, stop {self.position + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassign:
    """Take an order (with its pickup) or a reload off its route; it is no longer locked then."""

    visit_id: str

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Took {visit_words(self.visit_id)} off its route"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReload:
    """Send a vehicle back to the depot to load again, before the stop at ``position`` (from 0)."""

    vehicle_id: str
    position: int

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Sent {self.vehicle_id} back to load before stop {self.position + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRoute:
    """Drive the same stops of one route in another order; reloads that are not named stay where they are."""

    vehicle_id: str
    visit_ids: tuple[str, ...]

    def describe(self) -> str:
        """Return the edit in words."""
        return f"Reordered the stops of {self.vehicle_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockStop:
    """Keep an order on its vehicle in later searches, with ``with_position`` also at its position, or free it again."""

    visit_id: str
    is_locked: bool = True
    with_position: bool = False

    def describe(self) -> str:
        """Return the edit in words."""
        what = visit_words(self.visit_id)
        if not self.is_locked:
            return f"Unlocked {what}"
        return f"Locked {what} at its place" if self.with_position else f"Locked {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRoute:
    """Keep a whole route as it is in later searches, or free it again."""

    vehicle_id: str
    is_locked: bool = True

    def describe(self) -> str:
        """Return the edit in words."""
        return f"{'Locked' if self.is_locked else 'Unlocked'} the route of {self.vehicle_id}"


Edit = MoveStop | Assign | Unassign | AddReload | ReorderRoute | LockStop | LockRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What edits work on: the routes, and what is locked of them."""

    routes: Routes = field(default_factory=dict)
    locks: PlanLocks = field(default_factory=PlanLocks)


def apply_edit(state: Edits, edit: Edit) -> Edits:
    """Return the state after ``edit``; ``state`` itself stays as it is.

    Raises
    ------
    NotFoundError
        If the edit names an order that is not where it says, such as one that somebody else took off.
    """
    stops, routes, positions = state.locks.stops, state.locks.routes, state.locks.positions
    match edit:
        case LockStop(visit_id=visit_id, is_locked=True):
            stops |= {visit_id}
            positions = positions | {visit_id} if edit.with_position else positions - {visit_id}
        case LockStop(visit_id=visit_id):
            stops, positions = stops - {visit_id}, positions - {visit_id}
        case Unassign(visit_id=visit_id):
            gone = {visit_id, other_half(visit_id)}
            stops, positions = stops - gone, positions - gone
        case LockRoute(vehicle_id=vehicle_id, is_locked=True):
            routes |= {vehicle_id}
        case LockRoute(vehicle_id=vehicle_id):
            routes -= {vehicle_id}
    locks = PlanLocks(stops=stops, routes=routes, positions=positions)
    return replace(state, routes=edit_routes(state.routes, edit), locks=locks)


def edit_routes(routes: Routes, edit: Edit) -> dict[str, tuple[str, ...]]:
    """Return only the routes after ``edit``; locks change no route. Raises like :func:`apply_edit`."""
    match edit:
        case MoveStop():
            return _moved(routes, edit)
        case Assign():
            if vehicle_of(routes, edit.visit_id) is not None:
                raise NotFoundError(f"Order {edit.visit_id} is on a route already.", "Move it instead.")
            return _put(routes, (edit.visit_id,), edit.vehicle_id, edit.position, edit.after_reload)
        case Unassign():
            return _without(routes, edit.visit_id, with_other_half=True)
        case AddReload():
            return _put(routes, (_next_reload(routes, edit.vehicle_id),), edit.vehicle_id, edit.position, False)
        case ReorderRoute():
            return {**routes, edit.vehicle_id: _reordered(routes.get(edit.vehicle_id, ()), edit)}
        case LockStop(is_locked=True) if vehicle_of(routes, edit.visit_id) is None:
            raise NotFoundError(f"Order {edit.visit_id} is on no route.", "Put it on a route before locking it.")
        case _:
            return dict(routes)


def vehicle_of(routes: Routes, visit_id: str) -> str | None:
    """Return the vehicle that serves the order; None when none does."""
    return next((vehicle for vehicle, visit_ids in routes.items() if visit_id in visit_ids), None)


def _moved(routes: Routes, edit: MoveStop) -> dict[str, tuple[str, ...]]:
    name, other = edit.visit_id, other_half(edit.visit_id)
    if is_reload_id(name) and vehicle_of_reload(name) != edit.vehicle_id:
        raise NotFoundError(f"A reload belongs to {vehicle_of_reload(name)}.", "Add one to the other route instead.")
    home = vehicle_of(routes, name)
    if home is None:
        return _put(routes, (name,), edit.vehicle_id, edit.position, edit.after_reload)
    if home == edit.vehicle_id or vehicle_of(routes, other) is None:
        return _put(_without(routes, name), (name,), edit.vehicle_id, edit.position, edit.after_reload)
    pair = (name, other) if is_pickup_id(name) else (other, name)
    left = _without(routes, name, with_other_half=True)
    return _put(left, pair, edit.vehicle_id, edit.position, edit.after_reload)


def _without(routes: Routes, name: str, *, with_other_half: bool = False) -> dict[str, tuple[str, ...]]:
    if vehicle_of(routes, name) is None:
        what = visit_words(name).capitalize() if is_reload_id(name) else f"Order {name}"
        raise NotFoundError(f"{what} is on no route.", "Look at the plan again; somebody may have moved it.")
    gone = {name, other_half(name)} if with_other_half else {name}
    return {vehicle: tuple(other for other in names if other not in gone) for vehicle, names in routes.items()}


def _put(
    routes: Routes, names: tuple[str, ...], vehicle_id: str, position: int, after_reload: bool
) -> dict[str, tuple[str, ...]]:
    route = routes.get(vehicle_id, ())
    index = index_of_position(route, position, after_reload)
    return {**routes, vehicle_id: (*route[:index], *names, *route[index:])}


def index_of_position(route: Sequence[str], position: int, after_reload: bool = False) -> int:
    """Return the index in a route with reloads of what stands before the stop at ``position``, reloads not counted."""
    stops = [index for index, name in enumerate(route) if not is_reload_id(name)]
    index = stops[max(position, 0)] if position < len(stops) else len(route)
    while not after_reload and index > 0 and is_reload_id(route[index - 1]):
        index -= 1
    return index


def _next_reload(routes: Routes, vehicle_id: str) -> str:
    taken, number = routes.get(vehicle_id, ()), 1
    while reload_id(vehicle_id, number) in taken:
        number += 1
    return reload_id(vehicle_id, number)


def _reordered(route: tuple[str, ...], edit: ReorderRoute) -> tuple[str, ...]:
    if any(is_reload_id(name) for name in edit.visit_ids):
        same, found = list(route), tuple(edit.visit_ids)
    else:
        same = [name for name in route if not is_reload_id(name)]
        left = iter(edit.visit_ids)
        found = tuple(name if is_reload_id(name) else next(left, "") for name in route)
    if sorted(same) != sorted(edit.visit_ids):
        raise NotFoundError(
            f"The stops of {edit.vehicle_id} have changed meanwhile.", "Look at the route again, then reorder it."
        )
    return found
