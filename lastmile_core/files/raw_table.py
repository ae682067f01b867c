"""A file as text cells, before anybody says what a column means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from lastmile_core.errors import FileError
from lastmile_core.model import Issue, IssueFacts, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """What one file may cost; beyond it the file is refused with a sentence.

    Attributes
    ----------
    max_bytes
        Size of the file itself.
    max_unpacked
        Bytes that a workbook may unpack to.
    max_rows, max_columns, max_cell
        Size of the table; ``max_cell`` in characters.
    memory_bytes, cpu_s, wall_s
        Limits of the child process that parses (memory and CPU where the platform can).
    in_child
        False parses in this process; for property tests only.
    """

    max_bytes: int = 50_000_000
    max_unpacked: int = 200_000_000
    max_rows: int = 100_000
    max_columns: int = 500
    max_cell: int = 10_000
    memory_bytes: int = 700_000_000
    cpu_s: int = 8
    wall_s: float = 15.0
    in_child: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """Headings and rows of text.

    Attributes
    ----------
    rows
        Every data row in the order of the file, blank rows included as empty cells, each as long
        as ``headings``: row number = index + 1. Rows of the wrong length are emptied here and named in ``notes``.
    encoding, separator
        Of a text file; empty for a workbook.
    sheet
        Name of the sheet that was read; empty for a text file.
    has_header
        False when the first row is data; ``headings`` then reads "Column A", "Column B" …
    sheets
        Names of the sheets of a workbook that hold rows; empty for a text file.
    header_row
        Line of the headings, 1-based; 0 when there are none.
    first_lines
        The lines at the top of the file, shortened, for a person who chooses the headings.
    odd_rows
        Row number as text → the cells of a row that has too few or too many of them.
    notes
        What was found on the way; an issue with a row and severity STOPS means that the row is refused.
    """

    headings: list[str]
    rows: list[list[str]]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    has_header: bool = True
    sheets: list[str] = field(default_factory=list)
    header_row: int = 0
    first_lines: list[str] = field(default_factory=list)
    odd_rows: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Issue] = field(default_factory=list)

    @property
    def blank_rows(self) -> set[int]:
        """Numbers of the rows in which nothing is written and which no note refuses."""
        refused = {note.row for note in self.notes if note.row and note.severity is Severity.STOPS}
        return {number for number, row in enumerate(self.rows, 1) if not any(row) and number not in refused}

    def column(self, index: int) -> list[str]:
        """Return the texts of one column."""
        return [row[index] for row in self.rows]

    def with_notes(self, notes: list[Issue]) -> RawTable:
        """Return the table with more notes in front."""
        return replace(self, notes=[*notes, *self.notes])


# What stands in a cell whose formula has no stored result: not empty, or it would wipe what is known.
NO_RESULT = "#FORMULA!"


def shorten(text: str, length: int = 80) -> str:
    """Return ``text`` for an issue: one line, at most ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def stop(
    code: str,
    message: str,
    mend: str,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
    facts: IssueFacts | None = None,
) -> Issue:
    """Return an issue that keeps the row (or file) out."""
    return _issue(Severity.STOPS, code, message, mend, _Place(row=row, column=column, value=value), facts)


def look(
    code: str,
    message: str,
    mend: str,
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
    facts: IssueFacts | None = None,
) -> Issue:
    """Return an issue that lets the row in but asks a person to look."""
    return _issue(Severity.LOOK, code, message, mend, _Place(row=row, column=column, value=value), facts)


def note(
    code: str,
    message: str,
    mend: str = "",
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
    facts: IssueFacts | None = None,
) -> Issue:
    """Return an issue for information."""
    return _issue(Severity.NOTE, code, message, mend, _Place(row=row, column=column, value=value), facts)


def file_refused(error: FileError) -> Issue:
    """Return the issue of a file that cannot be read at all."""
    return stop(error.code, error.message, error.mend)


def no_rows(what: str) -> Issue:
    """Return the issue of a file with headings and nothing below; ``what`` names what is missing, such as vehicles."""
    return stop(
        "EMPTY", f"There are no {what} in the file, only headings.", f"Export it again and check that it has {what}."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the file an issue is, and what stands there."""

    row: int | None
    column: str
    value: str


def _issue(severity: Severity, code: str, message: str, mend: str, place: _Place, facts: IssueFacts | None) -> Issue:
    return Issue(
        code=code,
        severity=severity,
        message=message,
        mend=mend,
        row=place.row,
        column=place.column,
        value=shorten(place.value),
        facts=facts or IssueFacts(),
    )


def issue_as_dict(issue: Issue) -> dict[str, Any]:
    """Return an issue as JSON values."""
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "mend": issue.mend,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "facts": dict(issue.facts),
    }


def issue_from_dict(values: dict[str, Any]) -> Issue:
    """Return the issue that :func:`issue_as_dict` wrote down; earlier versions wrote no facts."""
    return Issue(**{**values, "severity": Severity(values["severity"])})
