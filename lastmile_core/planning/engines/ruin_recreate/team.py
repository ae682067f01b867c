"""Searches side by side, one thread a core; what one finds the others may go on from."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence

from lastmile_core.planning.base.search_limits import SearchBudget
from lastmile_core.planning.engines.ruin_recreate.annealing import Annealing
from lastmile_core.planning.engines.ruin_recreate.build_model import SearchModel

POLL_S = 0.1
ROUNDS_PER_ITERATION = 50
"""A round is that much shorter than one iteration of the other fast engine, which limits are meant for."""
CHUNKS = 40
"""Temperatures that a search with a limit on rounds goes through."""
SHARE_AT = (0.7, 0.9)
"""Shares of the time at which everybody goes on from the best."""
ROUNDS_A_VISIT = 1500
"""Rounds for each visit after which cooling more slowly gains less than beginning anew: the best of two searches was
0.7 % cheaper than one of twice the length (213 to 321 orders)."""
MOST_STARTS = 6
SPEED_AT = 0.03
"""Share of the time after which the speed is known well enough to say how often to begin."""

Routes = dict[int, list[int]]


class Team:
    """Some searches of one day.

    Parameters
    ----------
    days
        The day as each search sees it: they may differ in where breaks are put.
    routes
        Where they begin.
    budget
        Ends them.
    begin
        Share of the cooling that is over already when they begin.
    """

    def __init__(
        self, days: Sequence[SearchModel], routes: Mapping[int, Sequence[int]], budget: SearchBudget, begin: float = 0.0
    ) -> None:
        self._budget = budget
        self._begin = begin
        self._begun = time.monotonic()
        self._span = max(1e-3, budget.remaining_s)
        self._days, self._routes = days, routes
        self._searches = [self._new_search(number, 0) for number in range(len(days))]
        self._stopped = threading.Event()
        self._news = threading.Event()
        self._best: list[tuple[float, Routes] | None] = [None] * len(days)
        self._error: BaseException | None = None

    def __iter__(self) -> Iterator[Routes]:
        """Yield better routes as they come, the best of all last; with a limit on rounds only those."""
        threads = [
            threading.Thread(target=self._run, args=(number,), name=f"ruin {number}", daemon=True)
            for number in range(len(self._searches))
        ]
        for thread in threads:
            thread.start()
        told = float("inf")
        try:
            while any(thread.is_alive() for thread in threads):
                self._news.wait(POLL_S)
                self._news.clear()
                if self._budget.should_stop():
                    self._stopped.set()
                best = min((found for found in self._best if found is not None), key=lambda f: f[0], default=None)
                if best is not None and best[0] < told and self._budget.max_iterations is None:
                    told = best[0]
                    yield best[1]
        finally:
            self._stopped.set()
            for thread in threads:
                thread.join()
        if self._error is not None:
            raise self._error
        ends = sorted((search.best_total, number) for number, search in enumerate(self._searches))
        for total, number in reversed(ends):
            if total < told or self._budget.max_iterations is not None:
                yield self._searches[number].best()

    def _run(self, number: int) -> None:
        try:
            if self._budget.max_iterations is None:
                self._run_by_clock(number)
            else:
                self._run_by_count(number, self._budget.max_iterations)
        except BaseException as error:  # handed to the caller's thread, which raises it
            self._error = error
            self._stopped.set()
        finally:
            self._news.set()

    def _new_search(self, number: int, start: int) -> Annealing:
        return Annealing(self._days[number], self._routes, self._budget.seed + 1000 * number + 7919 * start)

    def _run_by_clock(self, number: int) -> None:
        search, marks = self._searches[number], list(SHARE_AT)
        starts, start = 0, 0
        told = search.best_total
        search.chunk(
            self._begin
        )  # the first one waits for the compiled code to be loaded and says nothing of the speed
        skipped, since = search.rounds_done, time.monotonic()
        while not (self._stopped.is_set() or self._budget.is_late()):
            share = (time.monotonic() - self._begun) / self._span
            if not starts and share >= SPEED_AT:
                speed = (search.rounds_done - skipped) / max(1e-3, time.monotonic() - since)
                starts = self._num_starts(speed * self._span, len(self._days[number].day.visits))
            if starts > 1 and share * starts >= start + 1 and start + 1 < starts:
                start += 1
                search = self._new_search(number, start)
            if starts == 1 and marks and share >= marks[0]:
                marks.pop(0)
                self._go_on_from_best(number)
            cooled = min(1.0, share * max(1, starts) - start)
            search.chunk(self._begin + (1 - self._begin) * cooled)
            if search.best_total < told - 1e-6:
                told = search.best_total
                self._searches[number] = search
                self._best[number] = (told, search.best())
                self._news.set()

    def _num_starts(self, rounds: float, num_visits: int) -> int:
        """Return how often each search begins, given the rounds that it has time for."""
        if self._begin:
            return 1
        return max(1, min(MOST_STARTS, int(rounds / (ROUNDS_A_VISIT * num_visits))))

    def _go_on_from_best(self, number: int) -> None:
        found = [best for best in self._best if best is not None]
        best = min(found, key=lambda entry: entry[0], default=None)
        if best is not None and best[0] < self._searches[number].best_total - 1e-6:
            self._searches[number].restart(best[1])

    def _run_by_count(self, number: int, iterations: int) -> None:
        search = self._searches[number]
        count = max(1, iterations * ROUNDS_PER_ITERATION // CHUNKS)
        for chunk in range(CHUNKS):
            if self._stopped.is_set() or self._budget.is_late():
                break
            search.chunk(chunk / CHUNKS, count)
