"""Cells that leave the house: no text may become a formula, a link or a broken file in somebody's spreadsheet."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None
"""What a table may hold; times are given as local wall-clock times."""

# OWASP ASVS 1.2.10 and CWE-1236, with the full-width signs that spreadsheets of Asian locales also calculate.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "−", "|")
_LEADING_SPACE = " \u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\u200e\u200f\u202a-\u202e"
_SPACES = re.compile(f"^[{_LEADING_SPACE}]+")
_LINE_BREAKS = re.compile(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c|\x85")
# Characters that XML 1.0 forbids, half surrogate pairs, and invisible marks that turn text round.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_EXCEL_LIMIT = 32_000
_QUOTED = re.compile(rf"'(?:['{_LEADING_SPACE}{re.escape(''.join(_STARTS_FORMULA))}]|$)")


def clean_text(text: str) -> str:
    """Return text without control characters; line breaks become one space, tabs too."""
    return _CONTROL.sub("", _LINE_BREAKS.sub(" ", text).replace("\t", " "))[:_EXCEL_LIMIT]


def csv_text(text: str) -> str:
    """Return text that no spreadsheet reads as a formula: a single quote is put before what could begin one."""
    cleaned = clean_text(text)
    # Looked at when control characters are gone, which might hide the sign behind them.
    is_risky = _SPACES.sub("", cleaned).startswith(_STARTS_FORMULA)
    # A quote that is the text's own must not be taken for ours when the file comes back.
    return f"'{cleaned}" if is_risky or _QUOTED.match(cleaned) else cleaned


def from_csv_text(text: str) -> str:
    """Return the text that :func:`csv_text` made harmless: without the one single quote that was put before it."""
    return text[1:] if _QUOTED.match(text) else text


def csv_cell(value: Cell) -> str:
    """Return a cell as CSV text; numbers stay numbers (``-2.5``), text is made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return csv_text(value)


def xlsx_cell(value: Cell) -> str | int | float | bool | date | datetime | time | None:
    """Return a cell for XlsxWriter: text without control characters, times without a zone, no infinities."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return clean_text(value)
    return value


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else "0"
