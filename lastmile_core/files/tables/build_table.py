"""Records of a file to a :class:`RawTable`: headings found, cells cleaned, rows of the wrong length named."""

from __future__ import annotations

import re
from collections import Counter

from lastmile_core.errors import FileError
from lastmile_core.files.cells.clean_cells import clean_cells, without_invisible
from lastmile_core.files.cells.evidence import fits
from lastmile_core.files.headings.heading_meaning import understand
from lastmile_core.files.raw_table import RawTable, ReadLimits, note, shorten, stop
from lastmile_core.files.tables.csv_rows import Record
from lastmile_core.files.tables.header_row import column_letter, find_header
from lastmile_core.files.tables.row_shapes import Shapes, find_shift, shapes_of, where_it_went_wrong
from lastmile_core.model import Issue

_DIGITS = re.compile(r"-?\d+")
_TOP, _MOST_SHIFTED = 10, 3
_WITH_DECIMALS = {"lat", "lon", "weight", "volume", "parcels", "service"}


def build_table(
    records: list[Record], limits: ReadLimits, *, ragged: bool, header: int | None = -1, **origin: str
) -> RawTable:
    """Build the table.

    Parameters
    ----------
    ragged
        True for text files, where a row may have too few or too many fields; a workbook's rows are padded.
    header
        Index of the heading row when a person chose it, None for "no header", -1 to find out.
    origin
        ``encoding``, ``separator``, ``sheet``.

    Raises
    ------
    FileError
        EMPTY, TOO_MANY_ROWS, TOO_MANY_COLUMNS.
    """
    while records and not _is_fault(records[-1]) and not any(cell.strip() for cell in records[-1].cells):
        records.pop()
    if len(records) > limits.max_rows + 100:
        raise FileError(
            f"The file has more than {limits.max_rows:,} rows.",
            "Split it, for example by day or depot.",
            "TOO_MANY_ROWS",
        )
    if not records:
        raise FileError("The file has no rows.", "Export it again and check that it has rows.", "EMPTY")
    at = find_header([record.cells for record in records[:60]]) if header == -1 else header
    headings, notes = _headings(records, at)
    if len(headings) > limits.max_columns:
        raise FileError(
            f"The file has {len(headings):,} columns; the limit is {limits.max_columns}.",
            "Delete the columns that are not needed.",
            "TOO_MANY_COLUMNS",
        )
    body = records if at is None else records[at + 1 :]
    odd: dict[str, list[str]] = {}
    if ragged:
        rows = _fit_rows(body, headings, notes, odd, 0 if at is None else len(records[at].cells))
    else:
        notes += [_no_object(number, record.json_fault) for number, record in enumerate(body, 1) if record.json_fault]
        rows = [(record.cells + [""] * len(headings))[: len(headings)] for record in body]
    clean_cells(rows, headings, notes, limits, is_text=ragged)
    return RawTable(
        headings=headings,
        rows=rows,
        has_header=at is not None,
        header_row=0 if at is None else at + 1,
        first_lines=[_shown(record.cells) for record in records[:_TOP]],
        odd_rows=odd,
        notes=notes,
        encoding=origin.get("encoding", ""),
        separator=origin.get("separator", ""),
        sheet=origin.get("sheet", ""),
    )


def _shown(cells: list[str]) -> str:
    """Return a line for a person who looks for the headings: its first filled cells."""
    return shorten(" · ".join(cell for cell in cells[:20] if cell.strip()), 100)


def _is_fault(record: Record) -> bool:
    return bool(record.quote_fault or record.json_fault)


def _no_object(number: int, line: int) -> Issue:
    return stop("JSON_LINE", f"Line {line} is no JSON object.", "Write one object in braces on each line.", row=number)


