"""One run of local search and of ruin and recreate on all cores."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence

from lastmile_core.planning.base.route_check import RouteBook
from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.evaluation.quick_judge import QuickJudge
from lastmile_core.planning.polishing.draft import Draft
from lastmile_core.planning.polishing.moving import LocalSearch
from lastmile_core.planning.polishing.nearness import near_visits
from lastmile_core.planning.polishing.ruining import Routes, Ruiner
from lastmile_core.problem import RoutingProblem

PHASES = 5
"""Between two phases the best routes are handed on to whoever has much worse ones."""
SWEEPS_SHARE = 0.15
"""Most of the time that local search may take before ruin and recreate begins; then each phase ends with a sweep."""
MOST_SWEEPS = 6
HOT, COLD = 0.2, 0.01
"""What a round may cost at the begin and at the end, as a share of what a leg costs on average."""
MUCH_WORSE = 1.003
CHUNK = 25
"""Rounds between two looks at the clock, a few hundredths of a second."""
POLL_S = 0.1


class Polisher:
    """See :func:`lastmile_core.planning.polishing.polish.polish`."""

    def __init__(
        self,
        problem: RoutingProblem,
        book: RouteBook,
        budget: SearchBudget,
        on_best: Callable[[Routes], None] | None = None,
        movable: Collection[int] | None = None,
    ) -> None:
        self.problem, self.budget = problem, budget
        quick = QuickJudge(problem, book.kind_of, budget.seed)
        near = near_visits(quick.day)
        self.draft = Draft(problem, quick, book)
        self._moving = LocalSearch(self.draft, near)
        others = [
            QuickJudge(problem, book.kind_of, budget.seed + 1000 * number, quick.day)
            for number in range(budget.workers)
        ]
        self._ruiners = [Ruiner(other, near, movable) for other in others]
        # Moves of the local search change what lies beside a visit as well.
        self._may_sweep = movable is None
        self._rng = random.Random(budget.seed)
        self._on_best = on_best
        self._begun = time.monotonic()
        self._best: Routes = {}
        self._best_total: int | None = None

    def polish(self, routes: Mapping[int, Sequence[int]]) -> Routes:
        """Return the best routes found from these."""
        self.draft.put_all({vehicle: routes.get(vehicle, ()) for vehicle in range(self.problem.num_vehicles)})
        self._best = {vehicle: list(order) for vehicle, order in sorted(routes.items()) if order}
        self._best_total = self.draft.judged_total()
        if self._best_total is None or not self.problem.num_visits or not self.problem.num_vehicles:
            return self._best
        self._sweeps(SWEEPS_SHARE)
        for phase in range(PHASES):
            if self.budget.is_over():
                break
            self._phase(phase)
            self._sweeps((phase + 1.5) / PHASES)
        return self._best

    def _sweeps(self, until_share: float) -> None:
        """Local search from the best routes until nothing more is found."""
        for _ in range(MOST_SWEEPS if self._may_sweep else 0):
            if self.sweep(lambda: self._is_late(until_share)) == 0:
                break

    def _is_late(self, share: float) -> bool:
        if self.budget.max_iterations is not None:
            return self.budget.is_over()
        return self.budget.is_over() or self._share() > share

    def _share(self) -> float:
        now = time.monotonic()
        return (now - self._begun) / max(1e-6, self.budget.deadline - self._begun)

    def sweep(self, is_over: Callable[[], bool]) -> int:
        """Try every visit's moves once, in random order; return how many were made."""
        order = list(range(self.problem.num_visits))
        self._rng.shuffle(order)
        made = 0
        for visit in order:
            if is_over():
                break
            made += self._moving.improve_visit(visit) is not None
        for vehicle in range(self.problem.num_vehicles):
            made += self._moving.improve_trips(vehicle) is not None
        if made:
            self._offer({vehicle: list(route) for vehicle, route in enumerate(self.draft.routes) if route})
        return made

    def _offer(self, routes: Routes) -> bool:
        """Take routes that the judge finds clean and cheaper; put the best ones into the draft."""
        self.draft.put_all({vehicle: routes.get(vehicle, ()) for vehicle in range(self.problem.num_vehicles)})
        total = self.draft.judged_total()
        assert self._best_total is not None, "it begins with clean routes"
        is_better = total is not None and total < self._best_total
        if is_better:
            self._best, self._best_total = routes, total
            if self._on_best is not None:
                self._on_best(routes)
        else:
            self.draft.put_all({v: self._best.get(v, ()) for v in range(self.problem.num_vehicles)})
        return is_better

    def _phase(self, phase: int) -> None:
        """Ruin and recreate on every core, then hand the best on."""
        cents = self.draft.total() / max(1, sum(map(len, self.draft.routes)))
        for ruiner in self._ruiners:
            is_behind = phase == 0 or ruiner.best_total > self.draft.total() * MUCH_WORSE or not self._is_clean(ruiner)
            ruiner.begin(self._best if is_behind else ruiner.best())
        self._run(phase, cents)
        for ruiner in sorted(self._ruiners, key=lambda one: one.best_total):
            self._offer(ruiner.best())

    def _is_clean(self, ruiner: Ruiner) -> bool:
        return all(self.draft.book.is_clean(vehicle, order) for vehicle, order in ruiner.best().items())

    def _run(self, phase: int, cents: float) -> None:
        stopped = threading.Event()
        tasks = [(ruiner, phase, cents, stopped) for ruiner in self._ruiners]
        if len(tasks) == 1:
            self._search(*tasks[0], is_over=self.budget.is_over)
            return
        threads = [
            threading.Thread(target=self._search, args=task, name=f"polish {number}", daemon=True)
            for number, task in enumerate(tasks)
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            # The caller's wish to stop is asked for in the caller's thread only.
            if self.budget.is_over():
                stopped.set()
            for thread in threads:
                thread.join(timeout=POLL_S)

    def _search(
        self,
        ruiner: Ruiner,
        phase: int,
        cents: float,
        stopped: threading.Event,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Do the rounds of one phase."""
        most = self.budget.max_iterations
        if most is not None:
            first, last = most * phase // PHASES, most * (phase + 1) // PHASES
            for done in range(first, last, CHUNK):
                if stopped.is_set() or is_over():
                    break
                ruiner.run(min(CHUNK, last - done), cents * _heat(done / most))
            return
        end = SWEEPS_SHARE + (1 - SWEEPS_SHARE) * (phase + 0.9) / PHASES
        while (share := self._share()) < end and not (stopped.is_set() or is_over()):
            ruiner.run(CHUNK, cents * _heat(share))


def _heat(share: float) -> float:
    return float(HOT * (COLD / HOT) ** min(1.0, share))
