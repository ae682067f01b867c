"""When the remaining stops will be reached: the plan moved by the delay, waits eaten up, windows respected."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model import Route, Stop
from lastmile_core.tracking.moments import seconds_between, shift


@dataclass(frozen=True, slots=True)
class StopSlack:
    """What one planned stop does to a delay, in seconds relative to its planned arrival.

    Attributes
    ----------
    pause
        From arrival to service without the wait, that is a break before it.
    start
        Planned start of service.
    opening
        Opening of the window; None when there is none.
    """

    pause: int
    start: int
    opening: int | None

    def delay_after(self, delay: int) -> int:
        """Return the delay with which service begins when the vehicle arrives ``delay`` seconds late.

        A planned wait swallows lateness; a window that is not open yet stops earliness.
        """
        start = delay + self.pause
        if self.opening is not None and self.opening > start:
            start = self.opening
        return start - self.start


def slack_of(stop: Stop) -> StopSlack:
    """Return what a planned stop does to a delay."""
    start = seconds_between(stop.arrival, stop.service_start)
    opening = seconds_between(stop.arrival, stop.window.earliest) if stop.window else None
    return StopSlack(max(0, start - stop.wait_s), start, opening)


def carry_delay(slacks: Iterable[StopSlack], delay: int) -> int:
    """Return the delay after passing several stops."""
    for slack in slacks:
        delay = slack.delay_after(delay)
    return delay


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
    for index, stop in enumerate(route.stops):
        if stop.visit_id not in remaining:
            continue
        for reload in route.reloads:
            # Waiting at the depot, for goods or a bay, takes up a delay and is not left early.
            if reload.before_stop == index and reload.wait_s > 0:
                delay_s = max(0, delay_s - reload.wait_s)
        if now is not None:
            delay_s = max(delay_s, seconds_between(stop.arrival, now))
        arrivals[stop.visit_id] = shift(stop.arrival, delay_s)
        delay_s = slack_of(stop).delay_after(delay_s)
    return arrivals
