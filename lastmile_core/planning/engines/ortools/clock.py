"""Time on a route: shifts, windows, waiting, overtime, longest duration."""

from __future__ import annotations

from ortools.constraint_solver import pywrapcp

from lastmile_core.planning.engines.ortools.route_model import RouteModel, first_departure
from lastmile_core.planning.engines.ortools.transits import Transits


def add_clock(built: RouteModel, transits: Transits) -> None:
    """A vehicle's start is the moment it leaves the dock; waiting is what driving and service leave open."""
    problem, model = built.problem, built.model
    seconds = [transits.register_seconds(vehicle.profile) for vehicle in problem.vehicles]
    ends = [vehicle.shift[1] for vehicle in problem.vehicles]
    model.AddDimensionWithVehicleTransitAndCapacity(seconds, built.horizon, ends, False, "time")
    clock, waiting = built.clock, built.scale.hourly(problem.prices.waiting)
    for number, vehicle in enumerate(problem.vehicles):
        first = min(first_departure(vehicle), vehicle.shift[1])
        start, end = built.start(number), built.end(number)
        clock.CumulVar(start).SetRange(first, vehicle.shift[1])
        clock.CumulVar(end).SetRange(first, vehicle.shift[1])
        if price := built.second(vehicle) + waiting:
            # Driving and service are priced on the arcs, so that the search sees them; here only waiting is.
            clock.SetSlackCostCoefficientForVehicle(price, number)
            model.AddVariableMaximizedByFinalizer(clock.CumulVar(start))
        model.AddVariableMinimizedByFinalizer(clock.CumulVar(end))


def add_windows(built: RouteModel) -> None:
    """Service begins inside one of the windows."""
    for number, visit in enumerate(built.problem.visits):
        moment = built.moment(number)
        moment.SetRange(visit.windows[0][0], max(visit.windows[0][0], min(visit.windows[-1][1], built.horizon)))
        for (_, closed), (opened, _) in zip(visit.windows, visit.windows[1:], strict=False):
            if opened - closed > 1:
                moment.RemoveInterval(closed + 1, opened - 1)


def add_max_duration(built: RouteModel) -> None:
    """No more paid seconds than allowed, from the start of loading to the return."""
    for number, vehicle in enumerate(built.problem.vehicles):
        if vehicle.max_duration is not None:
            built.clock.SetSpanUpperBoundForVehicle(max(0, vehicle.max_duration - vehicle.loading), number)


def add_overtime(built: RouteModel) -> None:
    """Each paid second after the regular time costs more."""
    for number, vehicle in enumerate(built.problem.vehicles):
        if vehicle.regular_time is not None and (price := built.scale.hourly(vehicle.overtime_price)):
            loading = vehicle.loading + built.usual_dock_time
            bound = pywrapcp.BoundCost(max(0, vehicle.regular_time - loading), price)
            built.clock.SetSoftSpanUpperBoundForVehicle(bound, number)
