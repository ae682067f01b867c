"""What a plan may do but should not: moved stops, strange places, uneven days."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.planning.engines.ortools.transits import Transits
from lastmile_core.problem import Visit


def misfit_prices(built: RouteModel) -> list[tuple[int, ...]]:
    """Return for every vehicle the price of each visit that was not there before or whose place nobody there knows."""
    problem = built.problem
    moved, unfamiliar = built.scale.cents(problem.prices.moved_stop), built.scale.cents(problem.prices.unfamiliar)

    def price(visit: Visit, vehicle: int) -> int:
        if not visit.is_order:
            return 0
        is_moved = visit.previous_vehicle is not None and visit.previous_vehicle != vehicle
        is_unfamiliar = visit.familiar_vehicles is not None and vehicle not in visit.familiar_vehicles
        return moved * is_moved + unfamiliar * is_unfamiliar

    return [tuple(price(visit, vehicle) for visit in problem.visits) for vehicle in range(problem.num_vehicles)]


def add_misfits(built: RouteModel, prices: Sequence[tuple[int, ...]]) -> list[int]:
    """Price each stop by its vehicle and return the part of each visit's price that no vehicle is spared.

    That part is the caller's: a sum that differs by vehicle must be zero for one of them, or a visit that is left out
    makes the model contradict itself.
    """
    common = [min(column) for column in zip(*prices, strict=True)]
    tables = [tuple(price - least for price, least in zip(row, common, strict=True)) for row in prices]
    if any(map(any, tables)):
        transit = {table: built.unary(table) for table in dict.fromkeys(tables)}
        limits = [sum(table) for table in tables]
        transits = [transit[table] for table in tables]
        built.model.AddDimensionWithVehicleTransitAndCapacity(transits, 0, limits, True, "misfits")
        built.model.GetDimensionOrDie("misfits").SetSpanCostCoefficientForAllVehicles(1)
    return common


def add_balance(built: RouteModel, transits: Transits) -> None:
    """The longest route has a price; what the mean gives back is in ``RouteModel.second``."""
    price = built.scale.hourly(built.problem.prices.balance)
    if not price or built.problem.num_vehicles < 2:
        return
    work = [transits.register_seconds(vehicle.profile) for vehicle in built.problem.vehicles]
    most = [vehicle.shift[1] for vehicle in built.problem.vehicles]
    built.model.AddDimensionWithVehicleTransitAndCapacity(work, 0, most, True, "work")
    built.model.GetDimensionOrDie("work").SetGlobalSpanCostCoefficient(price)
