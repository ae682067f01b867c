"""Dates in cells: the order of day and month is decided once for the whole column, never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lastmile_core.files.raw_table import look, stop
from lastmile_core.files.values import CellError
from lastmile_core.files.words import plain
from lastmile_core.model import Issue

_THREE = re.compile(r"(\d{1,4})\s*([-./ ])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?(?:[T ,]+\d{1,2}:\d\d.*)?")
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
_SHOWN = {"dmy": "day first", "mdy": "month first"}


@dataclass(frozen=True, slots=True)
class DateDecision:
    """How a column writes dates: ``dmy`` or ``mdy`` where it matters; ``question`` when only a person can say."""

    order: str = "dmy"
    question: Issue | None = None
    notes: list[Issue] = field(default_factory=list)


def decide_dates(values: Sequence[str], service_date: date, heading: str, answer: str = "") -> DateDecision:
    """Decide the order of day and month for a column.

    Parameters
    ----------
    service_date
        The day that the file is for; decides when it fits one reading only.
    answer
        ``dmy`` or ``mdy`` when a person said so.
    """
    if answer in _SHOWN:
        return DateDecision(answer)
    pairs, points = [], 0
    for value in dict.fromkeys(value for value in values if value):
        match = _THREE.fullmatch(value)
        if match and len(match.group(1)) <= 2:
            pairs.append((int(match.group(1)), int(match.group(3)), match.group(4), value))
            points += match.group(2) == "."
    day_first = [pair for pair in pairs if pair[0] > 12]
    month_first = [pair for pair in pairs if pair[1] > 12]
    open_pairs = [pair for pair in pairs if pair[0] <= 12 and pair[1] <= 12 and pair[0] != pair[1]]
    if day_first and month_first:
        message = f"Dates of both orders: {day_first[0][3]!r} has the day first, {month_first[0][3]!r} the month."
        return DateDecision("dmy", _question(heading, message))
    order = "dmy" if day_first else "mdy" if month_first else ""
    if not open_pairs:
        return DateDecision(order or "dmy")
    if not order:
        order = "dmy" if points == len(pairs) else _by_service_day(open_pairs, service_date)
    example = open_pairs[0][3]
    if not order:
        message = f"{example!r} can be read with the day or the month first; nothing in the column tells."
        return DateDecision("dmy", _question(heading, message))
    shown = _three(open_pairs[0], order)
    message = f"Dates were read {_SHOWN[order]}: {example!r} is {shown:%d %B %Y}."
    return DateDecision(
        order,
        None,
        [look("DATE_AMBIGUOUS", message, "Change the order of dates if that is wrong.", column=heading, value=example)],
    )


def _question(heading: str, message: str) -> Issue:
    return stop("DATE_AMBIGUOUS", message, "Say whether the day or the month comes first.", column=heading)


def _three(pair: tuple[int, int, str, str], order: str) -> date:
    day, month = (pair[0], pair[1]) if order == "dmy" else (pair[1], pair[0])
    return date(_year(pair[2]), month, day)


def _by_service_day(pairs: list[tuple[int, int, str, str]], service_date: date) -> str:
    """Return the one order under which a date is the service day; "" when both or none."""
    fitting = []
    for order in _SHOWN:
        try:
            dates = [_three(pair, order) for pair in pairs]
        except ValueError:
            continue
        if service_date in dates and all(abs((found - service_date).days) <= 31 for found in dates):
            fitting.append(order)
    return fitting[0] if len(fitting) == 1 else ""


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) <= 2 else 0)


def read_date(text: str, decision: DateDecision, service_date: date, timezone: str = "UTC") -> date:
    """Return the date that a cell says, with the column's order.

    Raises
    ------
    CellError
        DATE_FORMAT when it is no date of the calendar, DATE_RANGE before 2000 or after 2100.
    """
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
    match = _THREE.fullmatch(text)
    if match:
        first, _, second, third = match.groups()
        if len(first) > 2:
            return date(int(first), int(second), int(third)) if len(first) == 4 and len(third) <= 2 else None
        if len(third) not in (2, 4):
            return None
        return _three((int(first), int(second), third, text), order)
    if re.fullmatch(r"\d{8}", text):
        return datetime.strptime(text, "%Y%m%d").date()
    if re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", text):  # days since 1899-12-30, as Excel counts
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime.fromtimestamp(int(text[:10]), ZoneInfo(timezone)).date()
    named = _NAMED.fullmatch(text)
    if named:
        day, name, name_first, day_second, year = named.groups()
        word = plain(name or name_first)
        month = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
        if month:
            return date(_year(year) if year else service_date.year, month, int(day or day_second))
    return None
