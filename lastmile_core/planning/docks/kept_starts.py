"""Begins of the loadings for routes that a person made or changed: no solver, nobody else is moved without need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastmile_core.planning.docks.dock_attempt import try_starts
from lastmile_core.planning.docks.first_come_first_served import first_come_first_served
from lastmile_core.planning.docks.route_times import RouteTimes, Starts
from lastmile_core.problem import RoutingProblem


def starts_in_turn(
    problem: RoutingProblem, routes: Mapping[int, Sequence[int]], kept: Mapping[int, Starts] | None = None
) -> dict[int, Starts]:
    """Return begins by vehicle so that as few as possible queue, first come first served.

    Parameters
    ----------
    routes
        Visit indices by vehicle index.
    kept
        Begins that an earlier plan promised to vehicles whose routes did not change; they come first and stay.
    """
    if not problem.docks:
        return {}
    times = RouteTimes(problem, routes)
    # Whoever keeps what was promised wins among equals.
    tries = [
        first_come_first_served(problem, times, kept),
        first_come_first_served(problem, times),
        dict(kept or {}),
        {},
    ]
    attempts = [try_starts(problem, times, starts) for starts in tries]
    return dict(min(attempts, key=lambda attempt: attempt.queue_s).starts)
