"""Small steps after the solver: one or two loadings at a time move to the gap at the docks that costs them least."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from lastmile_core.planning.docks.dock_schedule import DockWish
from lastmile_core.planning.docks.route_times import RouteTimes
from lastmile_core.planning.docks.wish_prices import WishPrices
from lastmile_core.problem import DockDay
from lastmile_core.schedule.timing.dock_allocator import first_come_first_served

MOST_PASSES = 6
MOST_STEPS = 1000
"""Changes that are tried; a fifth of a second on a day of 40 vans."""


def docks_for(wishes: Sequence[DockWish], docks: Sequence[DockDay], begins: Sequence[int]) -> list[int] | None:
    """Return a dock for each begin, the one that closes first of those that are free; None where there is none."""
    chosen = [-1] * len(wishes)
    for location in {wish.location for wish in wishes}:
        here = [number for number, dock in enumerate(docks) if dock.location == location]
        if not here:
            return None
        order = sorted((n for n, wish in enumerate(wishes) if wish.location == location), key=lambda n: begins[n])
        spans = [(begins[number], begins[number] + wishes[number].length) for number in order]
        turns = first_come_first_served(spans, [(docks[dock].opens, docks[dock].closes) for dock in here])
        for number, turn in zip(order, turns, strict=True):
            if turn.over or turn.begin > begins[number]:
                return None
            chosen[number] = here[turn.dock]
    return chosen


class Settler:
    """Begins at which nobody queues, made cheaper step by step.

    Parameters
    ----------
    begins, dock_of
        Of each wish: when it begins, and the index of its dock in ``docks``; no two overlap.
    """

    def __init__(
        self,
        times: RouteTimes,
        wishes: Sequence[DockWish],
        docks: Sequence[DockDay],
        begins: Sequence[int],
        dock_of: Sequence[int],
    ) -> None:
        self.begins = list(begins)
        self._dock_of = list(dock_of)
        self._steps = 0
        self._wishes, self._docks = wishes, docks
        self._prices = WishPrices(times, wishes)
        self._rows: list[list[tuple[int, int]]] = [[] for _ in docks]
        for number, dock in enumerate(dock_of):
            insort(self._rows[dock], self._span(number))

    def settle(self, is_over: Callable[[], bool]) -> None:
        """Move single loadings, then pairs of which at least one costs something, until nothing gets cheaper."""
        everybody = range(len(self._wishes))
        for _ in range(MOST_PASSES):
            is_better = False
            dear = sorted(everybody, key=lambda number: (-self._price(number), number))
            for one in dear:
                if self._price(one) <= 0:
                    break
                is_better |= self._move_again((one,))
                for other in everybody:
                    if self._steps > MOST_STEPS or is_over():
                        return
                    if other != one and self._wishes[other].location == self._wishes[one].location:
                        is_better |= self._move_again((one, other)) or self._move_again((other, one))
            if not is_better:
                return

    def _move_again(self, numbers: tuple[int, ...]) -> bool:
        """Take loadings out and put them back where each costs least; whether that is cheaper than it was."""
        self._steps += 1
        before = [(self.begins[number], self._dock_of[number]) for number in numbers]
        cost = sum(map(self._price, numbers))
        for number in numbers:
            self._take_out(number)
        placed = []
        for number in numbers:
            choice = min(self._choices(number), default=None)
            if choice is None:
                break
            price, begin, dock = choice
            self._put_in(number, begin, dock)
            placed.append(number)
            cost -= price
        if (
            cost > 0
            and placed == [*numbers]
            and all(self._prices.keeps_trips(number, self.begins) for number in numbers)
        ):
            return True
        for number in placed:
            self._take_out(number)
        for number, (begin, dock) in zip(numbers, before, strict=True):
            self._put_in(number, begin, dock)
        return False

    def _span(self, number: int) -> tuple[int, int]:
        return self.begins[number], self.begins[number] + self._wishes[number].length

    def _take_out(self, number: int) -> None:
        self._rows[self._dock_of[number]].remove(self._span(number))

    def _put_in(self, number: int, begin: int, dock: int) -> None:
        self.begins[number], self._dock_of[number] = begin, dock
        insort(self._rows[dock], self._span(number))

    def _choices(self, number: int) -> Iterator[tuple[int, int, int]]:
        """Yield (price, begin, dock) for the cheapest begin in each gap."""
        wish = self._wishes[number]
        soonest, zero = self._prices.soonest(number, self.begins), self._prices.zero(number, self.begins)
        for row, dock in enumerate(self._docks):
            if dock.location != wish.location:
                continue
            for (_, since), (until, _) in pairwise([(0, dock.opens), *self._rows[row], (dock.closes, 0)]):
                first, last = max(since, soonest), until - wish.length
                if first > last:
                    continue
                for low, high in wish.spans:
                    low, high = max(low, first), min(high, last)
                    if low > high:
                        continue
                    corners = {low, high, min(max(wish.wanted, low), high)}
                    corners |= {point + zero for point, _ in wish.prices if low < point + zero < high}
                    yield min((self._prices.of(number, begin, self.begins), begin, row) for begin in corners)

    def _price(self, number: int) -> int:
        return self._prices.of(number, self.begins[number], self.begins)
