"""Re-plans what is left of a day, in three ways that differ in how much of the old plan they may touch.

``insert``: orders that are on no route are put in, and nothing else moves. ``reorder``: the stops of a route may also
be driven in another order, on their vehicle. ``free``: all that has not begun may change, at the price of change.
Stops that are done or under way are the vehicles' ``frozen_prefix``; whoever builds the problem sees to that.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.search_limits import SearchBudget, SearchLimits
from lastmile_core.planning.polishing.polish import polish
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.planning.solve import solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule import judge

Routes = dict[int, list[int]]

SEARCH_SHARE = 0.5
"""Share of the time for the engines; the rest polishes what they found."""
PLACING_S = 2.0
"""Time that putting orders in for the first time gets in any case: an answer without them is none."""


class ReplanMode(StrEnum):
    """How much of the plan may change."""

    INSERT = "insert"
    REORDER = "reorder"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """Routes for the rest of the day, and what they cost in cents (with the price of change)."""

    mode: ReplanMode
    routes: Routes
    unassigned: tuple[int, ...]
    cost: int
    runtime_s: float


def stay_near(problem: RoutingProblem, routes: Mapping[int, Sequence[int]]) -> RoutingProblem:
    """Return the problem with these routes as the plan to stay near to, at the times they come to now."""
    timed = judge(problem, routes).timetables.values()
    before = {
        visit: (timetable.vehicle, start)
        for timetable in timed
        for visit, start in zip(timetable.visits, timetable.starts, strict=True)
    }
    visits = tuple(
        replace(visit, previous_vehicle=before[idx][0], previous_start=before[idx][1]) if idx in before else visit
        for idx, visit in enumerate(problem.visits)
    )
    return replace(problem, visits=visits)


def replan(
    problem: RoutingProblem,
    current: Mapping[int, Sequence[int]],
    mode: ReplanMode,
    limits: SearchLimits,
    *,
    begin: Mapping[int, Sequence[int]] | None = None,
) -> Replanned:
    """Return the routes of the rest of the day in one mode.

    Parameters
    ----------
    problem
        The rest of the day, with its price of change (see :func:`stay_near`).
    current
        The routes as they are now, vehicle index to visit indices, what has begun first.
    begin
        Routes to begin with, of a mode that may change less; None for the cheapest insertion.
    """
    started = time.monotonic()
    if mode is ReplanMode.INSERT:
        routes = insert_only(problem, current, limits)
    else:
        routes = {v: list(order) for v, order in begin.items()} if begin else {}
        routes = routes or insert_only(problem, current, replace(limits, time_s=limits.time_s / 3))
        searched = problem if mode is ReplanMode.FREE else _on_their_vehicles(problem, current)
        for improve in (_searched, _polished):
            left = limits.time_s - (time.monotonic() - started)
            share = SEARCH_SHARE if improve is _searched else 1.0
            found = improve(searched, routes, replace(limits, time_s=max(0.1, share * left)))
            if judge(problem, found).cost.total < judge(problem, routes).cost.total:
                routes = found
    judged = judge(problem, routes)
    return Replanned(
        mode=mode,
        routes={vehicle: list(order) for vehicle, order in judged.routes.items()},
        unassigned=judged.unassigned,
        cost=judged.cost.total,
        runtime_s=time.monotonic() - started,
    )


def insert_only(problem: RoutingProblem, current: Mapping[int, Sequence[int]], limits: SearchLimits) -> Routes:
    """Return ``current`` with the orders that it lacks where they cost least; what was there keeps its sequence.

    The new ones are taken out again in groups and put back better, as long as time (or rounds) are left.
    """
    part, until = free_part(problem), time.monotonic() + limits.time_s
    before = part.inward(current)
    known = {visit for order in before.values() for visit in order}
    added = {n for n, visit in enumerate(part.problem.visits) if visit.is_order and n not in known}
    book = RouteBook(part.problem)
    latest = max(until, time.monotonic() + PLACING_S)
    is_late = (lambda: False) if limits.max_iterations is not None else (lambda: time.monotonic() > latest)
    routes = Repairer(part.problem, book).repair(before, is_late)
    # One order alone has its best place already.
    if len(added) > 1 and limits.max_iterations != 0 and time.monotonic() < until:
        # Pickups and reloads come with the orders and may go with them.
        more = {n for n, visit in enumerate(part.problem.visits) if not visit.is_order and n not in known}
        routes = polish(part.problem, routes, _budget(limits, until), book, movable=added | more)
    return part.outward(routes)


def _searched(problem: RoutingProblem, routes: Routes, limits: SearchLimits) -> Routes:
    return solve(problem, limits, initial=routes).routes


def _polished(problem: RoutingProblem, routes: Routes, limits: SearchLimits) -> Routes:
    part, until = free_part(problem), time.monotonic() + limits.time_s
    begun = {n: day.frozen_prefix for n, day in enumerate(part.problem.vehicles) if day.frozen_prefix}
    inside = part.inward(routes)
    return part.outward(polish(part.problem, {**begun, **inside}, _budget(limits, until), RouteBook(part.problem)))


def _budget(limits: SearchLimits, until: float) -> SearchBudget:
    return SearchBudget(deadline=until, seed=limits.seed, workers=limits.workers, max_iterations=limits.max_iterations)


def _on_their_vehicles(problem: RoutingProblem, current: Mapping[int, Sequence[int]]) -> RoutingProblem:
    """Return the problem with every visit bound to the vehicle that has it now; those on no route stay free."""
    home = {visit: vehicle for vehicle, order in current.items() for visit in order}
    visits = tuple(
        replace(visit, allowed_vehicles=frozenset({home[idx]})) if idx in home else visit
        for idx, visit in enumerate(problem.visits)
    )
    return replace(problem, visits=visits)
