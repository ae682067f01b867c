"""Windows that name their days: which day an order is planned on, and what of the window is left on that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from lastmile_core.files.orders.order_draft import WindowEnds

_DAY = 86_400
_HORIZON = timedelta(days=31)


def _days(ends: WindowEnds) -> tuple[date, date] | None:
    """Return the first and the last day that a window touches; None when it names none."""
    start, end = ends
    first = (start and start.day) or (end and end.day)
    last = (end and end.day) or (start and start.day)
    if not first or not last:
        return None
    if end and end.day and end.seconds == 0 and last > first:  # until midnight is the day before
        last -= timedelta(days=1)
    return first, max(first, last)


def touches(ends: WindowEnds, day: date) -> bool:
    """Return whether a window touches a day; one without days touches any, one without an end every later one."""
    days = _days(ends)
    if days is None:
        return True
    if ends[1] is None:
        return days[0] <= day <= days[0] + _HORIZON
    return days[0] <= day <= days[1]


def choose_day(windows: Sequence[WindowEnds], wanted: date) -> date | None:
    """Return the day on which an order is planned: the wanted one if a window touches it, else the nearest.

    None when no window names a day.
    """
    dated = [(days, ends) for ends in windows if (days := _days(ends))]
    if not dated:
        return None
    if any(touches(ends, wanted) for _, ends in dated):
        return wanted
    later = [days[0] for days, _ in dated if days[0] > wanted]
    return min(later) if later else max(days[1] for days, _ in dated)


def cut_to_day(ends: WindowEnds, day: date) -> WindowEnds:
    """Return what of a window lies on a day; a night that begins on it keeps its end on the next morning."""
    start, end = ends
    if start and start.day and start.day < day and (end is None or (end.day and end.day >= day)):
        start = None if end is None or end.day != day else replace(start, seconds=0, day=day)
    if start is None and end and end.day and end.day > day and ends[0]:
        return None, None  # all of the day
    if start and end and start.day == day and end.day and end.day > day:
        length = (end.day - day).days * _DAY + end.seconds - start.seconds
        if length >= _DAY:
            end = replace(end, seconds=_DAY, day=day)
    return start, end
