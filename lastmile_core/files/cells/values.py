"""Numbers in cells: decimal comma or point decided by the whole column, units converted, doubt refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lastmile_core.files.headings.heading_meaning import TIME_UNITS, UNITS
from lastmile_core.files.raw_table import stop
from lastmile_core.model import Issue, IssueFacts

_NUMBER = re.compile(r"([-+\u2212]?)\s*(\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)\s*([^\W\d_][\w³.]*)?\.?")
_GROUPED_SPACES = re.compile(r"\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?:[.,]\d+)?")
_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_PERIOD = re.compile(r"PT(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:[.,]\d+)?S)?", re.IGNORECASE)
_MAX = 1e9
_LONGEST = 60  # characters of a number or duration; patterns need not meet whole stories
_NUMBER_MEND = "Write one plain number, such as 12.5."


class CellError(ValueError):
    """A cell that cannot be taken: code, message, mend and facts for the issue."""

    def __init__(self, code: str, message: str, mend: str, facts: IssueFacts | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mend = mend
        self.facts = facts

    def as_issue(self, row: int, column: str = "", value: str = "") -> Issue:
        """Return the issue that keeps the row out."""
        return stop(self.code, self.message, self.mend, row=row, column=column, value=value, facts=self.facts)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a column writes decimals: ``"."``, ``","`` or ``""`` when nothing tells; ``is_mixed`` when cells disagree."""

    decimal: str = ""
    is_mixed: bool = False


def decide_style(values: Iterable[str], fallback: str = "") -> NumberStyle:
    """Return how the numbers of a column are written.

    Parameters
    ----------
    fallback
        Decimal mark of other columns of the file, used when this column does not tell.
    """
    points = commas = 0
    for value in values:
        mark = _decimal_mark(value)
        points += mark == "."
        commas += mark == ","
    if points and commas:
        return NumberStyle("." if points >= commas else ",", is_mixed=True)
    return NumberStyle("." if points else "," if commas else fallback)


def _decimal_mark(text: str) -> str:
    """Return the decimal mark that one cell proves, or ""."""
    match = _NUMBER.fullmatch(text.strip().lstrip("'")) if len(text) <= _LONGEST else None
    if not match:
        return ""
    digits = match.group(2)
    last_point, last_comma = digits.rfind("."), digits.rfind(",")
    if last_point < 0 and last_comma < 0:
        return ""
    if last_point >= 0 and last_comma >= 0:
        return "." if last_point > last_comma else ","
    mark, at = (".", last_point) if last_point >= 0 else (",", last_comma)
    if digits.count(mark) > 1:
        return "," if mark == "." else "."
    behind, before = len(digits) - at - 1, digits[:at]
    return "" if behind == 3 and 1 <= len(before) <= 3 and before != "0" else mark


def read_number(
    text: str, style: NumberStyle, heading_unit: str = "", units: Mapping[str, float] | None = None
) -> float:
    """Return a cell's number in the base unit of its column.

    Parameters
    ----------
    heading_unit
        Unit that the heading names; a cell that names another one is refused, because one of the two is wrong.
    units
        Units that the column may carry and their size in the base unit; the first one is the base.

    Raises
    ------
    CellError
        NUMBER for anything that is not one clear, finite number.
    """
    units = units or {}
    match = _NUMBER.fullmatch(text.strip().lstrip("'")) if len(text) <= _LONGEST else None
    if not match:
        raise CellError("NUMBER", f"{text!r} is not a number.", _NUMBER_MEND)
    sign, digits, unit_text = match.groups()
    unit = UNITS.get((unit_text or "").lower().rstrip("."), "") if unit_text else ""
    if unit_text and unit not in units:
        raise CellError("NUMBER", f"{text!r}: {unit_text!r} is not a unit for this column.", _NUMBER_MEND)
    if unit and heading_unit and unit != heading_unit:
        raise CellError(
            "NUMBER", f"{text!r} is in {unit}, but the heading says {heading_unit}.", f"Write it in {heading_unit}."
        )
    value = round(_plain_number(digits, style, text) * units.get(unit or heading_unit, 1.0), 9)
    if not math.isfinite(value) or value > _MAX:
        raise CellError("TOO_LARGE", f"{text!r} is too large.", "Check the digits.")
    return -value if sign in ("-", "\u2212") else value


