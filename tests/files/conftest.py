"""A clean order file that every test breaks in its own way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.workflows.imports.import_orders import dry_run

HEADINGS = "order_id,date,customer_name,phone,address,postcode,city,lat,lon,demand_kg,tw_start,tw_end,service_min,notes"
GERMANY = {"name": "Germany", "bbox": [47.2, 5.8, 55.1, 15.1], "tz": "Europe/Berlin", "depot": [48.7758, 9.1829]}
DAY = date(2026, 11, 23)
NAMES = ("Jürgen Groß", "Anna Weiß", "François Müller", "Zoë O'Hara", "Łukasz Żak", "Ana Peña")


def good_rows(num_rows: int = 6) -> list[dict[str, str]]:
    """Rows without a fault, as dictionaries."""
    return [
        {
            "order_id": f"A{1001 + i}",
            "date": "2026-11-23",
            "customer_name": NAMES[i % len(NAMES)],
            "phone": f"+49 711 55501{i:02d}",
            "address": f"Königstraße {i + 1}",
            "postcode": "70173",
            "city": "Stuttgart",
            "lat": f"{48.77 + i / 1000:.5f}",
            "lon": f"{9.18 + i / 1000:.5f}",
            "demand_kg": f"{5.5 + i}",
            "tw_start": "09:00",
            "tw_end": "12:00",
            "service_min": "5",
            "notes": "",
        }
        for i in range(num_rows)
    ]


def as_csv(rows: list[dict[str, str]], separator: str = ",", headings: dict[str, str] | None = None) -> str:
    """Write rows as text, quoting what holds the separator; ``headings`` renames columns."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (separator, '"', "\n", "\r")) else text

    names = list(rows[0])
    lines = [separator.join((headings or {}).get(name, name) for name in names)]
    lines += [separator.join(cell(row[name]) for name in names) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def changed(row: int, **cells: str) -> list[dict[str, str]]:
    """Good rows with some cells of one data row (1-based) replaced; row 0 replaces them in all rows."""
    rows = good_rows()
    for number, values in enumerate(rows, 1):
        if row in (0, number):
            values.update(cells)
    return rows


def workbook(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    """An XLSX with the rows on the first sheet and more sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "Orders"
    for row in rows:
        book.active.append(row)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(content: bytes, add: dict[str, bytes] | None = None, replace: dict[str, bytes] | None = None) -> bytes:
    """A workbook with parts added or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, (replace or {}).get(entry.filename, old.read(entry)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


Answer = dict[str, Any]


@pytest.fixture
def answer_to(tmp_path: Path) -> Callable[..., Answer]:
    """Dry-run a file given as text or bytes, in Germany unless told otherwise."""

    def run(
        content: str | bytes,
        *,
        region: dict[str, Any] | None = GERMANY,
        kind: str = "orders",
        in_child: bool = False,
        **answers: Any,
    ) -> Answer:
        path = tmp_path / "file.bin"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        context: dict[str, Any] = {"answers": answers}
        if region:
            context["region"] = region
        return dry_run(path, DAY, context, kind, ReadLimits(in_child=in_child))

    return run


def codes(answer: Answer) -> set[str]:
    return {issue["code"] for issue in answer["rejected"] + answer["warnings"]}


def refused(answer: Answer) -> list[int]:
    return sorted({issue["row"] for issue in answer["rejected"] if issue["row"]})


def row_of(answer: Answer, order_id: str) -> dict[str, Any]:
    return next(row for row in answer["rows"] if row["order_id"] == order_id)
