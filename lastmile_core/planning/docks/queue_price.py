"""When somebody has to queue: being served later than a route can bear gets a price that nothing else outweighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lastmile_core.planning.docks.dock_schedule import SECONDS_A_CENT, DockWish
from lastmile_core.problem import DockDay

_AN_HOUR = 3600


def second_price(wishes: Sequence[DockWish]) -> int:
    """Return cents for a second in the queue: more than all prices and moves together can save."""
    cents = sum(
        max((c for _, c in wish.prices), default=0) - min((c for _, c in wish.prices), default=0) for wish in wishes
    )
    moves = sum(wish.spans[-1][1] - wish.spans[0][0] for wish in wishes)
    return 2 * (1 + cents) + 2 * moves // SECONDS_A_CENT


def may_queue(wishes: Sequence[DockWish], docks: Sequence[DockDay], price: int) -> list[DockWish]:
    """Return wishes for the moment of being served, which may come after the last begin that keeps the rules.

    Parameters
    ----------
    price
        Cents for each second after it.
    """
    found = []
    for wish in wishes:
        last = wish.spans[-1][1]
        closes = max(dock.closes for dock in docks if dock.location == wish.location) - wish.length
        # The prices of a reload count from the moment when it could begin.
        zero = wish.wanted if wish.after is not None else 0
        known = [point for point in wish.prices if point[0] < last - zero]
        cents = wish.prices[-1][1] if wish.prices else 0
        points = (*known, (last - zero, cents), (last - zero + _AN_HOUR, cents + price * _AN_HOUR))
        spans = (*wish.spans[:-1], (wish.spans[-1][0], max(last, closes)))
        found.append(replace(wish, spans=spans, prices=points))
    return found


def latest_arrivals(wishes: Sequence[DockWish], served: Sequence[int]) -> list[int]:
    """Return when the loadings come, given when they are served: as late as their routes can bear."""
    return [min(moment, wish.spans[-1][1]) for wish, moment in zip(wishes, served, strict=True)]
