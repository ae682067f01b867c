"""Times of day in cells: 24 and 12 hours, HHMM, Excel fractions, ISO moments, zones, "(+1)" for the next day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lastmile_core.files.cells.values import CellError
from lastmile_core.files.raw_table import shorten

_DAY = 86_400
_LONGEST = 60
_NEXT = re.compile(
    r"\(?\s*\+\s*1\s*(?:d|day|tag|jour|giorno|dia|dag)?s?\s*\)?$"
    r"|\s*\(?(?:next day|nachster tag|am nachsten tag|folgetag|lendemain|jour suivant|giorno dopo|dia siguiente"
    r"|dia seguinte|volgende dag)\)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.hH]|uhr)\s*(\d{1,2}))?(?:\s*[:.mM]\s*(\d{1,2})(?:\.\d+)?)?\s*"
    r"(?:[hH][sS]?|uhr|uur|ore|horas?|heures?|o'?clock|min|s)?\s*([aApP])?\.?\s*(?:[mM]\.?)?(?:\s*(?:uhr|h))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_WITH_DATE = re.compile(
    r"(\d{1,2}[-./]\d{1,2}\.?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4})[\sT,]+(\d{1,2}[:.hH]\d\d.*|\d{1,2}\s*[apAP]\.?[mM].*)"
)
# How a spreadsheet keeps a time beyond midnight (ODS).
_PERIOD = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:[.,]\d+)?S)?", re.IGNORECASE)
_ZONE = re.compile(r"(.*\d.*?)\s*(z|utc|gmt|[a-z]{2,3}t|mez|mesz|(?:utc|gmt)?[+-]\d\d:?\d\d)", re.IGNORECASE)
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "west", "bst"), 3600),
    **dict.fromkeys(("cest", "mesz", "eet"), 7200),
    "eest": 10_800, "ist": 19_800, "brt": -10_800, "est": -18_000, "edt": -14_400, "cst": -21_600, "cdt": -18_000,
    "mst": -25_200, "mdt": -21_600, "pst": -28_800, "pdt": -25_200,
}  # fmt: skip
_WORDS = {
    "noon": 12 * 3600,
    "midday": 12 * 3600,
    "mittag": 12 * 3600,
    "midi": 12 * 3600,
    "midnight": 0,
    "mitternacht": 0,
    "minuit": 0,
    "mezzogiorno": 12 * 3600,
    "mezzanotte": 0,
    "mediodia": 12 * 3600,
    "medianoche": 0,
    "meio-dia": 12 * 3600,
    "meia-noite": 0,
    "twaalf uur": 12 * 3600,
    "middernacht": 0,
    "12 noon": 12 * 3600,
    "12 midnight": 0,
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
    offset_s
        Offset from UTC in seconds that a time without a day names; the local time follows from the day of the order.
    date_text
        The date before the time as the cell writes it ("15/02"); which day it is follows from the whole column.
    """

    seconds: int
    day: date | None = None
    offset_s: int | None = None
    date_text: str = ""

    def on(self, day: date, timezone: str) -> Clock:
        """Return the clock as local time of a day."""
        if self.offset_s is None:
            return self
        moment = datetime.combine(day, datetime.min.time(), UTC) + timedelta(seconds=self.seconds - self.offset_s)
        local = moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) - datetime.combine(day, datetime.min.time())
        return Clock(round(local.total_seconds()) % (2 * _DAY))


@lru_cache(maxsize=16384)
def read_time(text: str, timezone: str = "UTC") -> Clock:
    """Return the time of day that a cell says.

    Raises
    ------
    CellError
        TIME_FORMAT when it says none, or one that no clock shows.
    """
    cell = text.strip().lstrip("'").strip()
    if len(cell) > _LONGEST:
        raise CellError("TIME_FORMAT", f"{shorten(text)!r} is not a time of day.", _MEND)
    if cell.lower() in _WORDS:
        return Clock(_WORDS[cell.lower()])
    iso = _ISO.fullmatch(cell)
    if iso:
        return _from_iso(iso, timezone, text)
    date_text = ""
    if dated := _WITH_DATE.fullmatch(cell):
        date_text, cell = dated.groups()
    next_day = _NEXT.search(cell)
    if next_day and next_day.start() > 0:
        cell = cell[: next_day.start()].strip()
    offset = None
    zoned = _ZONE.fullmatch(cell)
    if zoned and (offset := _offset(zoned.group(2))) is not None:
        cell = zoned.group(1)
    seconds = _seconds_of(cell, text, timezone)
    if isinstance(seconds, Clock):
        return seconds
    return Clock(seconds + (_DAY if next_day else 0), offset_s=offset, date_text=date_text)


def _offset(name: str) -> int | None:
    """Return the offset from UTC in seconds of ``Z``, ``CET`` or ``+01:00``; None when it is not known."""
    name = name.lower()
    if name in _ZONES:
        return _ZONES[name]
    match = re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d):?(\d\d)", name)
    if not match or int(match.group(2)) > 14 or int(match.group(3)) > 59:
        return None
    seconds = int(match.group(2)) * 3600 + int(match.group(3)) * 60
    return -seconds if match.group(1) == "-" else seconds


def _seconds_of(cell: str, text: str, timezone: str) -> int | Clock:
    if re.fullmatch(r"0?[.,]\d+|1\.0", cell):
        return round(float(cell.replace(",", ".")) * _DAY)
    if re.fullmatch(r"[2-7]\d{4}[.,]\d+", cell):  # days since 1899-12-30, as Excel counts
        days = float(cell.replace(",", "."))
        return Clock(round(days % 1 * _DAY), date(1899, 12, 30) + timedelta(days=int(days)))
    if cell.isdecimal():
        return _from_digits(cell, text, timezone)
    if len(cell) > 2 and (period := _PERIOD.fullmatch(cell)):
        hours, minutes, period_s = (int(part or 0) for part in period.groups())
        return hours * 3600 + minutes * 60 + period_s
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
    return _checked(hour, minute, second, text, has_seconds=match.group(3) is not None)


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
        return Clock(moment.hour * 3600 + moment.minute * 60 + moment.second, moment.date())
    raise CellError("TIME_FORMAT", f"{text!r} is not a time of day.", _MEND)


def _checked(hour: int, minute: int, second: int, text: str, *, has_seconds: bool = False) -> int:
    # 24:30 is half past midnight; 26:00:00 is how spreadsheets show two o'clock of the next day, 26:00 a slip.
    if hour > (47 if has_seconds else 24) or minute > 59 or second > 59:
        raise CellError("TIME_FORMAT", f"{text!r} is a time that no clock shows.", _MEND)
    return hour * 3600 + minute * 60 + second


def _from_iso(match: re.Match[str], timezone: str, text: str) -> Clock:
    day, clock, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{(zone or '').upper().replace('UTC', 'Z')}")
    except ValueError as error:
        raise CellError("TIME_FORMAT", f"{text!r} is a time that no clock shows.", _MEND) from error
    if zone:
        moment = moment.astimezone(ZoneInfo(timezone))
    return Clock(moment.hour * 3600 + moment.minute * 60 + moment.second, moment.date())


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
