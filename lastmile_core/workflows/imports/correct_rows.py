"""Refused rows of an order file: shown, corrected in place, or handed back as a file with the reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from lastmile_core.files.cells.safe_cells import csv_text
from lastmile_core.files.columns.fill_cells import mend_rows
from lastmile_core.files.raw_table import RawTable
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Issue, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers


def rows_of_file(
    content: bytes, file_name: str, rows: Sequence[int], answers: ImportAnswers = NO_ANSWERS
) -> tuple[list[str], dict[int, list[str]]]:
    """Return the headings and the cells of some rows (1-based numbers below the heading).

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    table = _read(content, file_name, answers)
    return list(table.headings), {row: _cells(table, row) for row in rows if 0 < row <= len(table.rows)}


def _read(content: bytes, file_name: str, answers: ImportAnswers) -> RawTable:
    table = read_table(content, file_name, answers=answers)
    return mend_rows(table, answers.entries("cells"))


def _cells(table: RawTable, row: int) -> list[str]:
    """Return the cells of a row, one for each heading; those beyond the last heading stand in its cell."""
    odd, width = table.odd_rows.get(str(row)), len(table.headings)
    if odd is None:
        return list(table.rows[row - 1])
    surplus = (table.separator or ",").join(odd[width - 1 :])
    return (odd[: width - 1] + [surplus] + [""] * width)[:width]


def refused_file(
    content: bytes,
    file_name: str,
    rejected: Sequence[int],
    issues: Sequence[Issue],
    answers: ImportAnswers = NO_ANSWERS,
) -> bytes:
    """Return the refused rows as CSV with their reasons in two more columns, harmless in any spreadsheet.

    Correct the cells there and upload this file again: the two columns are ignored.
    """
    table = _read(content, file_name, answers)
    reasons: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.row is not None and issue.severity is Severity.STOPS:
            reasons.setdefault(issue.row, []).append(issue)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*map(csv_text, table.headings), "Why refused", "What to do"])
    for row in (row for row in rejected if 0 < row <= len(table.rows)):
        found, values = reasons.get(row, []), table.rows[row - 1]
        # Cells that do not fit their headings are not put under them: unmended, the row must be refused again.
        odd = table.odd_rows.get(str(row))
        reads = f"It reads: {' | '.join(odd)}" if odd else ""
        writer.writerow(
            [
                *map(csv_text, values),
                csv_text(
                    "; ".join([*(f"{issue.column}: {issue.message}".strip(": ") for issue in found), reads]).strip("; ")
                ),
                csv_text("; ".join(dict.fromkeys(issue.mend for issue in found))),
            ]
        )
    return text.getvalue().encode("utf-8-sig")
