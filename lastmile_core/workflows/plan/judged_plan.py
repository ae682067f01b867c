"""Routes become a plan: judged, with the orders that no road leads to, drawn on the streets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.model import (
    Order,
    Plan,
    PlanBasis,
    PlanInputs,
    PlanLocks,
    PlanNotes,
    PlanOrigin,
    Unassigned,
    UnassignedKind,
    UnassignedReason,
    Violation,
    ViolationCause,
    is_pickup_id,
    is_reload_id,
    other_half,
    pickup_id,
)
from lastmile_core.planning.docks import starts_in_turn
from lastmile_core.schedule import build_plan, to_indices
from lastmile_core.settings import Settings
from lastmile_core.workflows.day.prepare_day import PreparedDay
from lastmile_core.workflows.plan.geometry import draw_routes


def drop_missing_visits(prepared: PreparedDay, routes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the routes without orders, trips and vehicles that are no longer part of the day.

    An order that has a pickup now gets it right before, a pickup without its order goes, and so do the reloads of
    a vehicle that serves nothing.
    """
    built = prepared.built
    left = {
        vehicle_id: [name for name in names if name in built.visit_idx]
        for vehicle_id, names in routes.items()
        if vehicle_id in built.vehicle_idx
    }
    placed = {name for names in left.values() for name in names}
    found: dict[str, list[str]] = {}
    for vehicle_id, names in left.items():
        whole: list[str] = []
        for name in names:
            if is_pickup_id(name) and other_half(name) not in placed:
                continue
            if built.pickup(name) is not None and pickup_id(name) not in placed:
                whole.append(pickup_id(name))
            whole.append(name)
        found[vehicle_id] = [] if all(is_reload_id(name) for name in whole) else whole
    return found


def judged_plan(
    settings: Settings,
    prepared: PreparedDay,
    routes: Mapping[str, Sequence[str]],
    notes: PlanNotes,
    *,
    locks: PlanLocks | None = None,
    loading_starts: Mapping[str, Sequence[int]] | None = None,
    dock_reasons: Mapping[str, str] | None = None,
    previous: Plan | None = None,
) -> Plan:
    """Return the plan that the judge makes of these routes, with geometry on the streets.

    Parameters
    ----------
    loading_starts
        By vehicle id the seconds of the day at which its loadings begin, when a search staggered them at the docks.
        Without it they take turns, first come first served; routes that are as they were in ``previous`` keep their
        moments, so that a change of one route sends nobody else to the back of the queue.
    dock_reasons
        By vehicle id why it queues for a dock all the same, and what would end that.
    previous
        The version that the routes were made from.
    """
    plan = build_plan(
        prepared.built,
        routes,
        notes,
        PlanInputs(
            travel_source=prepared.travel_source,
            travel_region=prepared.travel_region,
            input_hash=prepared.input_hash,
        ),
        locks=locks,
        loading_starts=_dock_times(prepared, routes, loading_starts, previous),
    )
    plan = replace(plan, violations=tuple(_with_reason(broken, dock_reasons or {}) for broken in plan.violations))
    plan = replace(plan, made_from=_basis(prepared, plan, previous if notes.origin is not PlanOrigin.SEARCH else None))
    left_out = tuple(_far_reason(order, distance) for order, distance in prepared.far_orders)
    plan = replace(plan, unassigned=plan.unassigned + left_out)
    return draw_routes(settings, prepared, plan, previous)


def _basis(prepared: PreparedDay, plan: Plan, changed: Plan | None) -> PlanBasis:
    """Return what the plan was made from; a change by hand does not take note of what came since and is on no route.

    Parameters
    ----------
    changed
        The version that was changed by hand; None for a plan that was searched from everything there is.
    """
    basis = prepared.basis
    if changed is None:
        return basis
    routes = plan.routes_in_use
    orders = {stop.of_order for route in routes for stop in route.stops}
    vehicles = {route.vehicle_id for route in routes} | {route.vehicle_id for route in changed.routes}
    if changed.made_from is not None:
        orders |= changed.made_from.orders.keys()
        vehicles |= changed.made_from.vehicles.keys()
    else:
        orders |= {left.order_id for left in changed.unassigned}
        vehicles |= basis.vehicles.keys()
    orders |= {stop.of_order for route in changed.routes for stop in route.stops}
    return replace(
        basis,
        orders={name: mark for name, mark in basis.orders.items() if name in orders},
        vehicles={name: mark for name, mark in basis.vehicles.items() if name in vehicles},
    )


def _dock_times(
    prepared: PreparedDay,
    routes: Mapping[str, Sequence[str]],
    loading_starts: Mapping[str, Sequence[int]] | None,
    previous: Plan | None,
) -> dict[int, tuple[int, ...]]:
    """Return by vehicle index the begins of loadings that have to wait for a dock, or to come sooner."""
    built = prepared.built
    if loading_starts is not None:
        known = built.vehicle_idx
        return {known[own]: tuple(starts) for own, starts in loading_starts.items() if own in known}
    if not built.problem.docks:
        return {}
    kept = {
        built.vehicle_idx[route.vehicle_id]: tuple(
            built.day.seconds_of(moment)
            for moment in (route.loading_start, *(reload.start for reload in route.reloads))
        )
        for route in (previous.routes if previous is not None else ())
        if route.vehicle_id in built.vehicle_idx and route.visit_ids == tuple(routes.get(route.vehicle_id, ()))
    }
    return starts_in_turn(built.problem, to_indices(built, routes), kept)


def _with_reason(broken: Violation, reasons: Mapping[str, str]) -> Violation:
    if broken.cause is not ViolationCause.DOCKS or broken.vehicle_id not in reasons:
        return broken
    return replace(broken, message=f"{broken.message}. {reasons[broken.vehicle_id]}")


def _far_reason(order: Order, distance_m: float) -> Unassigned:
    return Unassigned(
        order_id=order.order_id,
        kind=UnassignedKind.PROVEN,
        reason=UnassignedReason.REACHABLE,
        message=f"Its pin is {distance_m / 1000:.1f} km from the nearest road.",
        mend="Correct the place on the Orders page.",
        amount=distance_m,
        unit="m",
    )
