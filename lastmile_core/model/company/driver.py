"""A driver, the shift and the break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

USUAL_BREAK = (time(11, 0), time(13, 30))
"""When a break begins in a day shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A driver with the usual shift.

    Attributes
    ----------
    shift_start, shift_end
        Local times; loading begins no earlier, return is no later. A shift that ends before it
        starts ends on the next day.
    break_s
        Length of the break in seconds; 0 for none.
    break_earliest, break_latest
        Local times between which the break must begin.
    break_after_s
        The break begins no later than so many seconds after loading began, if need be before ``break_earliest``;
        None when only the clock counts.
    districts
        Parts of town that the driver knows (``Order.district``); empty when all are the same to them.
    """

    driver_id: str
    name: str
    depot_id: str
    phone: str = ""
    skills: frozenset[str] = frozenset()
    shift_start: time = time(7, 0)
    shift_end: time = time(16, 0)
    break_s: int = 1800
    break_earliest: time = USUAL_BREAK[0]
    break_latest: time = USUAL_BREAK[1]
    is_active: bool = True
    break_after_s: int | None = None
    districts: frozenset[str] = frozenset()


def usual_break(shift_start: time, shift_end: time) -> tuple[time, time]:
    """Return between which local times the break of a shift begins when nobody said it.

    That is 11:00 to 13:30 where these lie at least an hour inside the shift, else its middle third, to the
    quarter of an hour: a shift from 13:00 to 22:00 rests between 16:00 and 19:00.
    """
    begin, end = _minutes(shift_start), _minutes(shift_end)
    if end <= begin:
        end += 24 * 60
    if begin + 60 <= _minutes(USUAL_BREAK[0]) and _minutes(USUAL_BREAK[1]) <= end - 60:
        return USUAL_BREAK
    third = (end - begin) // 3
    return _clock(begin + third), _clock(end - third)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    quarter = round(minutes / 15) * 15 % (24 * 60)
    return time(quarter // 60, quarter % 60)
