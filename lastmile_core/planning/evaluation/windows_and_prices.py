"""When service begins in a visit's windows, and what time and hours cost; compiled, for every evaluation of routes."""

from __future__ import annotations

from typing import Any

from lastmile_core.planning.evaluation.compiled import inlined
from lastmile_core.planning.evaluation.day_arrays import HOUR, NEVER

Arrays = Any
"""Arrays of a day with ``visits``, ``windows`` and ``failure_cost``: of the whole evaluation or of the fast search."""


@inlined
def window_of(day: Arrays, visit: int, moment: int) -> int:
    """Return the number of the first window that is not over at a moment; the last one when all are."""
    last = day.visits[visit].num_windows - 1
    for window in range(last):
        if moment <= day.windows[visit, window, 1]:
            return window
    return last


@inlined
def begin_service(day: Arrays, visit: int, ready: int) -> int:
    """Return when service begins for who is ready at that moment; NEVER after the last window."""
    for window in range(day.visits[visit].num_windows):
        if ready <= day.windows[visit, window, 1]:
            return max(ready, day.windows[visit, window, 0])
    return NEVER


@inlined
def begin_by(day: Arrays, visit: int, due: int) -> int:
    """Return the latest begin of service no later than ``due``; below zero when every window opens later."""
    for window in range(day.visits[visit].num_windows - 1, -1, -1):
        if day.windows[visit, window, 0] <= due:
            return min(due, day.windows[visit, window, 1])
    return -NEVER


@inlined
def time_price(rules: Any, paid: int) -> float:
    """Return what paid seconds cost with a vehicle's prices, overtime included, in cents."""
    return paid * rules.per_second + max(0, paid - rules.regular) * rules.per_overtime


@inlined
def hour_price(day: Arrays, visit: int, begin: int) -> float:
    """Return what it costs that service at a visit begins at a moment: wishes, and attempts that fail; in cents."""
    stop = day.visits[visit]
    cents = max(0, stop.wish_from - begin) * stop.early_price + max(0, begin - stop.wish_until) * stop.late_price
    return cents + day.failure_cost[visit, min(max(begin // HOUR, 0), day.failure_cost.shape[1] - 1)]
