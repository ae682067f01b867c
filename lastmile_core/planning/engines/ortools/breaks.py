"""The drivers' breaks."""

from __future__ import annotations

from typing import Any

from lastmile_core.planning.engines.ortools.route_model import RouteModel, first_departure


def add_breaks(built: RouteModel) -> None:
    """Put every break inside its span, between stops, after the departure.

    A break that lies after the return costs nothing, which is the rule for a route that is back early; one before the
    departure would be no break at all.
    """
    problem, solver = built.problem, built.solver
    if not any(vehicle.breaks for vehicle in problem.vehicles):
        return
    service = [built.service[built.node(index)] for index in range(built.model.Size())]
    for number, vehicle in enumerate(problem.vehicles):
        leaves = built.clock.CumulVar(built.start(number))
        intervals = []
        for rule_number, rule in enumerate(vehicle.breaks):
            if rule.latest < first_departure(vehicle):
                continue  # it leaves after that break could begin, so it owes none
            name = f"break {rule_number} of {number}"
            interval = solver.FixedDurationIntervalVar(rule.earliest, rule.latest, rule.duration, False, name)
            intervals.append(interval)
            built.breaks.append((number, interval))
            if rule.after_work is not None:
                solver.Add(interval.StartExpr() + built.loading(number) <= leaves + rule.after_work)
        if intervals:
            built.clock.SetBreakIntervalsOfVehicle(intervals, number, service)
            for interval in intervals:
                solver.Add(interval.StartExpr() >= leaves)
            _fix_in_order(built, number, intervals)


def _fix_in_order(built: RouteModel, vehicle: int, intervals: list[Any]) -> None:
    """First the return is made as early as it can be, then the break late, then the departure.

    In another order the solver tries thousands of seconds, one by one, for every route it looks at.
    """
    built.model.AddWeightedVariableMinimizedByFinalizer(built.clock.CumulVar(built.end(vehicle)), 3)
    for interval in intervals:
        built.model.AddWeightedVariableMaximizedByFinalizer(interval.StartExpr().Var(), 2)
    built.model.AddWeightedVariableMaximizedByFinalizer(built.clock.CumulVar(built.start(vehicle)), 1)
