"""Refused rows of an order file: shown, corrected in place, or handed back as a file with the reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from lastmile_core.files.read_table import read_table
from lastmile_core.files.safe_cells import csv_text
from lastmile_core.model import Issue, Severity

Cells = dict[str, str]


def rows_of_file(
    content: bytes, file_name: str, rows: Sequence[int], choices: Mapping[str, Any] | None = None
) -> tuple[list[str], dict[int, list[str]]]:
    """Return the headings and the cells of some rows (1-based numbers below the heading).

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    table = read_table(content, file_name, choices=choices)
    return list(table.headings), {row: list(table.rows[row - 1]) for row in rows if 0 < row <= len(table.rows)}


def corrected_file(
    content: bytes, file_name: str, corrections: Mapping[int, Sequence[str]], choices: Mapping[str, Any] | None = None
) -> bytes:
    """Return the file as CSV with some rows replaced by what a person typed.

    Cells are written as they are, without protection for spreadsheets: the result goes to our own reader only.
    """
    table = read_table(content, file_name, choices=choices)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.headings)
    for index, row in enumerate(table.rows):
        writer.writerow(corrections.get(index + 1, row))
    return text.getvalue().encode()


def refused_file(
    content: bytes,
    file_name: str,
    rejected: Sequence[int],
    issues: Sequence[Issue],
    choices: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the refused rows as CSV with their reasons in two more columns, harmless in any spreadsheet.

    Correct the cells there and upload this file again: the two columns are ignored.
    """
    headings, cells = rows_of_file(content, file_name, rejected, choices)
    reasons: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.row is not None and issue.severity is Severity.STOPS:
            reasons.setdefault(issue.row, []).append(issue)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*map(csv_text, headings), "Why refused", "What to do"])
    for row, values in cells.items():
        found = reasons.get(row, [])
        writer.writerow(
            [
                *map(csv_text, values),
                csv_text("; ".join(f"{issue.column}: {issue.message}".strip(": ") for issue in found)),
                csv_text("; ".join(dict.fromkeys(issue.mend for issue in found))),
            ]
        )
    return text.getvalue().encode("utf-8-sig")
