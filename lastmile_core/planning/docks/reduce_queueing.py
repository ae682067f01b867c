"""Begins with less queueing where some queueing is left: one loading at a time comes sooner or later.

Docks are given out as the judge does, first come first served, so a loading may also let a quicker one pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lastmile_core.planning.docks.dock_schedule import DockWish
from lastmile_core.planning.docks.route_times import RouteTimes
from lastmile_core.planning.docks.wish_prices import WishPrices
from lastmile_core.problem import DockDay
from lastmile_core.schedule.timing.dock_allocator import first_come_first_served

MOST_PASSES = 6
MOST_TRIES = 1500
"""Begins that are tried; about a tenth of a second on a day of 20 vans."""


class QueueReducer:
    """The begins of all loadings, made better step by step.

    Attributes
    ----------
    begins
        Of each wish.
    """

    def __init__(
        self, times: RouteTimes, wishes: Sequence[DockWish], docks: Sequence[DockDay], begins: Sequence[int]
    ) -> None:
        self.begins = list(begins)
        self._wishes, self._docks = wishes, docks
        self._prices = WishPrices(times, wishes)
        self._tries = 0

    def settle(self, is_over: Callable[[], bool]) -> None:
        """Move single loadings until nobody queues, or nothing gets better."""
        for _ in range(MOST_PASSES):
            is_better = False
            for location in sorted({wish.location for wish in self._wishes}):
                here = [number for number, wish in enumerate(self._wishes) if wish.location == location]
                for number in sorted(here, key=lambda number: (self.begins[number], number)):
                    if self._tries > MOST_TRIES or is_over():
                        return
                    is_better |= self._move(number, here)
            if not is_better:
                return

    def _move(self, number: int, here: Sequence[int]) -> bool:
        docks = [dock for dock in self._docks if dock.location == self._wishes[number].location]
        first = own = self.begins[number]
        queue, _ = self._queue(here, docks)
        if queue == 0:
            return False
        best = (queue, self._prices.of(number, own, self.begins))
        for begin in sorted(set(self._candidates(number, here))):
            self._tries += 1
            self.begins[number] = begin
            queue, _ = self._queue(here, docks)
            if queue > best[0] or not self._prices.keeps_trips(number, self.begins):
                continue
            rank = (queue, self._prices.of(number, begin, self.begins))
            if rank < best:
                best, own = rank, begin
        self.begins[number] = own
        return own != first

    def _candidates(self, number: int, here: Sequence[int]) -> Iterator[int]:
        """Yield begins at which something changes: its own limits, just before and after others come and are served."""
        wish = self._wishes[number]
        _, served = self._queue(here, [dock for dock in self._docks if dock.location == wish.location])
        moments = [wish.wanted, *(edge for span in wish.spans for edge in span)]
        for other in here:
            if other != number:
                begin, moment = self.begins[other], served[other]
                moments += [begin - 1, begin, begin + 1, moment - wish.length, moment + self._wishes[other].length]
        for moment in moments:
            if moment != self.begins[number] and any(low <= moment <= high for low, high in wish.spans):
                yield moment

    def _queue(self, here: Sequence[int], docks: Sequence[DockDay]) -> tuple[int, dict[int, int]]:
        """Return the seconds in the queue and when each loading is served."""
        order = sorted(here, key=lambda n: (self.begins[n], self._wishes[n].vehicle, self._wishes[n].trip))
        spans = [(self.begins[number], self.begins[number] + self._wishes[number].length) for number in order]
        turns = first_come_first_served(spans, [(dock.opens, dock.closes) for dock in docks])
        total = sum(turn.over or turn.begin - start for turn, (start, _) in zip(turns, spans, strict=True))
        return total, {number: turn.begin for number, turn in zip(order, turns, strict=True)}
