"""Dates in cells: the order of day and month is decided once for the whole column, never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lastmile_core.files.cells.values import CellError
from lastmile_core.files.cells.words import plain
from lastmile_core.files.raw_table import look, note, shorten, stop
from lastmile_core.model import Issue

_THREE = re.compile(r"(\d{1,4})\s*([-./ ])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?(?:[T ,]+\d{1,2}[:.hH]\d\d.*)?")
_TWO = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\.?")
_SIX = re.compile(r"(\d\d)(\d\d)(\d\d)")
_EIGHT = re.compile(r"(\d\d)(\d\d)(\d{4})")
_CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_WEEKDAY = re.compile(r"[^\W\d]{2,12}\.?,?\s+(?=\d)")
_ISO_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)")
_NAMED = re.compile(
    r"(?:[^\W\d]+,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?[\s-]+(?:de\s+)?([^\W\d]{3,})\.?|([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r",?[\s-]*(?:de\s+)?(\d{4}|\d{2})?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan gen ene",
            "feb fev fevr",
            "mar marz maer mars mrt",
            "apr avr abr",
            "may mai mag mei",
            "jun juin giu",
            "jul juil lug",
            "aug aout ago ags",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic des",
        ),
        1,
    )
    for name in names.split()
}
_MEND = "Write the date as YYYY-MM-DD."
_SHOWN = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_NEAR_DAYS = 31
_LONGEST = 60
Parts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class DateDecision:
    """How a column writes dates: ``dmy``, ``mdy`` or ``ymd``; ``question`` when only a person can say."""

    order: str = "dmy"
    question: Issue | None = None
    notes: list[Issue] = field(default_factory=list)


def decide_dates(
    values: Sequence[str], service_date: date, heading: str, answer: str = "", habit: str = ""
) -> DateDecision:
    """Decide the order of day, month and year for a column.

    Parameters
    ----------
    service_date
        The day that the file is for; decides when it fits one reading only.
    answer
        ``dmy``, ``mdy`` or ``ymd`` when a person said so.
    habit
        How the system that wrote the file is known to write dates.
    """
    if answer in _SHOWN:
        return DateDecision(answer)
    cells = {value: parts for value in dict.fromkeys(values) if value and (parts := _open_parts(value))}
    readings = {
        value: {
            order: found
            for order in _SHOWN
            if not (order == "ymd" and "." in value) and (found := _as(parts, order, service_date))
        }
        for value, parts in cells.items()
    }
    readings = {value: orders for value, orders in readings.items() if orders}
    doubtful = [value for value, orders in readings.items() if len(set(orders.values())) > 1]
    fitting = [order for order in _SHOWN if all(order in orders for orders in readings.values())]
    if readings and not fitting:
        return _of_two_orders(readings, heading)
    if not doubtful:
        return DateDecision(fitting[0] if fitting else "dmy")
    order = _likeliest(readings, fitting, service_date, habit)
    example = doubtful[0]
    if not order:
        return DateDecision(fitting[0], _question(heading, f"{example!r} can be read {_ways(readings[example])}."))
    shown = readings[example][order]
    message = f"Dates were read {_SHOWN[order]}: {example!r} is {shown:%d %B %Y}."
    mend = "Change the order of dates if that is wrong."
    # Points are how day-first countries write dates: worth saying, not worth a look every day.
    tell = note if order == "dmy" and all("." in value for value in readings) else look
    return DateDecision(order, None, [tell("DATE_AMBIGUOUS", message, mend, column=heading, value=example)])


def _open_parts(value: str) -> Parts | None:
    """Return the three numbers of a date whose order is open; None for any other way to write a date."""
    if len(value) > _LONGEST:
        return None
    cell = _WEEKDAY.sub("", value.strip().lstrip("'"))
    match = _THREE.fullmatch(cell)
    if match:
        first, _, second, third = match.groups()
        return (first, second, third) if len(first) <= 2 and len(third) in (2, 4) else None
    match = _TWO.fullmatch(cell)
    if match:
        return match.group(1), match.group(3), ""
    match = _SIX.fullmatch(cell)
    if match:
        return match.group(1), match.group(2), match.group(3)
    match = _EIGHT.fullmatch(cell)
    if match and not 2000 <= int(cell[:4]) <= 2100:
        return match.group(1), match.group(2), match.group(3)
    return None


def _as(parts: Parts, order: str, service_date: date) -> date | None:
    first, second, third = parts
    if order == "ymd" and (len(third) != 2 or len(first) != 2):
        return None
    day, month, year = {"dmy": parts, "mdy": (second, first, third), "ymd": (third, second, first)}[order]
    try:
        return date(_year(year), int(month), int(day)) if year else _nearest(int(day), int(month), service_date)
    except ValueError:
        return None


def _nearest(day: int, month: int, service_date: date) -> date:
    """Return the day and month in the year that brings them nearest to the service day."""
    years = (service_date.year - 1, service_date.year, service_date.year + 1)
    found = [date(year, month, day) for year in years if month != 2 or day < 29 or year % 4 == 0]
    if not found:
        raise ValueError("no such day near the service day")
    return min(found, key=lambda one: abs((one - service_date).days))


def _of_two_orders(readings: dict[str, dict[str, date]], heading: str) -> DateDecision:
    alone = {next(iter(orders)): value for value, orders in readings.items() if len(orders) == 1}
    shown = ", ".join(
        f"{value!r} has the {_SHOWN[order].replace(' first', '')} first" for order, value in alone.items()
    )
    return DateDecision("dmy", _question(heading, f"Dates of both orders: {shown}."))


def _likeliest(readings: dict[str, dict[str, date]], fitting: list[str], service_date: date, habit: str) -> str:
    """Return the one order that something speaks for; "" when only a person can say."""
    if len(fitting) == 1:
        return fitting[0]
    if habit in fitting:
        return habit
    if "dmy" in fitting and all("." in value for value in readings):
        return "dmy"
    near = []
    for order in fitting:
        days = {orders[order] for orders in readings.values()}
        if service_date in days and all(abs((day - service_date).days) <= _NEAR_DAYS for day in days):
            near.append(order)
    return near[0] if len(near) == 1 else ""


def _ways(orders: dict[str, date]) -> str:
    ways = [f"{_SHOWN[order]} ({found:%d %B %Y})" for order, found in orders.items()]
    return ", ".join(ways[:-1]) + f" or {ways[-1]}"


def _question(heading: str, message: str) -> Issue:
    return stop("DATE_AMBIGUOUS", message, "Say whether the day or the month comes first.", column=heading)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) <= 2 else 0)


def read_date(text: str, decision: DateDecision, service_date: date, timezone: str = "UTC") -> date:
    """Return the date that a cell says, with the column's order.

    Raises
    ------
    CellError
        DATE_FORMAT when it is no date of the calendar, DATE_RANGE before 2000 or after 2100.
    """
    if len(text) > _LONGEST:
        raise CellError("DATE_FORMAT", f"{shorten(text)!r} is not a date of the calendar.", _MEND)
    try:
        found = _read(text.strip().lstrip("'"), decision.order, service_date, timezone)
    except ValueError:
        found = None
    if found is None:
        raise CellError("DATE_FORMAT", f"{text!r} is not a date of the calendar.", _MEND)
    if not 2000 <= found.year <= 2100:
        raise CellError("DATE_RANGE", f"{text!r} is in the year {found.year}.", _MEND)
    return found


@lru_cache(maxsize=8192)
def _read(text: str, order: str, service_date: date, timezone: str) -> date | None:
    if _ISO_ZONED.fullmatch(text):
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-Z])", "", text[:11] + text[11:]))
        return moment.astimezone(ZoneInfo(timezone)).date()
    parts = _open_parts(text)
    if parts:
        return _as(parts, order, service_date)
    cell = _WEEKDAY.sub("", text)
    match = _THREE.fullmatch(cell)
    if match:
        year, _, month, day = match.groups()
        return date(int(year), int(month), int(day)) if len(year) == 4 and len(day) <= 2 else None
    if match := _CHINESE.fullmatch(cell):
        return date(*(int(part) for part in match.groups()))
    if re.fullmatch(r"\d{8}", cell) or re.fullmatch(r"\d{4}-?W\d\d-?\d", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"[2-7]\d{4}(?:[.,]\d+)?", cell):  # days since 1899-12-30, as Excel counts
        return date(1899, 12, 30) + timedelta(days=int(cell[:5]))
    if re.fullmatch(r"\d{10}|\d{13}", cell):
        return datetime.fromtimestamp(int(cell[:10]), ZoneInfo(timezone)).date()
    return _named(text, service_date)


def _named(text: str, service_date: date) -> date | None:
    named = _NAMED.fullmatch(text)
    if not named:
        return None
    day, name, name_first, day_second, year = named.groups()
    word = plain(name or name_first)
    month = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
    if not month:
        return None
    number = int(day or day_second)
    return date(_year(year), month, number) if year else _nearest(number, month, service_date)