def _headings(records: list[Record], at: int | None) -> tuple[list[str], list[Issue]]:
    if at is None:
        width = Counter(len(record.cells) for record in records if record.cells).most_common(1)
        return [f"Column {column_letter(index)}" for index in range(width[0][0] if width else 1)], []
    headings = [" ".join(without_invisible(cell).split()) for cell in records[at].cells]
    while headings and not headings[-1]:
        headings.pop()
    headings = [heading or f"Column {column_letter(index)}" for index, heading in enumerate(headings)]
    skipped = sum(1 for record in records[:at] if any(cell.strip() for cell in record.cells))
    if not skipped:
        return headings, []
    return headings, [note("TITLE_ROWS", f"{skipped} line(s) above the headings were taken as a title and skipped.")]


def _fit_rows(
    body: list[Record], headings: list[str], notes: list[Issue], odd: dict[str, list[str]], raw_width: int
) -> list[list[str]]:
    """Return rows as long as the headings; ``raw_width`` counts the empty cells behind the last heading too."""
    width = len(headings)
    fields = [understand(heading).field for heading in headings]
    short = sum(1 for record in body if any(record.cells) and len(record.cells) < width)
    # A writer that drops empty cells at the end of rows makes most rows short; one short row alone is damage.
    drops_ends = short > 0.5 * sum(1 for record in body if any(record.cells)) and len(body) > 2
    rows: list[list[str]] = []
    faulty: list[int] = []
    for number, record in enumerate(body, 1):
        cells = record.cells
        if record.quote_fault:
            notes.append(_quote(number, record.quote_fault))
            cells = []
        elif any(cell.strip() for cell in cells) and len(cells) != width:
            surplus = [cell for cell in cells[width:] if cell.strip()]
            padded = len(cells) < width and drops_ends
            if not padded and (
                len(cells) < width or surplus or (len(cells) > raw_width and _may_be_shifted(cells, fields))
            ):
                faulty.append(number)
                odd[str(number)] = [cell.strip() for cell in cells]
                cells = []
        rows.append((cells + [""] * width)[:width])
    shapes = shapes_of((row for row in rows if any(row)), width) if faulty else ()
    notes += [_field_count(number, headings, body[number - 1].cells, shapes) for number in faulty]
    if drops_ends:
        notes.append(note("FIELD_COUNT", f"{short} rows end early; the cells at their end were taken as empty."))
    return rows


def _may_be_shifted(cells: list[str], fields: list[str]) -> bool:
    """Return whether an unquoted decimal comma may hide behind empty cells at the end: 5,5 as two cells."""
    return any(
        field in _WITH_DECIMALS
        and _DIGITS.fullmatch(cells[index].strip())
        and cells[index + 1].strip().isdecimal()
        and _misfits(cells[index + 2 :], fields[index + 1 :]) <= _misfits(cells[index + 1 :], fields[index + 1 :])
        for index, field in enumerate(fields)
    )


def _misfits(cells: list[str], fields: list[str]) -> int:
    """Return how many filled cells do not look like the fields above them."""
    return sum(
        fits(field, [cell.strip()]) == 0 for field, cell in zip(fields, cells, strict=False) if field and cell.strip()
    )


def _quote(number: int, line: int) -> Issue:
    return stop(
        "QUOTE",
        f"A quotation mark in line {line} is opened but not closed properly.",
        'Close it, or double it ("") when it belongs to the text.',
        row=number,
    )


def _field_count(number: int, headings: list[str], cells: list[str], shapes: Shapes) -> Issue:
    found, width = len(cells), len(headings)
    mend = "Put the row back under its headings; quote texts that hold the separator."
    if found > width:
        mend = "Quote texts that hold the separator, or export with semicolons when numbers have decimal commas."
    shift = find_shift(cells, shapes, (found - width,)) if abs(found - width) <= _MOST_SHIFTED else None
    column, where = where_it_went_wrong(shift, headings) if shift else ("", "")
    mend = f"{where}. {mend}" if where else mend
    message = f"The row has {found} {'field' if found == 1 else 'fields'}, the headings {width}."
    return stop("FIELD_COUNT", message, mend, row=number, column=column, value=" | ".join(cells))
