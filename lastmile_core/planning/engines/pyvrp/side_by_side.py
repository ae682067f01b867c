"""Several PyVRP searches with different seeds side by side, one thread a core."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyvrp import ProblemData, Solution

from lastmile_core.planning.engines.pyvrp.search import run_search
from lastmile_core.planning.search_limits import Budget

POLL_S = 0.1


class SideBySide:
    """Searches in threads; the caller looks at what they found while they go on.

    PyVRP lets go of the interpreter while it searches: two threads were measured to do twice the rounds of one.

    Parameters
    ----------
    data, initial
        What to solve and where to start; worker ``n`` takes entry ``n`` modulo their number.
    budget
        Ends the searches; ``workers`` says how many.
    """

    def __init__(
        self, data: Sequence[ProblemData], budget: Budget, initial: Sequence[Solution | None] = (None,)
    ) -> None:
        self._data, self._budget, self._initial = data, budget, initial
        self._stopped = threading.Event()
        self._news = threading.Event()
        self._best: list[Solution | None] = [None] * budget.workers
        self._error: BaseException | None = None
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"search {number}", daemon=True)
            for number in range(budget.workers)
        ]

    def __iter__(self) -> Iterator[tuple[int, Solution]]:
        """Yield (worker, better solution) as they come, until all searches have ended.

        With a limit on rounds only the last solution of every worker comes out: what is seen on the way depends on
        the speed of the machine, and the same seed must give the same plan.
        """
        for thread in self._threads:
            thread.start()
        seen: list[Solution | None] = [None] * self._budget.workers
        try:
            while any(thread.is_alive() for thread in self._threads):
                self._news.wait(POLL_S)
                self._news.clear()
                if self._budget.should_stop():
                    self._stopped.set()
                if self._budget.max_iterations is None:
                    yield from self._unseen(seen)
            yield from self._unseen(seen)
        finally:
            self._stopped.set()
            for thread in self._threads:
                thread.join()
        if self._error is not None:
            raise self._error

    def _unseen(self, seen: list[Solution | None]) -> Iterator[tuple[int, Solution]]:
        for number, solution in enumerate(self._best):
            if solution is not None and solution is not seen[number]:
                seen[number] = solution
                yield number, solution

    def _run(self, number: int) -> None:
        # Each search has a seed of its own; the caller's wish to stop is asked for in the caller's thread only.
        own = replace(self._budget, seed=self._budget.seed + 1000 * number, should_stop=self._stopped.is_set)
        try:
            self._best[number] = run_search(
                self._data[number % len(self._data)],
                own,
                initial=self._initial[number % len(self._initial)],
                on_best=lambda solution: self._tell(number, solution),
            )
        except BaseException as error:  # handed to the caller's thread, which raises it
            self._error = error
        self._news.set()

    def _tell(self, number: int, solution: Solution) -> None:
        self._best[number] = solution
        self._news.set()
