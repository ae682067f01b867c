"""Routes become a plan: judged, with the orders that no road leads to, drawn on the streets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lastmile_core.clock import utc_now
from lastmile_core.model import Order, Plan, PlanOrigin, Unassigned, UnassignedKind, UnassignedReason
from lastmile_core.schedule import build_plan
from lastmile_core.settings import Settings
from lastmile_core.workflows.day_inputs import PreparedDay
from lastmile_core.workflows.geometry import draw_routes


def still_there(prepared: PreparedDay, routes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the routes without orders and vehicles that are no longer part of the day."""
    built = prepared.built
    return {
        vehicle_id: [order_id for order_id in order_ids if order_id in built.visit_idx]
        for vehicle_id, order_ids in routes.items()
        if vehicle_id in built.vehicle_idx
    }


def locked_in(plan: Plan) -> tuple[frozenset[str], frozenset[str]]:
    """Return the locked orders and the vehicles with a locked route."""
    return (
        frozenset(stop.order_id for route in plan.routes for stop in route.stops if stop.is_locked),
        frozenset(route.vehicle_id for route in plan.routes if route.is_locked),
    )


def judged_plan(
    settings: Settings,
    prepared: PreparedDay,
    routes: Mapping[str, Sequence[str]],
    *,
    by: str,
    why: str,
    origin: PlanOrigin,
    locked_stops: frozenset[str] = frozenset(),
    locked_routes: frozenset[str] = frozenset(),
    previous: Plan | None = None,
) -> Plan:
    """Return the plan that the judge makes of these routes, with geometry on the streets."""
    plan = build_plan(
        prepared.built,
        routes,
        created_at=utc_now(),
        created_by=by,
        why=why,
        origin=origin,
        travel_source=prepared.travel_source,
        travel_region=prepared.travel_region,
        input_hash=prepared.input_hash,
        locked_stops=locked_stops,
        locked_routes=locked_routes,
    )
    left_out = tuple(_far_reason(order, distance) for order, distance in prepared.far_orders)
    plan = replace(plan, unassigned=plan.unassigned + left_out)
    return draw_routes(settings, prepared, plan, previous)


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
