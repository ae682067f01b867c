"""Loading bays."""

from __future__ import annotations

from typing import Any

from lastmile_core.planning.engines.ortools.route_model import RouteModel


def add_docks(built: RouteModel) -> None:
    """No more loadings at a time than bays that are open.

    Loading that depends on the orders of the trip counts with its mean: the solver has no interval of free length.
    """
    problem, solver = built.problem, built.solver
    for location in sorted({bay.location for bay in problem.docks}):
        bays = [bay for bay in problem.docks if bay.location == location]
        intervals = _loadings(built, location)
        if not intervals:
            continue
        for bay in bays:
            # A bay that is closed is taken by nobody in particular.
            if bay.opens > 0:
                intervals.append(solver.FixedInterval(0, bay.opens, f"before {bay.dock_id}"))
            if bay.closes < built.horizon:
                intervals.append(solver.FixedInterval(bay.closes, built.horizon - bay.closes, f"after {bay.dock_id}"))
        solver.Add(solver.Cumulative(intervals, [1] * len(intervals), len(bays), f"bays at {location}"))


def _loadings(built: RouteModel, location: int) -> list[Any]:
    problem, solver = built.problem, built.solver
    usual = built.usual_dock_time
    found = []
    for vehicle, day in enumerate(problem.vehicles):
        duration = day.loading + usual
        if day.start == location and duration:
            begin = (built.clock.CumulVar(built.start(vehicle)) - duration).Var()
            is_used = built.model.ActiveVehicleVar(vehicle)
            found.append(solver.FixedDurationIntervalVar(begin, duration, is_used, f"loading of {vehicle}"))
    for number in built.reloads:
        duration = problem.visits[number].service + usual
        if problem.visits[number].location == location and duration:
            is_used = built.model.ActiveVar(built.index(number))
            name = f"reload {number}"
            found.append(solver.FixedDurationIntervalVar(built.moment(number), duration, is_used, name))
    return found
