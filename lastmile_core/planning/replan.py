"""Re-plans what is left of a day, in three ways that differ in how much of the old plan they may touch.

``insert``: orders that are on no route are put in, and nothing else moves. ``reorder``: the stops of a route may also
be driven in another order, on their vehicle. ``free``: all that has not begun may change, at the price of change.
Stops that are done or under way are the vehicles' ``frozen_prefix``; whoever builds the problem sees to that.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lastmile_core.planning.base.free_part import free_part
from lastmile_core.planning.base.search_limits import SearchLimits
from lastmile_core.planning.repair.repair import Repairer
from lastmile_core.planning.solve import solve
from lastmile_core.problem import RoutingProblem
from lastmile_core.schedule import judge

Routes = dict[int, list[int]]

MOST_SHAKEN = 14
"""Visits that are taken out at once; more are put back no better and slower."""
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
        for polish in (_searched, _shaken_all):
            left = limits.time_s - (time.monotonic() - started)
            share = 0.5 if polish is _searched else 1.0
            found = polish(searched, routes, replace(limits, time_s=max(0.1, share * left)))
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
    part = free_part(problem)
    shake = _Shake(part.problem, limits)
    before = part.inward(current)
    known = {visit for order in before.values() for visit in order}
    added = [n for n, visit in enumerate(part.problem.visits) if visit.is_order and n not in known]
    routes = shake.placed(before)
    # One order alone has its best place already.
    return part.outward(shake.better(routes, added) if len(added) > 1 else routes)


def _searched(problem: RoutingProblem, routes: Routes, limits: SearchLimits) -> Routes:
    return solve(problem, limits, initial=routes).routes


def _shaken_all(problem: RoutingProblem, routes: Routes, limits: SearchLimits) -> Routes:
    part = free_part(problem)
    frozen = {visit for day in part.problem.vehicles for visit in day.frozen_prefix}
    movable = [n for n, visit in enumerate(part.problem.visits) if visit.is_order and n not in frozen]
    return part.outward(_Shake(part.problem, limits).better(part.inward(routes), movable))


class _Shake:
    """Takes some visits out and puts them back where they cost least, again and again.

    Few rounds a second, but every rule and price counts in each of them, and most of what a re-plan can gain lies
    around the few visits that have to go elsewhere.
    """

    def __init__(self, problem: RoutingProblem, limits: SearchLimits) -> None:
        self._problem, self._limits = problem, limits
        self._until = time.monotonic() + limits.time_s
        self._repairer = Repairer(problem)
        self._rng = random.Random(limits.seed)

    def placed(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return the routes with all that fits, also when the time is over already."""
        latest = max(self._until, time.monotonic() + PLACING_S)
        return self._repairer.repair(routes, lambda: self._limits.max_iterations is None and time.monotonic() > latest)

    def mended(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return the routes with what fits before the time is over."""
        return self._repairer.repair(routes, self._is_over)

    def better(self, best: Routes, movable: Sequence[int]) -> Routes:
        """Return routes in which these visits may be elsewhere, and no other moved."""
        if not movable:
            return best
        cost, rounds = judge(self._problem, best).cost.total, 0
        while not self._is_over() and (self._limits.max_iterations is None or rounds < self._limits.max_iterations):
            rounds += 1
            out = self._group(movable, best)
            tried = self.mended({v: [n for n in order if n not in out] for v, order in best.items()})
            if (price := judge(self._problem, tried).cost.total) < cost:
                best, cost = tried, price
        return best

    def _is_over(self) -> bool:
        return self._limits.max_iterations is None and time.monotonic() > self._until

    def _group(self, movable: Sequence[int], routes: Routes) -> set[int]:
        """Return visits near to each other, of one route, or just any, with the other halves of pairs.

        Whole routes matter where several goods wait at one place: only without all of them a vehicle saves the way.
        """
        size = self._rng.randint(1, min(len(movable), MOST_SHAKEN))
        visits = self._problem.visits
        match self._rng.choice(("near", "route", "any")):
            case "near":
                away = self._problem.durations[0][visits[self._rng.choice(movable)].location]
                chosen = sorted(movable, key=lambda visit: (int(away[visits[visit].location]), visit))[:size]
            case "route":
                first = self._rng.choice(movable)
                own = set(next((order for order in routes.values() if first in order), [first]))
                chosen = [visit for visit in movable if visit in own][:MOST_SHAKEN]
            case _:
                chosen = self._rng.sample(movable, size)
        return {*chosen, *(partner for visit in chosen if (partner := visits[visit].partner) is not None)}


def _on_their_vehicles(problem: RoutingProblem, current: Mapping[int, Sequence[int]]) -> RoutingProblem:
    """Return the problem with every visit bound to the vehicle that has it now; those on no route stay free."""
    home = {visit: vehicle for vehicle, order in current.items() for visit in order}
    visits = tuple(
        replace(visit, allowed_vehicles=frozenset({home[idx]})) if idx in home else visit
        for idx, visit in enumerate(problem.visits)
    )
    return replace(problem, visits=visits)
