"""Driving with and without traffic and breaks, compiled."""

from __future__ import annotations

from lastmile_core.planning.evaluation.compiled import compiled, inlined
from lastmile_core.planning.evaluation.day_arrays import HOUR, NEVER, Day


@inlined
def arrive(day: Day, district: int, now: int, drive: int) -> int:
    """Return when a drive of so many matrix seconds that begins ``now`` is over."""
    if not day.what[0].has_traffic or drive == 0:
        return now + drive
    factor, done = day.traffic[0, district], day.traffic[1, district]
    hour = min(max(now, 0) // HOUR, len(factor) - 1)
    goal = done[hour] + (now - HOUR * hour) / factor[hour] + drive
    while hour + 1 < len(factor) and done[hour + 1] < goal:
        hour += 1
    return int(HOUR * hour + (goal - done[hour]) * factor[hour] + 0.999999)


@inlined
def leave_by(day: Day, district: int, due: int, drive: int) -> int:
    """Return the last moment at which such a drive may begin so as to be over by ``due``."""
    if not day.what[0].has_traffic or drive == 0:
        return due - drive
    factor, done = day.traffic[0, district], day.traffic[1, district]
    hour = min(max(due, 0) // HOUR, len(factor) - 1)
    goal = done[hour] + (due - HOUR * hour) / factor[hour] - drive
    while hour > 0 and done[hour] > goal:
        hour -= 1
    return int(HOUR * hour + (goal - done[hour]) * factor[hour] + 0.000001)


@inlined
def driven(day: Day, district: int, since: int, until: int) -> int:
    """Return the matrix seconds that are driven between two moments."""
    if not day.what[0].has_traffic:
        return until - since
    factor, done = day.traffic[0, district], day.traffic[1, district]
    total = 0.0
    for sign, moment in ((1, until), (-1, since)):
        hour = min(max(moment, 0) // HOUR, len(factor) - 1)
        total += sign * (done[hour] + (moment - HOUR * hour) / factor[hour])
    return int(total)


@compiled
def rest_on_leg(
    day: Day, vehicle: int, first: int, count: int, latest: int, district: int, now: int, drive: int, set_up: int
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
    if drive == 0:
        arrival = now
    for number in range(first, first + count):
        duration, earliest, last = day.breaks[vehicle, number, 0], day.breaks[vehicle, number, 1], 0
        last = min(day.breaks[vehicle, number, 2], latest + day.breaks[vehicle, number, 3])
        until = last if number == first + count - 1 else earliest
        if drive > 0:
            reached = arrive(day, district, now, drive)
            if reached <= max(until, now):
                now, drive, arrival = reached, 0, reached
            elif until > now:
                drive -= driven(day, district, now, until)
                now = until
        if drive == 0 and set_up > 0:
            step = min(set_up, max(0, until - now))
            now, set_up = now + step, set_up - step
        begin = max(now, earliest)
        if begin > last:
            return NEVER, NEVER, 0
        now = begin + duration
        if drive == 0:
            rest += duration
    if drive > 0:
        now = arrive(day, district, now, drive)
        arrival = now
    return arrival, now + set_up, rest
