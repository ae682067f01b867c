"""What a begin costs, and when a reload can begin, read from the wishes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lastmile_core.planning.docks.dock_schedule import SECONDS_A_CENT, DockWish
from lastmile_core.planning.docks.route_times import RouteTimes


class WishPrices:
    """Answers for begins of all wishes at once, since a reload depends on the trip before it."""

    def __init__(self, times: RouteTimes, wishes: Sequence[DockWish]) -> None:
        self._times, self._wishes = times, wishes
        self._next = {wish.after: number for number, wish in enumerate(wishes) if wish.after is not None}

    def of(self, number: int, begin: int, begins: Sequence[int]) -> int:
        """Return what it costs to begin then, moves included, in seconds of moving."""
        wish = self._wishes[number]
        cents = _straight(wish.prices, begin - self.zero(number, begins)) if wish.prices else 0.0
        return round(SECONDS_A_CENT * cents) + abs(begin - wish.wanted)

    def zero(self, number: int, begins: Sequence[int]) -> int:
        """Return the moment from which the prices of a wish count."""
        return 0 if self._wishes[number].after is None else self.soonest(number, begins)

    def soonest(self, number: int, begins: Sequence[int]) -> int:
        """Return the earliest begin after the trip before, by the judge."""
        wish = self._wishes[number]
        if wish.after is None:
            return 0
        before = self._times.begins(wish.vehicle, ())[: wish.trip - 1]
        return self._times.begins(wish.vehicle, (*before, begins[wish.after]))[wish.trip]

    def keeps_trips(self, number: int, begins: Sequence[int]) -> bool:
        """Whether the vehicle is back in time for this loading and, with it, for its next one."""
        following = self._next.get(number)
        return begins[number] >= self.soonest(number, begins) and (
            following is None or self.soonest(following, begins) <= begins[following]
        )


def _straight(points: Sequence[tuple[int, int]], moment: int) -> float:
    """Return the price at ``moment`` on the lines between the points, the outer ones drawn on."""
    if len(points) == 1:
        return points[0][1]
    lines = list(pairwise(points))
    (x0, y0), (x1, y1) = next((line for line in lines if moment <= line[1][0]), lines[-1])
    return y0 + (y1 - y0) * (moment - x0) / (x1 - x0)
