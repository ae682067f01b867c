"""Limits of a vehicle, who may serve what, and what leaving a visit out costs."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.planning.base.eligibility import eligible_vehicles
from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.planning.engines.ortools.transits import Transits


def add_costs(built: RouteModel, transits: Transits) -> None:
    """Kilometres, hours and vehicles."""
    scale = built.scale
    for number, vehicle in enumerate(built.problem.vehicles):
        with_dock = number not in built.with_reloads and bool(transits.dock_time.any())
        cost = transits.register_price(
            vehicle.profile, scale.per_metre(vehicle), built.second(vehicle), with_dock=with_dock
        )
        built.model.SetArcCostEvaluatorOfVehicle(cost, number)
        built.model.SetFixedCostOfVehicle(scale.per_route(vehicle), number)


def add_max_stops(built: RouteModel) -> None:
    """No more orders than allowed; reloads and pickups do not count."""
    if any(vehicle.max_stops is not None for vehicle in built.problem.vehicles):
        amounts = [1 if visit.is_order else 0 for visit in built.problem.visits]
        limits = [sum(amounts) if v.max_stops is None else v.max_stops for v in built.problem.vehicles]
        built.add_sum("stops", amounts, limits)


def add_max_distance(built: RouteModel, transits: Transits) -> None:
    """No more metres than allowed."""
    if any(vehicle.max_distance is not None for vehicle in built.problem.vehicles):
        metres = [transits.register_metres(vehicle.profile) for vehicle in built.problem.vehicles]
        limits = [10**12 if v.max_distance is None else v.max_distance for v in built.problem.vehicles]
        built.model.AddDimensionWithVehicleTransitAndCapacity(metres, 0, limits, True, "metres")


def add_eligibility(built: RouteModel) -> None:
    """Skills, locks and forbidden pairs of visit and vehicle."""
    for number, allowed in enumerate(eligible_vehicles(built.problem)):
        if len(allowed) < built.problem.num_vehicles:
            built.model.VehicleVar(built.index(number)).SetValues([-1, *sorted(allowed)])


def add_penalties(built: RouteModel, *spared: Sequence[int]) -> None:
    """Every visit may be left out at its price; ``spared`` is what serving it would cost in any case."""
    for number, visit in enumerate(built.problem.visits):
        price = built.scale.cents(visit.penalty) - sum(prices[number] for prices in spared)
        built.model.AddDisjunction([built.index(number)], max(0, price))
