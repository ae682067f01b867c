"""Times any visit order of one vehicle, without a solver.

Everything happens as early as it can; then the departure moves as late as costs nothing, so that
the driver is paid neither for waiting before the first stop nor for a head start that nobody needs.
Where the hour of service has a price, the cheapest departure up to that one is taken instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.problem.routing_problem import UNREACHABLE, RoutingProblem, VehicleDay
from lastmile_core.schedule.timing.departure import best_run
from lastmile_core.schedule.timing.loads import plain_loads, trip_loads
from lastmile_core.schedule.timing.route_legs import RouteLegs, route_legs
from lastmile_core.schedule.timing.route_timetable import Loading, RouteTimetable
from lastmile_core.schedule.timing.runs import Run


def time_route(
    problem: RoutingProblem, vehicle_idx: int, visits: Sequence[int], loading_starts: Sequence[int] = ()
) -> RouteTimetable:
    """Return when ``vehicle_idx`` is where, if it serves ``visits`` in this order.

    Rules are not judged here (see ``checks/``), only timed: a late stop is served late, a leg
    without a road takes no time and is named in ``unreachable``. An empty route stays in and costs nothing.

    Parameters
    ----------
    vehicle_idx
        Index into ``problem.vehicles``.
    visits
        Indices into ``problem.visits``, in driving order; a reload begins a new trip.
    loading_starts
        Earliest begin of each loading (the first, then the reloads in order), for whoever staggers them at the
        docks; missing ones are free. When given, loading begins as soon as this, the shift and the goods allow,
        and the vehicle leaves when it is done; without, the first loading is as late as costs nothing.

    Returns
    -------
    RouteTimetable
        Times in seconds of the day, distances in metres.
    """
    vehicle = problem.vehicles[vehicle_idx]
    if not visits:
        return _idle(vehicle_idx, vehicle, len(problem.dimensions))
    locations = [vehicle.start, *(problem.visits[idx].location for idx in visits), vehicle.end]
    # One fancy index a route: reading matrix cells one by one is ten times slower.
    durations = problem.durations[vehicle.profile][locations[:-1], locations[1:]].tolist()
    distances = problem.distances[vehicle.profile][locations[:-1], locations[1:]].tolist()
    return time_legs(problem, vehicle_idx, visits, durations, distances, loading_starts)


def time_legs(
    problem: RoutingProblem,
    vehicle_idx: int,
    visits: Sequence[int],
    durations: list[int],
    distances: list[int],
    loading_starts: Sequence[int] = (),
) -> RouteTimetable:
    """Time a route whose legs are given (``len(visits) + 1`` matrix seconds and metres); see :func:`time_route`."""
    vehicle = problem.vehicles[vehicle_idx]
    unreachable = tuple(
        leg
        for leg, (duration, distance) in enumerate(zip(durations, distances, strict=True))
        if duration >= UNREACHABLE or distance >= UNREACHABLE
    )
    for leg in unreachable:
        durations[leg] = distances[leg] = 0
    legs = route_legs(problem, vehicle, visits, durations, loading_starts)
    run, missing = best_run(problem, legs)
    if problem.has_trip_rules:
        before, after, peaks = trip_loads(vehicle, visits, legs.stops, len(problem.dimensions))
    else:
        before, after, peaks = plain_loads(legs.stops, len(problem.dimensions))
    loading_start = run.departure - legs.loading
    drives = durations if legs.clocks is None else _driven(legs, run)
    loadings = _loadings(visits, legs, run)
    reloading = sum(one.end - one.start for one in loadings[1:])
    return RouteTimetable(
        vehicle=vehicle_idx,
        visits=tuple(visits),
        loading_start=loading_start,
        departure=run.departure,
        end=run.end,
        arrivals=tuple(run.arrivals),
        starts=tuple(run.starts),
        departures=tuple(run.departures),
        waits=tuple(run.waits),
        lateness=tuple(run.lateness),
        windows=tuple(run.windows),
        set_ups=tuple(legs.set_ups[:-1]),
        leg_durations=tuple(drives),
        leg_distances=tuple(distances),
        loads_before=before,
        loads_after=after,
        peaks=peaks,
        loadings=loadings,
        breaks=tuple(run.breaks),
        missing_break=missing,
        unreachable=unreachable,
        distance=sum(distances),
        loading=legs.loading + reloading,
        drive=sum(drives),
        set_up=sum(legs.set_ups),
        service=sum(stop.service for stop in legs.stops) - reloading,
        wait=sum(run.waits),
        break_s=sum(end - start for start, end, _ in run.breaks),
        paid=run.end - loading_start,
    )


def _idle(vehicle_idx: int, vehicle: VehicleDay, num_dimensions: int) -> RouteTimetable:
    idle = vehicle.shift[0]
    nothing = (0,) * num_dimensions
    return RouteTimetable(
        vehicle=vehicle_idx,
        visits=(),
        loading_start=idle,
        departure=idle,
        end=idle,
        loads_before=nothing,
        peaks=nothing,
    )


def _driven(legs: RouteLegs, run: Run) -> list[int]:
    """Return what each leg takes at the hour in which it is driven, breaks on the way not counted."""
    left = [run.departure, *run.departures]
    reached = [*run.arrivals, run.end]
    drives = [until - since for since, until in zip(left, reached, strict=True)]
    for begin, end, leg in run.breaks:
        # A break at the stop lies behind the arrival; one before the return is always on the way.
        if leg == len(legs.stops) or begin < reached[leg]:
            drives[leg] -= end - begin
    return drives


def _loadings(visits: Sequence[int], legs: RouteLegs, run: Run) -> tuple[Loading, ...]:
    first = Loading(run.departure - legs.loading, run.departure, legs.vehicle.start, None)
    reloads = [
        Loading(run.starts[idx], run.departures[idx], stop.location, visits[idx])
        for idx, stop in enumerate(legs.stops)
        if stop.is_reload
    ]
    return (first, *reloads)
