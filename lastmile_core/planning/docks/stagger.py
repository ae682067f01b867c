"""Departures staggered so that nobody queues at the docks, or as little as these routes allow."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from lastmile_core.planning.base.dock_board import DockBoard
from lastmile_core.planning.docks.dock_attempt import try_starts
from lastmile_core.planning.docks.dock_conflicts import conflicts_of, with_mends
from lastmile_core.planning.docks.dock_search import DockSearch
from lastmile_core.planning.docks.first_come_first_served import first_come_first_served
from lastmile_core.planning.docks.route_times import RouteTimes
from lastmile_core.planning.docks.slack import read_slack
from lastmile_core.problem import RoutingProblem


def stagger(
    problem: RoutingProblem, routes: Mapping[int, Sequence[int]], time_s: float = 1.0, seed: int = 1
) -> DockBoard:
    """Return when each loading of these routes begins, so that the judge finds the least queueing, then the least cost.

    The order of the visits stays. No window, shift, break or other rule is broken for it that the routes keep without.

    Parameters
    ----------
    routes
        Visit indices by vehicle index.
    time_s
        Wall clock; the work is less than that on a free processor. Until it is reached the same seed gives the same
        answer; then the best so far stands, at first that of first come first served.
    """
    if not problem.docks:
        return DockBoard(is_proven=True)
    times = RouteTimes(problem, routes)
    free = try_starts(problem, times, {})
    if free.queue_s == 0:
        return DockBoard(loadings=free.loadings, is_proven=True)
    until = time.monotonic() + time_s
    turns = try_starts(problem, times, first_come_first_served(problem, times))
    best = min(free, turns, key=lambda attempt: attempt.rank)
    is_proven, conflicts = False, None
    # Where hours have prices, beginning later may be worth more than it was before.
    if best.queue_s == 0 and best.cost <= free.cost and not problem.has_visit_prices:
        is_proven = True
    elif (wishes := read_slack(problem, times, lambda: time.monotonic() > until)) is not None:
        search = DockSearch(problem, times, wishes, time_s, until, seed)
        best, is_proven = search.best_of(best)
        if best.queue_s:
            conflicts = with_mends(problem, conflicts_of(problem, best.loadings), search.soonest(), search.ends_queues)
    return DockBoard(
        loading_starts=dict(best.starts),
        loadings=best.loadings,
        queue_before_s=free.queue_s,
        extra_cost=best.cost - free.cost,
        is_proven=is_proven,
        conflicts=conflicts if conflicts is not None else conflicts_of(problem, best.loadings),
    )
