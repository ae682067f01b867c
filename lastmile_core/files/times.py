"""Times of day in cells: 24 and 12 hours, HHMM, Excel fractions, ISO moments, "(+1)" for the next day, ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lastmile_core.files.values import CellError

_DAY = 86_400
_NEXT = re.compile(r"\(?\s*\+\s*1\s*(?:d|day|tag|jour)?s?\s*\)?$|next day$", re.IGNORECASE)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.hH]\s*(\d{1,2}))?(?:\s*[:.mM]\s*(\d{1,2})(?:\.\d+)?)?\s*(?:[hH]|uhr|Uhr|s)?\s*([aApP])?\.?\s*(?:[mM]\.?)?"
)
_HOUR_H = re.compile(r"(\d{1,2})\s*[hH]")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
_RANGE = re.compile(
    r"\s*(?:from|von|de|between|zwischen|entre)?\s*(.+?)\s*(?:-|–|—|~|\bto\b|\bbis\b|\bà\b|\bund\b|\band\b|\ba\b)\s*(.+?)\s*"
)
_AFTER = re.compile(r"(?:after|from|ab|nach|apres|après|a partir de|>)\s*(.+)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:before|until|by|till|bis|vor|avant|jusqu'a|jusqu'à|<)\s*(.+)", re.IGNORECASE)
_WORDS = {
    "noon": 12 * 3600,
    "midday": 12 * 3600,
    "mittag": 12 * 3600,
    "midi": 12 * 3600,
    "midnight": 0,
    "mitternacht": 0,
    "minuit": 0,
}
_MEND = "Write the time as HH:MM, such as 09:30."


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes
    ----------
    seconds
        After local midnight; 86,400 and more is the next day.
    day
        The date that the cell names itself, or None.
    has_zone
        Whether the cell named its offset from UTC.
    """

    seconds: int
    day: date | None = None
    has_zone: bool = False


@lru_cache(maxsize=16384)
def read_time(text: str, timezone: str = "UTC") -> Clock:
    """Return the time of day that a cell says.

    Raises
    ------
    CellError
        TIME_FORMAT when it says none, or one that no clock shows.
    """
    cell = text.strip().lstrip("'").strip()
    if cell.lower() in _WORDS:
        return Clock(_WORDS[cell.lower()])
    iso = _ISO.fullmatch(cell)
    if iso:
        return _from_iso(iso, timezone, text)
    next_day = _NEXT.search(cell)
    if next_day and next_day.start() > 0:
        cell = cell[: next_day.start()].strip()
    seconds = _seconds_of(cell, text, timezone)
    if isinstance(seconds, Clock):
        return seconds
    return Clock(seconds + (_DAY if next_day else 0))


def _seconds_of(cell: str, text: str, timezone: str) -> int | Clock:
    if re.fullmatch(r"0?[.,]\d+|1\.0", cell):
        return round(float(cell.replace(",", ".")) * _DAY)
    if cell.isdecimal():
        return _from_digits(cell, text, timezone)
    match = _CLOCK.fullmatch(cell)
    if not match:
        raise CellError("TIME_FORMAT", f"{text!r} is not a time of day.", _MEND)
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match.group(4) or "").lower()
    if match.group(2) and len(match.group(2)) == 1 and "." in cell:  # 9.5: half past nine or ten to ten?
        raise CellError("TIME_FORMAT", f"{text!r} can be read in two ways.", _MEND)
    if half:
        if not 1 <= hour <= 12:
            if hour == 0 or hour > 23:
                raise CellError("TIME_FORMAT", f"{text!r} is not a time of day.", _MEND)
        else:
            hour = hour % 12 + (12 if half == "p" else 0)
    return _checked(hour, minute, second, text)


def _from_digits(cell: str, text: str, timezone: str) -> int | Clock:
    if len(cell) <= 2:
        return _checked(int(cell), 0, 0, text)
    if len(cell) <= 4:
        return _checked(int(cell[:-2]), int(cell[-2:]), 0, text)
    if len(cell) == 6:
        return _checked(int(cell[:2]), int(cell[2:4]), int(cell[4:]), text)
    if len(cell) == 5 and int(cell) <= _DAY:  # seconds since midnight
        return int(cell)
    if len(cell) in (10, 13):  # seconds or milliseconds since 1970
        moment = datetime.fromtimestamp(int(cell[:10]), UTC).astimezone(ZoneInfo(timezone))
        return Clock(moment.hour * 3600 + moment.minute * 60 + moment.second, moment.date(), has_zone=True)
    raise CellError("TIME_FORMAT", f"{text!r} is not a time of day.", _MEND)


def _checked(hour: int, minute: int, second: int, text: str) -> int:
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise CellError("TIME_FORMAT", f"{text!r} is a time that no clock shows.", _MEND)
    return hour * 3600 + minute * 60 + second


def _from_iso(match: re.Match[str], timezone: str, text: str) -> Clock:
    day, clock, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{zone or ''}")
    except ValueError as error:
        raise CellError("TIME_FORMAT", f"{text!r} is a time that no clock shows.", _MEND) from error
    if zone:
        moment = moment.astimezone(ZoneInfo(timezone))
    return Clock(moment.hour * 3600 + moment.minute * 60 + moment.second, moment.date(), has_zone=bool(zone))


def read_range(text: str, timezone: str = "UTC") -> tuple[Clock | None, Clock | None]:
    """Return the two ends of a range in one cell: ``9-12``, ``09:00 – 11:30``, ``after 14:00``, ``before noon``.

    A single time is both ends. Raises CellError TIME_FORMAT.
    """
    cell = text.strip()
    for pattern, is_start in ((_AFTER, True), (_BEFORE, False)):
        match = pattern.fullmatch(cell)
        if match and not _RANGE.fullmatch(match.group(1)):
            clock = read_time(match.group(1), timezone)
            return (clock, None) if is_start else (None, clock)
    match = _RANGE.fullmatch(cell)
    if match and not _ISO.fullmatch(cell):
        return read_time(match.group(1), timezone), read_time(match.group(2), timezone)
    single = read_time(cell, timezone)
    return single, single


def moment_at(day: date, seconds: int, timezone: str) -> tuple[datetime, str]:
    """Return the moment when clocks show a time, and ``"gap"``, ``"twice"`` or ``""`` where the clocks change.

    In a gap the clock time does not exist; the moment is then the same time span after midnight's offset.
    """
    zone = ZoneInfo(timezone)
    naive = datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
    moment = naive.replace(tzinfo=zone)
    back = moment.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != naive:
        return back, "gap"
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        return moment, "twice"
    return moment, ""
