"""Routes out of an OR-Tools answer, and known ones into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lastmile_core.planning.engines.ortools.route_model import RouteModel

Routes = dict[int, list[int]]


def read_routes(built: RouteModel, after: Callable[[int], int]) -> Routes:
    """Return the routes of an answer, vehicle to visits.

    Parameters
    ----------
    after
        Returns the index that follows an index.
    """
    routes: Routes = {}
    for vehicle in range(built.problem.num_vehicles):
        index, visits = after(built.model.Start(vehicle)), []
        while not built.model.IsEnd(index):
            visits.append(built.visit(index))
            index = after(index)
        if visits:
            routes[vehicle] = visits
    return routes


def as_assignment(built: RouteModel, initial: Mapping[int, Sequence[int]]) -> Any:
    """Return routes as the solver takes them to begin with; None when they break a rule."""
    routes = [
        [built.index(visit) for visit in initial.get(vehicle, ())] for vehicle in range(built.problem.num_vehicles)
    ]
    return built.model.ReadAssignmentFromRoutes(routes, True)
