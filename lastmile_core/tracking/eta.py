"""When the remaining stops will be reached: the plan moved by the delay, waits eaten up, windows respected."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from lastmile_core.model import Route, Stop
from lastmile_core.tracking.moments import seconds_between, shift


def delay_after(stop: Stop, delay_s: int) -> int:
    """Return the delay with which service at ``stop`` begins when the vehicle arrives ``delay_s`` late.

    A planned wait swallows lateness; a window that is not open yet stops earliness.
    """
    pause_s = seconds_between(stop.arrival, stop.service_start) - stop.wait_s
    start = shift(stop.arrival, delay_s + max(0, pause_s))
    if stop.window is not None and seconds_between(start, stop.window.earliest) > 0:
        start = stop.window.earliest
    return seconds_between(stop.service_start, start)


def expected_arrivals(
    route: Route, delay_s: int, remaining: Container[str], now: datetime | None = None
) -> dict[str, datetime]:
    """Return the expected arrival at each remaining stop, in planned order.

    Parameters
    ----------
    delay_s
        Delay at the last known point of the route, in seconds; negative is early.
    remaining
        Order ids without an outcome and without an arrival.
    now
        When given, nothing is expected before it: a van that is silent and overdue is at least this late.
    """
    arrivals: dict[str, datetime] = {}
    for stop in route.stops:
        if stop.order_id not in remaining:
            continue
        if now is not None:
            delay_s = max(delay_s, seconds_between(stop.arrival, now))
        arrivals[stop.order_id] = shift(stop.arrival, delay_s)
        delay_s = delay_after(stop, delay_s)
    return arrivals
