"""CP-SAT, small steps and the judge taking turns until they agree when every loading begins."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lastmile_core.planning.docks.dock_attempt import DockAttempt, try_starts
from lastmile_core.planning.docks.dock_schedule import DockWish, schedule_loadings
from lastmile_core.planning.docks.queue_price import latest_arrivals, may_queue, second_price
from lastmile_core.planning.docks.reduce_queueing import QueueReducer
from lastmile_core.planning.docks.route_times import RouteTimes, Starts
from lastmile_core.planning.docks.settle import Settler, docks_for
from lastmile_core.planning.docks.slack import later_than_hoped
from lastmile_core.problem import DockDay, RoutingProblem

MOST_ROUNDS = 4
"""Answers of the solver that are judged; each one that a reload could not keep teaches it when that van is back."""
SEARCH_WORK, TRY_WORK = 0.05, 0.02
"""The solver's work in its own seconds (three to five of a processor each): on begins at which nobody queues, and on
the least queueing; on one change that might end a queue. Together with the small steps and the judge less than a second
on a day of 40 vans, so that the clock ends the work only on a machine that has much else to do."""
SOLVER_SHARE, STEPS_SHARE = 0.75, 0.85
"""Of the time, when the solver has to be through, and then the small steps; the rest is for finding out what would end
a queue that cannot be avoided."""


@dataclass(slots=True)
class DockSearch:
    """Looks for better begins.

    Attributes
    ----------
    wishes
        What each route can bear; corrected when the judge does not share it.
    time_s, until
        Seconds for everything, and the ``time.monotonic`` at which they are over.
    """

    problem: RoutingProblem
    times: RouteTimes
    wishes: list[DockWish]
    time_s: float
    until: float
    seed: int

    def best_of(self, known: DockAttempt) -> tuple[DockAttempt, bool]:
        """Return the best attempt, ``known`` among them, and whether less queueing is impossible."""
        end = self.until - (1 - SOLVER_SHARE) * self.time_s
        found, is_impossible = self._without_queue(self.problem.docks, self._begins(known.starts), SEARCH_WORK, end)
        best = min(known, found or known, key=lambda attempt: attempt.rank)
        least = 0
        if best.queue_s:
            found, least = self._least_queue(best, end)
            best = min(best, found, key=lambda attempt: attempt.rank)
        if best.queue_s == 0:
            found = self._settled(self._begins(best.starts))
            best = min(best, found or best, key=lambda attempt: attempt.rank)
        return best, best.queue_s == 0 or (is_impossible and best.queue_s <= max(1, least))

    def ends_queues(self, docks: Sequence[DockDay]) -> bool:
        """Whether nobody would queue with these docks; unknown counts as no."""
        found, _ = self._without_queue(docks, (), TRY_WORK, self.until)
        return found is not None and found.queue_s == 0

    def soonest(self) -> dict[int, int]:
        """Return the first begin of any loading by place."""
        found: dict[int, int] = {}
        for wish in self.wishes:
            found[wish.location] = min(wish.spans[0][0], found.get(wish.location, wish.spans[0][0]))
        return found

    def _without_queue(
        self, docks: Sequence[DockDay], hint: Sequence[int], work_s: float, end: float
    ) -> tuple[DockAttempt | None, bool]:
        """Return the best attempt made of the solver's answers, and whether it proved that somebody has to queue."""
        problem = replace(self.problem, docks=tuple(docks))
        best: DockAttempt | None = None
        for _ in range(MOST_ROUNDS):
            if (left := end - time.monotonic()) <= 0:
                break
            answer = schedule_loadings(self.wishes, docks, time_s=left, work_s=work_s, seed=self.seed, hint=hint)
            if answer.begins is None:
                return best, best is None and math.isinf(answer.least_cents)
            starts = self._starts(answer.begins)
            found = try_starts(problem, self.times, starts)
            best = found if best is None else min(best, found, key=lambda attempt: attempt.rank)
            if not self._learn(starts):
                break
            hint, work_s = answer.begins, work_s / 2
        return best, False

    def _least_queue(self, known: DockAttempt, end: float) -> tuple[DockAttempt, int]:
        """Return the best attempt with some queueing, and the seconds below which it is impossible."""
        price = second_price(self.wishes)
        wishes = may_queue(self.wishes, self.problem.docks, price)
        served = {(one.vehicle, one.trip): one.start + one.queue_s for one in known.loadings if one.dock is not None}
        begins: Sequence[int] = [served.get((wish.vehicle, wish.trip), wish.wanted) for wish in wishes]
        tries, least = [self._begins(known.starts)], 0
        if (left := end - time.monotonic()) > 0:
            answer = schedule_loadings(
                wishes, self.problem.docks, time_s=left, work_s=SEARCH_WORK, seed=self.seed, hint=begins
            )
            if answer.begins is not None:
                tries.append(latest_arrivals(self.wishes, answer.begins))
                least = math.ceil(answer.least_cents / price - 0.5)
        attempts = []
        for begins in tries:
            reducer = QueueReducer(self.times, self.wishes, self.problem.docks, begins)
            reducer.settle(lambda: self._left() < (1 - STEPS_SHARE) * self.time_s)
            attempts.append(try_starts(self.problem, self.times, self._starts(reducer.begins)))
        return min(attempts, key=lambda attempt: attempt.rank), least

    def _settled(self, begins: Sequence[int]) -> DockAttempt | None:
        """Return what small steps make of begins at which nobody queues; None when no docks were seen for them."""
        docks = docks_for(self.wishes, self.problem.docks, begins)
        if docks is None:
            return None
        settler = Settler(self.times, self.wishes, self.problem.docks, begins, docks)
        settler.settle(lambda: self._left() < 0)
        return try_starts(self.problem, self.times, self._starts(settler.begins))

    def _left(self) -> float:
        return self.until - time.monotonic()

    def _begins(self, starts: Mapping[int, Starts]) -> Sequence[int]:
        return [self.times.begins(wish.vehicle, starts.get(wish.vehicle, ()))[wish.trip] for wish in self.wishes]

    def _starts(self, begins: Sequence[int]) -> dict[int, Starts]:
        chosen: dict[int, dict[int, int]] = {}
        for wish, begin in zip(self.wishes, begins, strict=True):
            chosen.setdefault(wish.vehicle, {})[wish.trip] = begin
        return {
            vehicle: tuple(own.get(trip, begin) for trip, begin in enumerate(self.times.begins(vehicle, ())))
            for vehicle, own in chosen.items()
        }

    def _learn(self, starts: Mapping[int, Starts]) -> bool:
        """Correct the wishes that the judge does not share; whether there were any."""
        has_learnt = False
        for number, wish in enumerate(self.wishes):
            own = starts[wish.vehicle]
            if not self.times.is_sound(wish.vehicle, own):
                # A rule stands between begins that keep it; this vehicle stays where it is.
                if wish.spans != (still := ((wish.wanted, wish.wanted),)):
                    self.wishes[number] = replace(wish, spans=still)
                    has_learnt = True
            elif (reached := self.times.begins(wish.vehicle, own)[wish.trip]) > own[wish.trip] and wish.follows:
                self.wishes[number] = later_than_hoped(wish, own[wish.trip - 1], reached)
                has_learnt = True
        return has_learnt
