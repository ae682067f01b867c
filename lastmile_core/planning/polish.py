"""Makes a plan cheaper under the judge's own objective, where the engines can only say it nearly."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence

from lastmile_core.planning.plain_day import is_plain
from lastmile_core.planning.polishing.draft import Draft
from lastmile_core.planning.polishing.moving import LocalSearch
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.ruining import Ruiner
from lastmile_core.planning.quick_judge.quick import QuickJudge
from lastmile_core.planning.route_check import RouteBook
from lastmile_core.planning.search_limits import Budget
from lastmile_core.problem import RoutingProblem

Routes = dict[int, list[int]]

NO_PLAN = 1 << 60
LEAST_GAIN = 0.5
HOT, COLD = 150.0, 5.0
"""Cents by which a change may be worse at the begin and at the end of the search."""


def needs_polish(problem: RoutingProblem) -> bool:
    """Whether a problem has rules that the fast engine cannot say exactly."""
    return not is_plain(problem)


def polish(problem: RoutingProblem, routes: Mapping[int, Sequence[int]], budget: Budget, book: RouteBook) -> Routes:
    """Return routes that cost no more than the given ones, as the judge prices the plan.

    Parameters
    ----------
    problem
        Free visits and vehicles only.
    routes
        Clean routes, as ``Repairer.repair`` returns them.
    budget
        Time, or rounds (one ruin and recreate each): the same seed and rounds give the same routes.
    book
        The judge's answers so far.
    """
    polisher = Polisher(problem, book, budget.seed)
    polisher.begin(routes)
    begun, rounds = time.monotonic(), 0
    span = max(1e-6, budget.deadline - begun)
    while not budget.is_over() and (budget.max_iterations is None or rounds < budget.max_iterations):
        share = rounds / budget.max_iterations if budget.max_iterations else (time.monotonic() - begun) / span
        polisher.round(HOT * (COLD / HOT) ** min(1.0, share))
        rounds += 1
    return polisher.best


class Polisher:
    """One search; rounds can be done one by one."""

    def __init__(self, problem: RoutingProblem, book: RouteBook, seed: int) -> None:
        self.problem, self.book = problem, book
        self.rng = random.Random(seed)
        self.draft = Draft(problem, QuickJudge(problem, book.kind_of, seed), book)
        near = near_visits(self.draft.quick.day)
        self.ruiner = Ruiner(self.draft, near, self.rng)
        self.moving = LocalSearch(self.draft, near)
        self.best: Routes = {}
        self.best_total = 0
        self._best = self._total = math.inf

    def begin(self, routes: Mapping[int, Sequence[int]]) -> None:
        """Start from clean routes."""
        self.draft.put_all({vehicle: routes.get(vehicle, ()) for vehicle in range(self.problem.num_vehicles)})
        self.best = {vehicle: list(order) for vehicle, order in sorted(routes.items()) if order}
        judged = self.draft.judged_total()
        self.best_total = NO_PLAN if judged is None else judged
        self._best = self._total = self.draft.total()

    def round(self, heat: float) -> None:
        """Do one ruin and recreate; keep it when it is not worse by more than ``heat`` allows."""
        before = self.ruiner.change()
        total = self.draft.total()
        if total >= self._total - heat * math.log(max(1e-12, self.rng.random())):
            self.draft.put_all(before)
            return
        if total < self._best - LEAST_GAIN and not self._take_best(total):
            self.draft.put_all(before)
            return
        self._total = total

    def sweep(self, is_over: Callable[[], bool]) -> int:
        """Try every visit's moves once, in random order; return how many were made."""
        order = list(range(self.problem.num_visits))
        self.rng.shuffle(order)
        made = 0
        for visit in order:
            if is_over():
                break
            made += self.moving.improve_visit(visit) is not None
        for vehicle in range(self.problem.num_vehicles):
            made += self.moving.improve_trips(vehicle) is not None
        self._total = self.draft.total()
        if made:
            self._take_best(self._total)
        return made

    def _take_best(self, total: float) -> bool:
        """Let the judge look at a plan that seems better than the best; return whether it keeps every rule."""
        judged = self.draft.judged_total()
        if judged is None:
            return False
        self._best = total
        if judged < self.best_total:
            self.best_total = judged
            self.best = {vehicle: list(route) for vehicle, route in enumerate(self.draft.routes) if route}
        return True
