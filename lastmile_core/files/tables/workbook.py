"""Workbook bytes to rows of text, without losing what the text cells say. Runs in the limited child only."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import NO_RESULT, RawTable, ReadLimits, look, note
from lastmile_core.files.tables.build_table import build_table
from lastmile_core.files.tables.csv_rows import Record
from lastmile_core.files.tables.header_row import find_header, header_score
from lastmile_core.files.tables.workbook_scan import WorkbookScan, place_of_cell, scan_workbook
from lastmile_core.model import Issue

_DAY_ZERO = date(1899, 12, 31)


def read_workbook(content: bytes, limits: ReadLimits, sheet: str = "", header: int | None = -1) -> RawTable:
    """Read the first sheet that has a table.

    Parameters
    ----------
    sheet
        Name that a person chose; empty for the first visible sheet with the most known headings.

    Raises
    ------
    FileError
        DAMAGED, ENCRYPTED, EMPTY, XML_ENTITY, SHEET, TOO_MANY_ROWS, TOO_MANY_COLUMNS.
    """
    scan = scan_workbook(content, limits) if content[:2] == b"PK" else WorkbookScan()
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        names = _table_sheets(book)
        if sheet and sheet not in names:
            raise FileError(f"There is no sheet {sheet!r}.", f"Choose one of: {', '.join(names)}.", "SHEET")
        grids = {
            name: _grid(book, name, limits, _marks(scan, scan.sheets.get(name, "")))
            for name in ([sheet] if sheet else names)
        }
    except CalamineError as error:
        raise _explained(error) from error
    chosen = sheet or _choose(grids)
    if not chosen:
        raise FileError("No sheet of the workbook has rows.", "Export it again and check that it has rows.", "EMPTY")
    records = [Record(cells) for cells in grids[chosen]]
    table = replace(
        build_table(records, limits, ragged=False, header=header, sheet=chosen),
        sheets=names if sheet else [name for name, rows in grids.items() if any(any(row) for row in rows)],
    )
    notes = _about_sheets(book, grids, chosen)
    notes += _empty_formulas(scan.formulas.get(scan.sheets.get(chosen, ""), []))
    return table.with_notes(notes)


def _marks(scan: WorkbookScan, part: str) -> dict[str, str]:
    """Return what stands in cells that a reader of workbooks shows as empty: errors, and formulas without a result."""
    return {**dict.fromkeys(scan.formulas.get(part, ()), NO_RESULT), **scan.errors.get(part, {})}


def _table_sheets(book: Any) -> list[str]:
    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    seen = [meta.name for meta in sheets if meta.visible == SheetVisibleEnum.Visible]
    return seen or [meta.name for meta in sheets]


def _grid(book: Any, name: str, limits: ReadLimits, errors: dict[str, str]) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > limits.max_rows + 100 or sheet.total_width > limits.max_columns * 4:
        wide = sheet.total_width > limits.max_columns * 4
        raise FileError(
            f"Sheet {name!r} reaches to row {sheet.total_height:,} and column {sheet.total_width:,}.",
            "Delete what stands far below or to the right of the table, or split the file.",
            "TOO_MANY_COLUMNS" if wide else "TOO_MANY_ROWS",
        )
    grid = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    top, left = sheet.start or (0, 0)
    for cell, error in errors.items():
        row, column = place_of_cell(cell)
        if (
            0 <= row - top < len(grid)
            and 0 <= column - left < len(grid[row - top])
            and not grid[row - top][column - left]
        ):
            grid[row - top][column - left] = error
    # Formulas drawn down below the last order are no rows.
    return [[""] * len(row) if set(row) <= {"", NO_RESULT} else row for row in grid]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else _decimals(value)
    if isinstance(value, datetime):
        if value.year < 1901:  # a time of day that the sheet keeps as the day zero; 1 January 1900 is the day after
            return _beyond_midnight(value)
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date) and value.year < 1901:
        return _beyond_midnight(datetime.combine(value, time()))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return str(value)


def _beyond_midnight(value: datetime) -> str:
    days = max(0, (value.date() - _DAY_ZERO).days)
    return f"{value.hour + 24 * days:02d}:{value:%M:%S}"


def _decimals(value: float) -> str:
    """Return a number so that it cannot be read as thousands: 1.234 kilograms become 1.2340."""
    text = repr(value)
    return text + "0" if len(text.partition(".")[2]) == 3 and text[-1].isdigit() and "e" not in text else text


def _choose(grids: dict[str, list[list[str]]]) -> str:
    best, chosen = -1, ""
    for name, rows in grids.items():
        filled = [row for row in rows if any(row)]
        if not filled:
            continue
        at = find_header(rows)
        # A cover sheet has words too; a sheet with more than its headings and known ones wins.
        score = (100 * header_score(rows[at]) if at is not None else 0) + (len(filled) > 1)
        if score > best:
            best, chosen = score, name
    return chosen


def _about_sheets(book: Any, grids: dict[str, list[list[str]]], chosen: str) -> list[Issue]:
    notes: list[Issue] = []
    others = [name for name, rows in grids.items() if name != chosen and sum(any(row) for row in rows) > 1]
    if others:
        message = f"Sheet {chosen!r} was read; these also hold rows: {', '.join(others)}."
        notes.append(look("SHEET", message, "Choose another sheet if this is the wrong one."))
    elif grids and chosen != next(iter(grids)):
        notes.append(note("SHEET", f"Sheet {chosen!r} was read; the sheets before it hold no table.", "Nothing to do."))
    hidden = [name for name in book.sheet_names if name not in _table_sheets(book)]
    if hidden:
        notes.append(note("SHEET", f"Hidden sheets were left aside: {', '.join(hidden)}.", "Nothing to do."))
    try:
        merged = book.get_sheet_by_name(chosen).merged_cell_ranges or []
    except (CalamineError, AttributeError):
        merged = []
    if merged:
        message = f"{len(merged)} merged cell(s): only the first cell of each holds its text."
        notes.append(look("MERGED", message, "Unmerge the cells if rows below lack a value."))
    return notes


def _explained(error: Exception) -> FileError:
    text = str(error).lower()
    if "password" in text or "encrypt" in text:
        return FileError("The workbook is protected with a password.", "Save a copy without password.", "ENCRYPTED")
    return FileError(
        "The workbook is damaged or not a workbook.",
        "Open it in your spreadsheet program, save it as XLSX or CSV and import that.",
        "DAMAGED",
    )


def _empty_formulas(cells: list[str]) -> list[Issue]:
    if not cells:
        return []
    shown = ", ".join(cells[:10]) + (" …" if len(cells) > 10 else "")
    message = f"{len(cells)} formula(s) have no stored result: {shown}. Rows that need them wait."
    return [look("FORMULA_NO_VALUE", message, "Open the file in your spreadsheet program and save it once.")]
