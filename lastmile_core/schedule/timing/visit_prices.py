"""What the hour of a service costs: wishes, first attempts, times promised before; exact, before rounding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lastmile_core.problem.routing_problem import DayPrices, Visit


class VisitPrice(NamedTuple):
    """Prices of one service.

    ``wish`` and ``changed`` in cents times 3600, ``failed`` in cents times 1000, so that nothing is rounded yet.
    """

    wish: int
    failed: int
    changed: int


def visit_price(prices: DayPrices, visit: Visit, start: int) -> VisitPrice:
    """Return what it costs to begin the service of a visit at ``start`` (second of the day)."""
    wish = failed = changed = 0
    if visit.preferred is not None:
        earliest, latest = visit.preferred
        wish = visit.early_price * max(0, earliest - start) + visit.late_price * max(0, start - latest)
    if prices.failed_attempt and visit.chances:
        failed = prices.failed_attempt * (1000 - chance_at(visit.chances, start))
    if prices.changed_time and visit.previous_start is not None and visit.is_order:
        changed = prices.changed_time * abs(start - visit.previous_start)
    return VisitPrice(wish, failed, changed)


def chance_at(chances: Sequence[int], start: int) -> int:
    """Return the chance in thousandths that the first attempt succeeds when service begins at ``start``."""
    return chances[min(max(start // 3600, 0), len(chances) - 1)]


def is_timed(prices: DayPrices, visit: Visit) -> bool:
    """Whether the hour at which a visit is served has a price."""
    return bool(
        (visit.preferred is not None and (visit.early_price or visit.late_price))
        or (prices.failed_attempt and visit.chances)
        or (prices.changed_time and visit.previous_start is not None and visit.is_order)
    )
