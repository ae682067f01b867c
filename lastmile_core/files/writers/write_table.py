"""Tables to CSV and XLSX, the same rows in both."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from lastmile_core.files.cells.safe_cells import Cell, clean_text, csv_cell, xlsx_cell

_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}
_WIDEST = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its name (a sheet of a workbook) and sentences that stand above or beside it."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    wrap: bool = False


def table_csv(table: Table) -> bytes:
    """Return the table as UTF-8 CSV with a byte order mark (spreadsheets need it) and Windows line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(heading) for heading in table.headings])
    writer.writerows([csv_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def tables_xlsx(tables: Sequence[Table], *, title: str, created: datetime) -> bytes:
    """Return a workbook with one sheet a table.

    Parameters
    ----------
    created
        Written into the file instead of the present moment, so that equal tables give equal bytes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            # Text stays text: no formulas, no links, no numbers guessed out of order numbers.
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties({"title": clean_text(title), "created": created.replace(tzinfo=None)})
    styles = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        _write_sheet(book, table, styles, head, wrapped if table.wrap else None)
    book.close()
    return buffer.getvalue()


def _write_sheet(book: Any, table: Table, styles: dict[type, Any], head: Any, plain: Any) -> None:
    sheet = book.add_worksheet(clean_text(table.name)[:31])
    widths = [len(heading) for heading in table.headings]
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, clean_text(heading), head)
    for line, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            cell = xlsx_cell(value)
            widths[column] = max(widths[column], len(csv_cell(value)))
            _write_cell(sheet, line, column, cell, styles, plain)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, 6) + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)


def _write_cell(sheet: Any, line: int, column: int, cell: Any, styles: dict[type, Any], plain: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_string(line, column, "yes" if cell else "no", plain)
    elif isinstance(cell, datetime | date | time):
        sheet.write_datetime(line, column, cell, styles[type(cell)])
    elif isinstance(cell, int | float):
        sheet.write_number(line, column, cell, plain)
    else:
        sheet.write_string(line, column, cell, plain)
