"""Routes out of a PyVRP solution."""

from __future__ import annotations

from pyvrp import Route, Solution

from lastmile_core.planning.engines.pyvrp.build_model import FastModel


def read_routes(model: FastModel, solution: Solution) -> dict[int, list[int]]:
    """Return the routes of a solution, vehicle to visits."""
    problem, members = model.problem, model.fleet.members
    routes = {number: list(day.frozen_prefix) for number, day in enumerate(problem.vehicles) if day.frozen_prefix}
    used = [0] * len(members)
    for route in solution.routes():
        kind = route.vehicle_type()
        vehicle = members[kind][used[kind]]
        visits = _read_route(model, route, vehicle)
        if visits:
            routes[vehicle] = [*routes.get(vehicle, ()), *visits]
            used[kind] += 1
    return routes


def _read_route(model: FastModel, route: Route, vehicle: int) -> list[int]:
    """Return the visits of a route; a return to a depot is one of the vehicle's own reload visits."""
    visits: list[int] = []
    reloads = list(model.starts[vehicle].reloads)
    for step in list(route)[1:-1]:
        if step.is_client():
            visit = model.clients.visit_of_client[step.idx]
            if visit is not None:
                visits.append(visit)
        elif step.is_depot():
            same = [visit for visit in reloads if model.fleet.depot_of_reload[visit] == step.idx]
            visits.append((same or reloads)[0])
            reloads.remove(visits[-1])
        else:
            pickup, delivery = model.clients.pairs[step.idx]
            visits.append(pickup if step.is_pickup() else delivery)
    return visits if any(not model.problem.visits[visit].is_reload for visit in visits) else []
