"""Several PyVRP searches side by side, one thread a core, each with its own seed and its own view of the problem."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pyvrp import ProblemData, Solution

from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.pyvrp.local_search import run_search

POLL_S = 0.1
ABANDON_S = 0.5
"""A round that is not over so long after the end is left behind: the first one of a very large day takes minutes."""
STRICT_SHARE = 0.3
"""Share of the budget after which a strict search without a feasible plan gives way to the lenient one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """What one worker searches.

    Attributes
    ----------
    data
        The problem with visits that may be left out at a price.
    strict
        The same with every visit a must, tried first; None to leave it. Which of the two finds more depends on the day
        (measured: 3 % either way), so workers differ in it.
    initial
        Where to start (made for ``data`` or ``strict``, whichever is searched first); None for a random start.
    is_gentle
        Begin with small fines, see :func:`run_search`.
    """

    data: ProblemData
    strict: ProblemData | None = None
    initial: Solution | None = None
    is_gentle: bool = False


class SideBySide:
    """Searches in threads; the caller looks at what they found while they go on.

    PyVRP lets go of the interpreter while it searches: two threads were measured to do twice the rounds of one.
    """

    def __init__(self, tasks: Sequence[Task], budget: SearchBudget) -> None:
        self._tasks, self._budget = tasks, budget
        self._stopped = threading.Event()
        self._news = threading.Event()
        self._best: list[Solution | None] = [None] * len(tasks)
        self._error: BaseException | None = None
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"search {number}", daemon=True)
            for number in range(len(tasks))
        ]

    def __iter__(self) -> Iterator[tuple[int, Solution]]:
        """Yield (worker, better solution) as they come, until all searches have ended.

        With a limit on rounds only the last solution of every worker comes out: what is seen on the way depends on
        the speed of the machine, and the same seed must give the same plan.
        """
        for thread in self._threads:
            thread.start()
        seen: list[Solution | None] = [None] * len(self._tasks)
        wall = self._budget.deadline + ABANDON_S
        try:
            while any(thread.is_alive() for thread in self._threads) and time.monotonic() < wall:
                self._news.wait(POLL_S)
                self._news.clear()
                if self._budget.should_stop() and not self._stopped.is_set():
                    self._stopped.set()
                    wall = min(wall, time.monotonic() + ABANDON_S)
                if self._budget.max_iterations is None:
                    yield from self._unseen(seen)
        finally:
            self._stopped.set()
            for thread in self._threads:
                thread.join(timeout=max(0.0, min(wall, time.monotonic() + ABANDON_S) - time.monotonic()))
        if self._error is not None:
            raise self._error
        yield from self._unseen(seen)

    def _unseen(self, seen: list[Solution | None]) -> Iterator[tuple[int, Solution]]:
        for number, solution in enumerate(self._best):
            if solution is not None and solution is not seen[number]:
                seen[number] = solution
                yield number, solution

    def _run(self, number: int) -> None:
        task = self._tasks[number]
        # Each search has a seed of its own; the caller's wish to stop is asked for in the caller's thread only.
        budget = replace(self._budget, seed=self._budget.seed + 1000 * number, should_stop=self._stopped.is_set)
        try:
            if task.strict is not None and self._search_strictly(number, task.strict, budget):
                return
            start = task.initial if task.strict is None else None
            self._tell(
                number,
                run_search(
                    task.data,
                    budget,
                    initial=start,
                    on_best=lambda found: self._tell(number, found),
                    is_gentle=task.is_gentle,
                ),
            )
        except BaseException as error:  # handed to the caller's thread, which raises it
            self._error = error
            self._stopped.set()
        finally:
            self._news.set()

    def _search_strictly(self, number: int, data: ProblemData, budget: SearchBudget) -> bool:
        """Search with every visit a must; False when no feasible plan came up early enough."""
        give_up = time.monotonic() + STRICT_SHARE * budget.remaining_s
        rounds = None if budget.max_iterations is None else int(STRICT_SHARE * budget.max_iterations)
        found = run_search(
            data,
            budget,
            initial=self._tasks[number].initial,
            on_best=lambda better: self._tell(number, better) if better.is_feasible() else None,
            give_up=lambda done: time.monotonic() > give_up if rounds is None else done > rounds,
        )
        if found.is_feasible():
            self._tell(number, found)
        return bool(found.is_feasible())

    def _tell(self, number: int, solution: Solution) -> None:
        self._best[number] = solution
        self._news.set()
