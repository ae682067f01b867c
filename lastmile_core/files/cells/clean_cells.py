"""Cells as text that every program can hold: invisible characters taken out and named, texts too long for a cell."""

from __future__ import annotations

import re
import unicodedata

from lastmile_core.files.cells.safe_cells import from_csv_text
from lastmile_core.files.raw_table import ReadLimits, look, stop
from lastmile_core.model import Issue

# Control characters, marks without width, turns of the reading direction, and what no text may hold (surrogates).
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
_MOJIBAKE = re.compile(
    r"Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|Â[\u00a0-\u00bf]|â€|\ufffd"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PICTURES = 0x2400  # NUL is drawn as ␀ there, and so on
_FIRST_PRINTED, _MOST_NAMED = 0x20, 3


def without_invisible(text: str) -> str:
    """Return a text without characters that nobody sees."""
    return _CONTROL.sub("", text)


def clean_cells(
    rows: list[list[str]], headings: list[str], notes: list[Issue], limits: ReadLimits, *, is_text: bool
) -> None:
    """Clean the cells of a table in place, and say in ``notes`` what was done."""
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if not cell:
                continue
            # Python takes control characters for blanks at the ends; they are named like those inside.
            text = cell.strip() if cell.isprintable() else cell.strip(" \t\r\n")
            if is_text and text[0:1] == "'":
                text = from_csv_text(text)
            if "_x" in text and _ESCAPED.search(text):
                text = _ESCAPED.sub(_unescaped, text).strip()
            if not text.isascii() or not text.isprintable():
                text = _clean_cell(text, number, headings[index], notes)
            if len(text) > limits.max_cell:
                notes.append(too_long(len(text), limits.max_cell, row=number, column=headings[index], value=text))
                text = text[: limits.max_cell]
            row[index] = text


def too_long(found: int, limit: int, *, row: int, column: str, value: str) -> Issue:
    """Return the issue of a cell whose text is longer than its field takes: the row stays out, nothing is cut."""
    what = f"“{column}”" if column else "The text"
    message = f"{what} has {found:,} characters; {limit:,} fit. The row was left out, nothing was cut."
    mend = f"Shorten it to {limit:,} characters."
    return stop("TOO_LONG", message, mend, row=row, column=column, value=value)


def _unescaped(match: re.Match[str]) -> str:
    """Return the sign that a workbook wrote as ``_x000D_``; the end of a line becomes one, a tab a blank."""
    sign = chr(int(match.group(1), 16))
    return "\n" if sign in "\r\n" else " " if sign == "\t" else sign


def _clean_cell(text: str, number: int, heading: str, notes: list[Issue]) -> str:
    if _CONTROL.search(text):
        signs = dict.fromkeys(_CONTROL.findall(text))
        shown = _CONTROL.sub(_picture, text)
        text = without_invisible(text).strip()
        named = ", ".join(map(_name, list(signs)[:_MOST_NAMED])) + (" …" if len(signs) > _MOST_NAMED else "")
        message = f"Invisible characters ({named}) were taken out; it reads “{text[:60]}” now."
        notes.append(look("CONTROL_CHAR", message, "Check the text.", row=number, column=heading, value=shown))
    if _MOJIBAKE.search(text):
        mend = "Save the file as CSV UTF-8 from the program it came from."
        message = "The text looks garbled: it was saved once in the wrong encoding."
        notes.append(look("MOJIBAKE", message, mend, row=number, column=heading, value=text))
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _name(sign: str) -> str:
    usual = "NUL" if sign == "\0" else f"U+{ord(sign):04X}"
    return unicodedata.name(sign, usual).lower() if ord(sign) > _FIRST_PRINTED else usual


def _picture(match: re.Match[str]) -> str:
    """Return how an invisible character is shown: ``␀`` for NUL, ``[200B]`` for what has no picture."""
    code = ord(match.group())
    return chr(_PICTURES + code) if code < _FIRST_PRINTED else f"[{code:04X}]"
