"""Local clock times to seconds of the service day: shifts, opening hours, breaks, windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Depot, Driver, TimeWindow
from lastmile_core.problem.routing_problem import BreakRule

HORIZON = 172_800
"""Two days in seconds: a shift may run past midnight, nothing runs longer."""


def seconds_on(day: ServiceDay, clock: time, days_later: int = 0) -> int:
    """Return the second of ``day`` at which local clocks show ``clock``, on that day or days later."""
    other = ServiceDay(service_date=day.service_date + timedelta(days=days_later), timezone=day.timezone)
    return day.seconds_of(other.local(clock))


def span_of(day: ServiceDay, start: time, end: time) -> tuple[int, int]:
    """Return a span of clock times in seconds; one that ends before it starts ends on the next day."""
    return seconds_on(day, start), seconds_on(day, end, days_later=0 if end > start else 1)


def shift_of(day: ServiceDay, start: time, end: time, depot: Depot) -> tuple[int, int]:
    """Return a shift clipped to the depot's opening hours of this day and the next.

    A shift that has no moment inside the opening hours becomes empty (both ends equal), so that
    every order is refused by it in words instead of failing the whole day.
    """
    begin, finish = span_of(day, start, end)
    if depot.opens == depot.closes:
        return begin, finish  # the yard never closes
    openings = []
    for days_later in (-1, 0, 1):
        opens = seconds_on(day, depot.opens, days_later)
        closes = seconds_on(day, depot.closes, days_later + (0 if depot.closes > depot.opens else 1))
        openings.append((opens, closes))
    begin = next((max(begin, opens) for opens, closes in openings if begin <= closes), finish)
    finish = next((min(finish, closes) for opens, closes in reversed(openings) if finish >= opens), begin)
    return begin, max(begin, finish)


def breaks_of(day: ServiceDay, driver: Driver | None, shift: tuple[int, int]) -> tuple[BreakRule, ...]:
    """Return the driver's break; none without a driver, without a length or outside the shift.

    For a shift over midnight the break's clock times may lie after midnight. A break that is due after some hours
    of work may begin when half of them are over, also before its clock time.
    """
    if driver is None or driver.break_s <= 0:
        return ()
    for days_later in (0, 1):
        earliest = seconds_on(day, driver.break_earliest, days_later)
        latest = seconds_on(
            day, driver.break_latest, days_later + (0 if driver.break_latest >= driver.break_earliest else 1)
        )
        if latest >= shift[0]:
            if earliest >= shift[1]:
                return ()
            after = driver.break_after_s
            if after is not None:
                earliest = min(earliest, shift[0] + after // 2)
            return (BreakRule(duration=driver.break_s, earliest=earliest, latest=latest, after_work=after),)
    return ()


def windows_of(day: ServiceDay, windows: Sequence[TimeWindow]) -> tuple[tuple[int, int], ...]:
    """Return alternative windows in seconds, sorted, overlapping ones joined, clipped to 0 … ``HORIZON``.

    No windows means any time. A window that lies wholly outside the two days shrinks to the nearest
    end, where no vehicle can be: the order is then refused by its window.
    """
    if not windows:
        return ((0, HORIZON),)
    joined: list[tuple[int, int]] = []
    for window in sorted(windows, key=lambda window: (window.earliest, window.latest)):
        earliest = min(max(day.seconds_of(window.earliest), 0), HORIZON)
        latest = min(max(day.seconds_of(window.latest), 0), HORIZON)
        if joined and earliest <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], latest))
        else:
            joined.append((earliest, latest))
    return tuple(joined)
