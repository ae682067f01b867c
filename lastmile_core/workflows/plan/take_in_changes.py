"""Take what has changed since a plan into it, with as few other changes as can be: one new version, judged and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lastmile_core.errors import LastmileError
from lastmile_core.model import DayKey, Plan, PlanLocks, PlanNotes, PlanOrigin, is_reload_id, reload_id
from lastmile_core.schedule import Insertion, best_insertion, insertions, judge, routes_of, to_indices
from lastmile_core.settings import Settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.day_change import DayAction, DayChange, DayChangeKind, words_of_changes
from lastmile_core.workflows.day.prepare_day import PreparedDay
from lastmile_core.workflows.day.under_way import refuse_anew
from lastmile_core.workflows.plan.edit_route import prepared_for, refuse_stale, save_version, version_of
from lastmile_core.workflows.plan.judged_plan import drop_missing_visits, judged_plan

_Routes = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the changes.

    Attributes
    ----------
    plan
        The new version, not published.
    not_placed
        New orders for which no route has a place that keeps every rule; they are on no route.
    handed_to
        Vehicle id of a vehicle that is off to the vehicle that took its route.
    """

    plan: Plan
    not_placed: tuple[str, ...] = ()
    handed_to: Mapping[str, str]


def take_in_changes(
    settings: Settings,
    store: Store,
    service_date: date,
    depot_id: str,
    base_version: int,
    changes: Collection[DayChange],
    *,
    by: str,
) -> TakenIn:
    """Save a version with these changes in it; everything else stays where it is and is timed as the day is now.

    New orders go to their cheapest place that breaks no rule; the route of a vehicle that is off goes to a free
    vehicle, its stops in their order; cancelled orders leave their routes; today's drivers drive.

    Raises
    ------
    StaleVersionError
        If somebody saved a newer version meanwhile; nothing is overwritten.
    LastmileError
        If the day is under way, or no vehicle is free to take a route over.
    """
    refuse_anew(store, DayKey(service_date, depot_id))
    before = version_of(store, service_date, depot_id, base_version)
    refuse_stale(store, before, by)
    prepared = prepared_for(settings, store, before)
    routes = drop_missing_visits(prepared, routes_of(before))
    handed_to = _hand_over(prepared, routes, _named(changes, DayChangeKind.VEHICLE_OFF))
    not_placed = _put_in(prepared, routes, _named(changes, DayChangeKind.ORDER_NEW))
    locks = PlanLocks.of(before)
    handed = frozenset(handed_to.get(vehicle_id, vehicle_id) for vehicle_id in locks.routes)
    why = "Took in: " + " · ".join(words_of_changes(changes))
    plan = judged_plan(
        settings,
        prepared,
        routes,
        PlanNotes(by=by, why=why, origin=PlanOrigin.EDIT),
        locks=replace(locks, routes=handed),
        previous=before,
    )
    stored = save_version(
        store, replace(plan, parent_version=base_version), base_version, by, "take in changes since the plan", why
    )
    return TakenIn(plan=stored, not_placed=not_placed, handed_to=handed_to)


def _named(changes: Iterable[DayChange], kind: DayChangeKind) -> list[str]:
    found = (change.vehicle_id or change.order_id for change in changes if change.kind is kind)
    return [name for name in found if name is not None]


def free_vehicles(prepared: PreparedDay, routes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the vehicles that go out and have nothing to do."""
    off = prepared.inputs.kept_on
    return [name for name in prepared.built.vehicle_idx if name not in off and not routes.get(name)]


def _hand_over(prepared: PreparedDay, routes: _Routes, off: Sequence[str]) -> dict[str, str]:
    """Move the routes of vehicles that are off to free ones: where the fewest rules break, then the cheapest."""
    handed_to: dict[str, str] = {}
    for vehicle_id in sorted(off, key=lambda name: -len(routes.get(name, ()))):
        names = routes.get(vehicle_id, [])
        if not names:
            continue
        free = free_vehicles(prepared, routes)
        if not free:
            raise LastmileError(
                f"No vehicle is free to take the route of {_name(prepared, vehicle_id)} over; nothing was changed.",
                "Re-plan, or send another vehicle out on the Fleet page.",
            )
        best = min(free, key=lambda other: _price(prepared, other, names))
        routes[best], routes[vehicle_id] = _renamed(names, best), []
        handed_to[vehicle_id] = best
    return handed_to


def _price(prepared: PreparedDay, vehicle_id: str, names: Sequence[str]) -> tuple[int, float, str]:
    """Return how many rules a route breaks on a vehicle, and what it costs there."""
    route = _renamed(names, vehicle_id)
    if any(name not in prepared.built.visit_idx for name in route):
        return len(names) + 1, 0.0, vehicle_id
    found = judge(prepared.built.problem, to_indices(prepared.built, {vehicle_id: route}))
    return sum(map(len, found.route_violations.values())), float(found.cost.total), vehicle_id


def _renamed(names: Sequence[str], vehicle_id: str) -> list[str]:
    """Return the visits as another vehicle makes them: a reload belongs to its vehicle."""
    number, found = 0, []
    for name in names:
        number += is_reload_id(name)
        found.append(reload_id(vehicle_id, number) if is_reload_id(name) else name)
    return found


def _put_in(prepared: PreparedDay, routes: _Routes, order_ids: Sequence[str]) -> tuple[str, ...]:
    """Put orders into their cheapest clean places, the most urgent first; return those that have none."""
    built, not_placed = prepared.built, []
    urgency = {order.order_id: -int(order.priority) for order in prepared.inputs.orders}
    for order_id in sorted(order_ids, key=lambda name: (urgency.get(name, 0), name)):
        put = _cheapest(prepared, routes, order_id) if order_id in built.visit_idx else None
        if put is None:
            not_placed.append(order_id)
        else:
            routes[built.vehicles[put.vehicle].vehicle_id] = [built.visit_id(visit) for visit in put.timetable.visits]
    return tuple(not_placed)


def _cheapest(prepared: PreparedDay, routes: _Routes, order_id: str) -> Insertion | None:
    built = prepared.built
    visit, current = built.visit_idx[order_id], to_indices(built, routes)
    off = {built.vehicle_idx[name] for name in prepared.inputs.kept_on}
    best = best_insertion(built.problem, current, visit)
    if best is None or best.vehicle not in off:
        return best
    return next((put for put in insertions(built.problem, current, visit) if put.vehicle not in off), None)


def _name(prepared: PreparedDay, vehicle_id: str) -> str:
    vehicles = {vehicle.vehicle_id: vehicle.name for vehicle in prepared.inputs.vehicles}
    return vehicles.get(vehicle_id, vehicle_id)


def possible_actions(changes: Collection[DayChange], *, is_under_way: bool) -> dict[DayAction, tuple[DayChange, ...]]:
    """Return what can be done about changes, with those that each takes in; on a running day only re-planning."""
    if is_under_way:
        return {DayAction.REPLAN: tuple(changes)}
    found: dict[DayAction, list[DayChange]] = {}
    for change in changes:
        found.setdefault(change.action, []).append(change)
    found[DayAction.REPLAN] = list(changes)
    return {action: tuple(found[action]) for action in DayAction if action in found}
