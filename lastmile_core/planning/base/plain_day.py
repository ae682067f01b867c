"""Which days have only the rules that every part of the search has always known."""

from __future__ import annotations

from lastmile_core.problem import DayPrices, RoutingProblem


def is_plain(problem: RoutingProblem) -> bool:
    """Whether a day has nothing but single trips at matrix times, priced by kilometre, paid hour and vehicle.

    Several windows, collections, skills, locks, breaks and limits on stops and distance are plain.
    """
    return not (
        problem.has_trip_rules
        or problem.has_visit_prices
        or problem.traffic is not None
        or problem.docks
        or problem.prices != DayPrices()
        or problem.same_route
        or problem.different_routes
        or any(visit.locked_position is not None for visit in problem.visits)
        or any(
            day.regular_time is not None
            or day.max_duration is not None
            or day.frozen_prefix
            or any(rule.after_work is not None for rule in day.breaks)
            for day in problem.vehicles
        )
    )
