"""Windows of a row to moments: one-sided ends, windows over midnight, hours of the depot, days when clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from lastmile_core.files.cells.dates import DateDecision, read_date
from lastmile_core.files.cells.times import Clock, moment_at
from lastmile_core.files.cells.values import CellError
from lastmile_core.files.orders.days_of_windows import choose_day, cut_to_day, touches
from lastmile_core.files.orders.order_draft import OrderDraft, WindowEnds
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import look, stop
from lastmile_core.model import TimeWindow

_DAY = 86_400
_LATE_EVENING = 17 * 3600
_EARLY_MORNING = 8 * 3600
_NARROW_S = 10 * 60


def build_windows(draft: OrderDraft, day: date, timezone: str, ctx: ReadContext, column: str) -> tuple[TimeWindow, ...]:
    """Return the windows of a draft as zone-aware moments; what is wrong becomes an issue of the draft."""
    windows = []
    for ends in draft.windows:
        spans = _seconds(draft, ends, day, column)
        if spans is None:
            continue
        start, end = (_moment(draft, day, seconds, timezone, column) for seconds in spans)
        if end < start:  # both in the hour that the clocks skip or repeat
            end = start
        windows.append(TimeWindow(earliest=start, latest=end))
    if windows:
        _check_hours(draft, windows, ctx, column)
    return tuple(sorted(set(windows), key=lambda window: window.earliest))


def settle_windows(
    draft: OrderDraft, ctx: ReadContext, dates: DateDecision | None = None, hints: Sequence[Clock] = ()
) -> None:
    """Bring windows to local time, and take the day from them when the row names none, in place.

    A window over several days belongs to each of them: it is cut to the day that is planned.

    Parameters
    ----------
    dates
        How dates inside the windows are written.
    hints
        Other clocks of the row that may name its day (those of the pickup).
    """
    decision = dates or DateDecision()
    windows: list[WindowEnds] = [
        (start and _with_day(start, decision, ctx), end and _with_day(end, decision, ctx))
        for start, end in draft.windows
    ]
    if draft.day is not None and not draft.core.get("date"):
        dated = [clock for ends in windows for clock in ends if clock and clock.day]
        chosen = choose_day(windows, ctx.service_date)
        chosen = chosen or next((c.day for c in (_with_day(hint, decision, ctx) for hint in hints) if c.day), None)
        if chosen and (dated or hints):
            draft.day = chosen
            draft.core["date"] = chosen.isoformat()
    day = draft.day or ctx.service_date
    touching = [ends for ends in windows if touches(ends, day)]
    cut = [cut_to_day(ends, day) for ends in (touching or windows)]
    draft.windows = [
        (start and start.on(day, ctx.timezone), end and _until_midnight(end.on(day, ctx.timezone), day))
        for start, end in cut
        if start or end
    ]


def _until_midnight(end: Clock, day: date) -> Clock:
    """Return the end of a window; "20:00 to 00:00" ends with the day, "00:00 to 00:00" is all of it."""
    return replace(end, seconds=_DAY) if end.seconds == 0 and (end.day is None or end.day <= day) else end


def _with_day(clock: Clock, dates: DateDecision, ctx: ReadContext) -> Clock:
    """Return the clock with the day that its cell writes before the time; a date that is none is left aside."""
    if not clock.date_text or clock.day:
        return clock
    try:
        return replace(clock, day=read_date(clock.date_text, dates, ctx.service_date, ctx.timezone), date_text="")
    except CellError:
        return clock


def _seconds(draft: OrderDraft, ends: WindowEnds, day: date, column: str) -> tuple[int, int] | None:
    start_clock, end_clock = ends
    for clock in ends:
        if clock and clock.day and clock.day not in (day, day + timedelta(days=1)):
            message = f"The window is on {clock.day}, the order on {day}."
            draft.issues.append(look("DATE_RANGE", message, "Check the day.", row=draft.row, column=column))
            break
    start = 0 if start_clock is None else start_clock.seconds
    end = _DAY - 60 if end_clock is None else end_clock.seconds
    if start_clock and end_clock and start_clock.day and end_clock.day and end_clock.day > start_clock.day:
        end += _DAY
    if end < start:
        if start >= _LATE_EVENING and end <= _EARLY_MORNING:
            message = f"The window runs over midnight: {_show(start)} to {_show(end)} the next day."
            draft.issues.append(
                look("CROSS_MIDNIGHT", message, "Check that a vehicle is out then.", row=draft.row, column=column)
            )
            return start, end + _DAY
        mend = "Swap the two or widen the window."
        if end <= 12 * 3600 and end + 12 * 3600 > start:
            mend = f"Was {_show(end + 12 * 3600)} meant?"
        message = f"The window ends ({_show(end)}) before it begins ({_show(start)})."
        draft.issues.append(stop("WINDOW_ORDER", message, mend, row=draft.row, column=column))
        return None
    if end - start < _NARROW_S:
        message = f"The window is only {(end - start) // 60} min wide ({_show(start)} to {_show(end)})."
        draft.issues.append(look("WINDOW_NARROW", message, "Check both ends.", row=draft.row, column=column))
    return start, end


def _moment(draft: OrderDraft, day: date, seconds: int, timezone: str, column: str) -> datetime:
    moment, change = _cached_moment(day, seconds, timezone)
    if change == "gap":
        message = f"{_show(seconds)} does not exist on {day}: clocks go forward. It was read as {moment:%H:%M}."
        draft.issues.append(look("DST_GAP", message, "Choose another time.", row=draft.row, column=column))
    elif change == "twice":
        message = f"{_show(seconds)} comes twice on {day}: clocks go back. The first one was taken."
        draft.issues.append(look("DST_AMBIGUOUS", message, "Choose another time.", row=draft.row, column=column))
    return moment


@lru_cache(maxsize=8192)
def _cached_moment(day: date, seconds: int, timezone: str) -> tuple[datetime, str]:
    return moment_at(day, seconds, timezone)


def _check_hours(draft: OrderDraft, windows: list[TimeWindow], ctx: ReadContext, column: str) -> None:
    if ctx.opens is None or ctx.closes is None or ctx.closes == ctx.opens:
        return
    if ctx.closes < ctx.opens:
        # Over midnight the depot is shut from closing in the morning until it opens in the evening.
        is_outside = all(
            window.earliest.date() == window.latest.date()
            and window.earliest.time() > ctx.closes
            and window.latest.time() < ctx.opens
            for window in windows
        )
    else:
        is_outside = _is_outside_day(windows, ctx.opens, ctx.closes)
    if is_outside:
        message = f"The window lies outside the depot's hours ({ctx.opens:%H:%M} to {ctx.closes:%H:%M})."
        draft.issues.append(look("OUTSIDE_DEPOT_HOURS", message, "Check the window.", row=draft.row, column=column))


def _is_outside_day(windows: list[TimeWindow], opens: time, closes: time) -> bool:
    return all(
        window.latest.time() < opens
        or (window.earliest.time() > closes and window.earliest.date() == window.latest.date())
        for window in windows
    )


def _show(seconds: int) -> str:
    seconds %= _DAY
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
