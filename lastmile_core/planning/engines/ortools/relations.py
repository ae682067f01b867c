"""Which visits ride together, which apart, and which have their place in the route."""

from __future__ import annotations

from lastmile_core.planning.engines.ortools.route_model import RouteModel


def add_relations(built: RouteModel) -> None:
    """Same route, different routes; only visits that are served count."""
    model, solver, problem = built.model, built.solver, built.problem
    for number, group in enumerate(problem.same_route):
        if len(group) < 2:
            continue
        common = solver.IntVar(0, problem.num_vehicles - 1, f"same route {number}")
        for visit in sorted(group):
            index = built.index(visit)
            solver.Add((model.VehicleVar(index) == common).Var() >= model.ActiveVar(index))
    for group in problem.different_routes:
        if len(group) > 1:
            vehicles = [model.VehicleVar(built.index(visit)) for visit in sorted(group)]
            solver.Add(solver.AllDifferentExcept(vehicles, -1))


def add_positions(built: RouteModel) -> None:
    """What is done or under way comes first, and an order locked to a place has it."""
    model, problem = built.model, built.problem
    for number, vehicle in enumerate(problem.vehicles):
        last = built.start(number)
        for visit in vehicle.frozen_prefix:
            model.NextVar(last).SetValue(built.index(visit))
            last = built.index(visit)
    locked = {number: v.locked_position for number, v in enumerate(problem.visits) if v.locked_position is not None}
    if not locked:
        return
    amounts = [1 if visit.is_order else 0 for visit in problem.visits]
    place = built.add_sum("place", amounts, [sum(amounts)] * problem.num_vehicles)
    for visit, position in locked.items():
        # A place beyond all orders can be had by nobody; the order then stays out.
        if position < sum(amounts):
            place.CumulVar(built.index(visit)).SetValue(position)
        else:
            model.ActiveVar(built.index(visit)).SetValue(0)
