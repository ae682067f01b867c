"""What a plan promises in figures, for the Plan page and for comparing two versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastmile_core.model import Plan, Vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFigures:
    """Sums over all routes of one plan; seconds, metres, the depot's currency.

    Attributes
    ----------
    stem_m
        Metres from the depot to the first stops of trips and back from last ones.
    early_wait_s
        Waiting for windows to open, the only idle time that a plan contains.
    peak_fill
        Σ peak load ÷ Σ capacity by dimension, over the vehicles in use.
    cost_per_stop
        Running cost ÷ planned stops; None without stops.
    """

    num_routes: int
    num_stops: int
    num_unassigned: int
    num_violations: int
    distance_m: int
    stem_m: int
    paid_s: int
    drive_s: int
    service_s: int
    early_wait_s: int
    break_s: int
    loading_s: int
    cost: float
    cost_per_stop: float | None
    stops_per_paid_hour: float | None
    peak_fill: dict[str, float]


def planned_figures(plan: Plan, vehicles: Mapping[str, Vehicle] | None = None) -> PlannedFigures:
    """Return the figures of a plan version.

    Parameters
    ----------
    vehicles
        By id, for the fill; a vehicle that is missing does not count in it.
    """
    routes = plan.routes_in_use
    paid_s = sum(route.paid_s for route in routes)
    num_stops = plan.num_stops
    return PlannedFigures(
        num_routes=len(routes),
        num_stops=num_stops,
        num_unassigned=len(plan.unassigned),
        num_violations=len(plan.violations),
        distance_m=sum(route.distance_m for route in routes),
        stem_m=sum(route.stem_m for route in routes),
        paid_s=paid_s,
        drive_s=sum(route.drive_s for route in routes),
        service_s=sum(route.service_s for route in routes),
        early_wait_s=sum(route.wait_s for route in routes),
        break_s=sum(route.break_s for route in routes),
        loading_s=sum(route.loading_s for route in routes),
        cost=plan.cost.operating,
        cost_per_stop=plan.cost.operating / num_stops if num_stops else None,
        stops_per_paid_hour=num_stops / (paid_s / 3600) if paid_s else None,
        peak_fill=_peak_fill(plan, vehicles or {}),
    )


def _peak_fill(plan: Plan, vehicles: Mapping[str, Vehicle]) -> dict[str, float]:
    used: dict[str, float] = {}
    room: dict[str, float] = {}
    for route in plan.routes_in_use:
        vehicle = vehicles.get(route.vehicle_id)
        for dimension, capacity in vehicle.capacity.amounts if vehicle else ():
            used[dimension] = used.get(dimension, 0.0) + route.peak_load.get(dimension)
            room[dimension] = room.get(dimension, 0.0) + capacity
    return {dimension: used[dimension] / room[dimension] for dimension in sorted(room) if room[dimension]}
