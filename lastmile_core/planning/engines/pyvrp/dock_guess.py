"""How long the orders of one trip take to load, guessed before anybody knows the trips."""

from __future__ import annotations

from statistics import fmean

from lastmile_core.problem import RoutingProblem

LEG_SHARE = 0.15
"""A usual leg is so much of the mean time between two places: stops lie close together on a route."""
BUSY_SHARE = 0.85
"""Share of a shift that a full route uses."""


def seconds_at_dock(problem: RoutingProblem) -> int:
    """Return the expected loading time of a trip's orders beyond the fixed loading time, in seconds.

    An engine that gives every trip the same time at the dock is then late for long trips and early for short ones by
    little.
    """
    total = sum(visit.dock_time for visit in problem.visits)
    if not total or not problem.vehicles:
        return 0
    return round(total / max(1.0, _trips_by_load(problem), _trips_by_time(problem)))


def _trips_by_load(problem: RoutingProblem) -> float:
    trips = 0.0
    for dimension in range(len(problem.dimensions)):
        capacity = fmean(day.capacity[dimension] for day in problem.vehicles)
        load = sum(visit.load[dimension] for visit in problem.visits if not visit.is_collection)
        trips = max(trips, load / (0.9 * capacity) if capacity else 0.0)
    return trips


def _trips_by_time(problem: RoutingProblem) -> float:
    orders = [visit for visit in problem.visits if not visit.is_reload]
    leg = LEG_SHARE * float(problem.durations[0].mean())
    work = sum(visit.service + visit.set_up + visit.dock_time + leg for visit in orders)
    shift = fmean(day.shift[1] - day.shift[0] for day in problem.vehicles)
    return work / (BUSY_SHARE * shift) if shift else 0.0
