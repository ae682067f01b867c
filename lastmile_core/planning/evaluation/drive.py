"""Driving in the traffic of the hour, compiled: the one place that times drives, exactly as the judge does."""

from __future__ import annotations

from typing import Any

from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.day_arrays import HOUR, NEVER, DayArrays
from lastmile_core.planning.evaluation.traffic_tables import FAR, MARK, RATE, SCALE

Arrays = Any
"""Arrays of a day with ``traffic`` and ``features``: those of the whole evaluation and those of the fast search."""


@inlined
def arrive(day: Arrays, district: int, now: int, drive: int) -> int:
    """Return when a drive of so many matrix seconds that begins ``now`` is over."""
    if not day.features[0].has_traffic or drive == 0 or now >= FAR:
        return now + drive
    rate, mark = day.traffic[RATE, district], day.traffic[MARK, district]
    hour = min(max(now, 0) // HOUR, len(rate) - 1)
    goal = mark[hour] + (now - HOUR * hour) * rate[hour] + drive * day.traffic[SCALE, district, 0]
    while hour + 1 < len(mark) and mark[hour + 1] <= goal:
        hour += 1
    return HOUR * hour - (mark[hour] - goal) // rate[hour]


@inlined
def leave_by(day: Arrays, district: int, due: int, drive: int) -> int:
    """Return the last moment at which such a drive may begin so as to be over by ``due``."""
    if not day.features[0].has_traffic or drive == 0 or due >= FAR or due <= -FAR:
        return due - drive
    rate, mark = day.traffic[RATE, district], day.traffic[MARK, district]
    hour = min(max(due, 0) // HOUR, len(rate) - 1)
    left = mark[hour] + (due - HOUR * hour) * rate[hour] - drive * day.traffic[SCALE, district, 0]
    while hour > 0 and mark[hour] > left:
        hour -= 1
    return HOUR * hour + (left - mark[hour]) // rate[hour]


@inlined
def work(day: Arrays, district: int, moment: int) -> int:
    """Return how much of a drive is done from midnight until a moment; matrix seconds without traffic."""
    if not day.features[0].has_traffic:
        return moment
    rate, mark = day.traffic[RATE, district], day.traffic[MARK, district]
    hour = min(max(moment, 0) // HOUR, len(rate) - 1)
    return mark[hour] + (moment - HOUR * hour) * rate[hour]


@inlined
def when(day: Arrays, district: int, done: int) -> int:
    """Return the first whole second at which so much work is done."""
    if not day.features[0].has_traffic:
        return done
    rate, mark = day.traffic[RATE, district], day.traffic[MARK, district]
    hour = 0
    while hour + 1 < len(mark) and mark[hour + 1] <= done:
        hour += 1
    return HOUR * hour - (mark[hour] - done) // rate[hour]


@compiled
def rest_on_leg(
    day: DayArrays, vehicle: int, first: int, count: int, latest: int, district: int, now: int, drive: int, set_up: int
) -> tuple[int, int, int]:
    """Drive a leg and take ``count`` breaks in it from break ``first`` on.

    Each break is put off as long as its rule allows and something is left to drive or set up, the ones before the last
    only until they may begin, as the judge does. ``latest`` holds for breaks after work.

    Returns
    -------
    tuple of int
        Arrival, moment when leg and breaks are done, seconds of breaks at the stop; NEVER when one begins too late.
    """
    arrival, rest = -1, 0
    left = drive * day.traffic[SCALE, district, 0]
    if left == 0:
        arrival = now
    for number in range(first, first + count):
        duration, earliest, last = day.breaks[vehicle, number, 0], day.breaks[vehicle, number, 1], 0
        last = min(day.breaks[vehicle, number, 2], latest + day.breaks[vehicle, number, 3])
        until = last if number == first + count - 1 else earliest
        if left > 0:
            reached = when(day, district, work(day, district, now) + left)
            if reached <= max(until, now):
                now, left, arrival = reached, 0, reached
            elif until > now:
                left -= work(day, district, until) - work(day, district, now)
                now = until
        if left == 0 and set_up > 0:
            step = min(set_up, max(0, until - now))
            now, set_up = now + step, set_up - step
        begin = max(now, earliest)
        if begin > last:
            return NEVER, NEVER, 0
        now = begin + duration
        if left == 0:
            rest += duration
    if left > 0:
        now = when(day, district, work(day, district, now) + left)
        arrival = now
    return arrival, now + set_up, rest
