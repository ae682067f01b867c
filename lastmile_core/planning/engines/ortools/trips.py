"""Trips and what depends on them: pairs that share one, goods that are ready late, loading that takes longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lastmile_core.planning.engines.ortools.route_model import RouteModel
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule.timing.timetable import time_route


def add_pairs(built: RouteModel) -> None:
    """Both halves of a pair on one trip, the pickup first."""
    visits = built.problem.visits
    pairs = [(number, v.partner) for number, v in enumerate(visits) if v.is_pickup and v.partner is not None]
    if not pairs:
        return
    model, solver = built.model, built.solver
    trip = _add_trip_counter(built) if built.reloads else None
    for pickup, delivery in pairs:
        first, second = built.index(pickup), built.index(delivery)
        model.AddPickupAndDelivery(first, second)
        solver.Add(model.VehicleVar(first) == model.VehicleVar(second))
        solver.Add(built.moment(pickup) <= built.moment(delivery))
        if trip is not None:
            solver.Add(trip.CumulVar(first) == trip.CumulVar(second))


def _add_trip_counter(built: RouteModel) -> Any:
    amounts = [1 if visit.is_reload else 0 for visit in built.problem.visits]
    return built.add_sum("trip", amounts, [len(built.reloads)] * built.problem.num_vehicles)


def add_release(built: RouteModel) -> None:
    """Loading of a trip begins no earlier than the last of its goods is ready.

    "ready" is one number a trip, the same at all its stops: the moment loading may begin.
    """
    releases = {number: visit.release for number, visit in enumerate(built.problem.visits) if visit.release}
    if not releases:
        return
    limits = [built.horizon] * built.problem.num_vehicles
    ready = built.add_trip_sum("ready", [0] * built.problem.num_visits, limits, from_zero=False)
    for visit, release in releases.items():
        ready.CumulVar(built.index(visit)).SetMin(min(release, built.horizon))
    for vehicle in range(built.problem.num_vehicles):
        start = built.start(vehicle)
        built.solver.Add(built.clock.CumulVar(start) >= ready.CumulVar(start) + built.loading(vehicle))
        built.model.AddVariableMinimizedByFinalizer(ready.CumulVar(start))
    at_stop = [ready.CumulVar(index) for index in range(built.model.Size() + built.problem.num_vehicles)]
    for visit in built.reloads:
        # Asked of the next stop, where it is known at once; of the reload itself it would have to be tried out.
        following = built.solver.Element(at_stop, built.model.NextVar(built.index(visit)))
        built.solver.Add(built.moment(visit) >= following)


def add_dock_time(built: RouteModel) -> None:
    """The first loading lasts as long as the orders of the trip take; reloads see ``RouteModel.service``.

    "loading" is what of the trip still counts: its whole loading at the start and after a reload, nothing at the end.
    """
    problem = built.problem
    amounts = [-seconds for seconds in built.dock_time]
    if not any(amounts):
        return
    dimension = built.add_trip_sum("loading", amounts, [-sum(amounts)] * problem.num_vehicles, from_zero=False)
    for visit in built.reloads:
        dimension.CumulVar(built.index(visit)).SetMax(0)
    for vehicle, day in enumerate(problem.vehicles):
        start = built.start(vehicle)
        dimension.CumulVar(built.end(vehicle)).SetValue(0)
        built.solver.Add(built.clock.CumulVar(start) >= built.loading(vehicle) + day.shift[0])
        if vehicle in built.with_reloads and (price := built.second(day)):
            # Reloads pay for their own; without them it is priced on the arcs, where the search sees it.
            dimension.SetCumulVarSoftUpperBound(start, 0, price)
        if day.max_duration is not None:
            drive = built.clock.CumulVar(built.end(vehicle)) - built.clock.CumulVar(start)
            built.solver.Add(drive + built.loading(vehicle) <= max(day.loading, day.max_duration))


def reload_seconds(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return how long the reloads of these routes take with the orders that they load."""
    if not any(visit.dock_time for visit in problem.visits):
        return {}
    loadings = [one for vehicle, visits in routes.items() for one in time_route(problem, vehicle, visits).loadings]
    return {one.visit: one.end - one.start for one in loadings if one.visit is not None}