def _plain_number(digits: str, style: NumberStyle, text: str) -> float:
    digits = digits.strip()
    if re.search(r"[ '’\u00a0\u202f]", digits):
        if not _GROUPED_SPACES.fullmatch(digits):
            raise CellError("NUMBER", f"{text!r} is not one number.", _NUMBER_MEND)
        digits = re.sub(r"[ '’\u00a0\u202f]", "", digits)
    if digits.isdecimal():
        return float(digits)
    both = "." in digits and "," in digits
    mark = _decimal_mark(digits)
    if style.is_mixed and (both or not mark):
        raise CellError(
            "NUMBER",
            f"{text!r} can be read in two ways: this column writes decimals with points and with commas.",
            _NUMBER_MEND,
            IssueFacts(has_two_readings=True),
        )
    if not mark:
        if not style.decimal:
            message = f"{text!r} can be read in two ways: thousands or decimals."
            raise CellError("NUMBER", message, _NUMBER_MEND, IssueFacts(has_two_readings=True))
        mark = style.decimal
    thousands = "," if mark == "." else "."
    whole, _, fraction = digits.partition(mark) if mark in digits else (digits, "", "")
    if thousands in whole and not re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+", whole):
        raise CellError("NUMBER", f"{text!r} is not one number.", _NUMBER_MEND)
    plain = whole.replace(thousands, "") or "0"
    if not plain.isdecimal() or (fraction and not fraction.isdecimal()):
        raise CellError("NUMBER", f"{text!r} is not one number.", _NUMBER_MEND)
    return float(f"{plain}.{fraction or 0}")


@lru_cache(maxsize=8192)
def read_duration(text: str, style: NumberStyle, heading_unit: str = "") -> int:
    """Return a duration in seconds from ``5``, ``5 min``, ``1h30``, ``00:05:00`` or ``0:05`` (hours first).

    A bare number is in the heading's unit, minutes when it names none.

    Raises
    ------
    CellError
        NUMBER when it is none of these, NEGATIVE below zero.
    """
    cell = text.strip()[: _LONGEST + 1]
    if period := _PERIOD.fullmatch(cell):  # how ODS keeps a duration
        hours, minutes, seconds = (int(part or 0) for part in period.groups())
        return hours * 3600 + minutes * 60 + seconds
    clock = _CLOCK.fullmatch(cell)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        if minutes > 59 or seconds > 59:
            raise CellError("NUMBER", f"{text!r} is not a duration.", "Write minutes, such as 5.")
        return hours * 3600 + minutes * 60 + seconds
    compact = re.sub(r"(\d+)\s*h\s*(\d{1,2})$", r"\1 h \2 min", cell, flags=re.IGNORECASE)
    parts = _PART.findall(compact)
    if len(parts) > 1 and not re.sub(_PART, "", compact).strip(" ,+"):
        total = 0.0
        for number, unit_text in parts:
            unit = UNITS.get(unit_text.lower(), "")
            if unit not in TIME_UNITS:
                raise CellError("NUMBER", f"{text!r} is not a duration.", "Write minutes, such as 5.")
            total += float(number.replace(",", ".")) * TIME_UNITS[unit]
        return round(total)
    named = _PART.fullmatch(cell)
    # A cell that names its own unit is clear even when the heading names another one: 90 s is 90 s.
    unit = heading_unit if heading_unit in TIME_UNITS else "min"
    if named and UNITS.get(named.group(2).lower(), "") in TIME_UNITS:
        unit = UNITS[named.group(2).lower()]
    seconds_value = read_number(cell, style, unit, {unit: TIME_UNITS[unit]} | TIME_UNITS)
    if seconds_value < 0:
        raise CellError("NEGATIVE", f"{text!r} is below zero.", "Write zero or more.")
    return round(seconds_value)
