"""What a plan may do but should not: wishes of customers, moved stops, strange places, uneven days."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.problem import Visit

HOUR = 3600


def add_preferred(built: RouteModel) -> None:
    """Service before or after the wished time has a price by the hour."""
    for number, visit in enumerate(built.problem.visits):
        if visit.preferred is None:
            continue
        index = built.index(number)
        if early := built.scale.hourly(visit.early_price):
            built.clock.SetCumulVarSoftLowerBound(index, visit.preferred[0], early)
        if late := built.scale.hourly(visit.late_price):
            built.clock.SetCumulVarSoftUpperBound(index, visit.preferred[1], late)


def add_changed_time(built: RouteModel) -> None:
    """Service at another time than the previous plan said has a price by the hour."""
    price = built.scale.hourly(built.problem.prices.changed_time)
    for number, visit in enumerate(built.problem.visits):
        if not price or visit.previous_start is None or not visit.is_order:
            continue
        index, before = built.index(number), visit.previous_start
        if visit.preferred is None:
            built.clock.SetCumulVarSoftLowerBound(index, before, price)
            built.clock.SetCumulVarSoftUpperBound(index, before, price)
        else:
            # A stop has one soft bound to each side, and the wish has them.
            moved = built.solver.ConvexPiecewiseExpr(built.moment(number), price, before, before, price)
            built.tags.setdefault(index, []).append(moved)


def add_chances(built: RouteModel) -> None:
    """A first attempt fails with the chance of its hour."""
    failed = built.problem.prices.failed_attempt
    if not failed:
        return
    hours = built.horizon // HOUR + 1
    for number, visit in enumerate(built.problem.visits):
        if not visit.chances:
            continue
        by_hour = [visit.chances[min(hour, len(visit.chances) - 1)] for hour in range(hours)]
        prices = [built.scale.share(failed, 1000 - chance) for chance in by_hour]
        hour = (built.moment(number) // HOUR).Var()
        built.tags.setdefault(built.index(number), []).append(built.solver.Element(prices, hour))


def misfit_prices(built: RouteModel) -> list[tuple[int, ...]]:
    """Return for every vehicle the price of each visit that was not there before or whose place nobody there knows."""
    problem = built.problem
    moved, strange = built.scale.cents(problem.prices.moved_stop), built.scale.cents(problem.prices.unfamiliar)

    def price(visit: Visit, vehicle: int) -> int:
        if not visit.is_order:
            return 0
        is_moved = visit.previous_vehicle is not None and visit.previous_vehicle != vehicle
        is_strange = visit.familiar_vehicles is not None and vehicle not in visit.familiar_vehicles
        return moved * is_moved + strange * is_strange

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


def add_balance(built: RouteModel) -> None:
    """The longest paid time beyond the mean of the routes in use has a price; the routes in use share it evenly."""
    price = built.scale.hourly(built.problem.prices.balance)
    if not price or built.problem.num_vehicles < 2:
        return
    solver, model = built.solver, built.model
    used = [model.ActiveVehicleVar(vehicle) for vehicle in range(built.problem.num_vehicles)]
    paid = []
    for vehicle in range(built.problem.num_vehicles):
        on_road = built.clock.CumulVar(built.end(vehicle)) - built.clock.CumulVar(built.start(vehicle))
        paid.append((used[vehicle] * (on_road + built.loading(vehicle))).Var())
    routes = solver.Max(solver.Sum(used), 1)
    share = ((solver.Max(paid) - solver.Sum(paid) // routes) // routes).Var()
    for vehicle in range(built.problem.num_vehicles):
        built.tags.setdefault(built.start(vehicle), []).append(share * price)


def add_tags(built: RouteModel) -> None:
    """Turn the prices that were collected into costs.

    A dimension whose value at every stop is free, at least the price and charged as it stands, is the one way to
    bring any expression into the objective.
    """
    if not built.tags:
        return
    solver = built.solver
    prices = {index: solver.Sum(parts).Var() for index, parts in built.tags.items()}
    most = max(1, *(int(price.Max()) for price in prices.values()))
    fall = built.model.RegisterUnaryTransitVector([-most] * len(built.locations))
    built.model.AddDimension(fall, 2 * most, most, False, "tag")
    tag = built.model.GetDimensionOrDie("tag")
    for index, price in prices.items():
        solver.Add(tag.CumulVar(index) >= price)
        tag.SetCumulVarSoftUpperBound(index, 0, 1)
