"""What the odd files are made of: a clean day of six orders, and writers for every kind of file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

HEADINGS = "order_id,date,customer_name,phone,address,postcode,city,lat,lon,demand_kg,tw_start,tw_end,service_min,notes"
NAMES = ("João Conceição", "Ana Brandão", "Inês Magalhães", "Zé Falcão", "Lúcia Peñalva", "Tomé Barros")
PORTUGAL = {"bbox": [36.8, -9.6, 42.3, -6.1], "tz": "Europe/Lisbon", "depot": [41.1496, -8.6110]}
TAKEN, WARNED, PARTIAL, ASK, REFUSED = "accept", "accept_with_warnings", "partial", "ask", "reject_file"
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """An odd file and what must become of it.

    Attributes
    ----------
    make
        Writes the bytes.
    outcome, accepted, refused
        Outcome of the dry run, number of orders, numbers of the refused rows (None where only some must be refused).
    codes, never
        Issue codes that must and that must not come.
    values
        Order number → fields of its row.
    answers
        What a person answered.
    region
        What the company knows.
    in_child
        Whether it must be read in the limited child: anything that could hurt.
    """

    make: Callable[[], bytes]
    outcome: str
    accepted: int
    refused: tuple[int, ...] | None = ()
    codes: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    region: Mapping[str, Any] | None = field(default_factory=lambda: PORTUGAL)
    in_child: bool = False


def odd(
    content: bytes | str | Callable[[], bytes],
    outcome: str = TAKEN,
    accepted: int = 6,
    codes: str = "",
    *,
    refused: tuple[int, ...] | None = (),
    never: str = "",
    values: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Any] | None = None,
    region: Mapping[str, Any] | None = PORTUGAL,
    in_child: bool = False,
) -> Odd:
    """Describe an odd file; ``codes`` and ``never`` are separated by spaces."""
    data = content.encode() if isinstance(content, str) else content
    make = data if callable(data) else lambda: data
    return Odd(
        make=make,
        outcome=outcome,
        accepted=accepted,
        refused=refused,
        codes=frozenset(codes.split()),
        never=frozenset(never.split()),
        values=values or {},
        answers=answers or {},
        region=region,
        in_child=in_child,
    )


def day(num_rows: int = 6, **cells: str) -> list[Row]:
    """Orders without a fault; ``cells`` are the same in all of them."""
    return [
        {
            "order_id": f"P{2001 + i}",
            "date": "2026-11-23",
            "customer_name": NAMES[i % len(NAMES)],
            "phone": f"+351 22 555 01{i:02d}",
            "address": f"Rua das Flores {i + 1}",
            "postcode": f"4050-{262 + i}",
            "city": "Porto",
            "lat": f"{41.14512 + i / 1000:.5f}",
            "lon": f"{-8.61234 + i / 1000:.5f}",
            "demand_kg": f"{2.5 + i}",
            "tw_start": "09:00",
            "tw_end": "12:00",
            "service_min": "5",
            "notes": "",
            **cells,
        }
        for i in range(num_rows)
    ]


def but(row: int, rows: list[Row] | None = None, **cells: str) -> list[Row]:
    """Return the day with some cells of one row (1-based) changed."""
    rows = list(rows or day())
    rows[row - 1] = {**rows[row - 1], **cells}
    return rows


def without(*names: str, rows: list[Row] | None = None) -> list[Row]:
    """Return the day without some columns."""
    return [{name: text for name, text in row.items() if name not in names} for row in rows or day()]


def each(name: str, texts: Sequence[str], rows: list[Row] | None = None) -> list[Row]:
    """Return the day with one column given cell by cell."""
    rows = rows or day(len(texts))
    return [{**row, name: text} for row, text in zip(rows, texts, strict=True)]


def renamed(rows: list[Row], **names: str) -> list[Row]:
    """Return rows with other headings."""
    return [{names.get(name, name): text for name, text in row.items()} for row in rows]


def lines(rows: list[Row]) -> list[list[str]]:
    """Return headings and cells."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def text(rows: list[Row] | list[list[str]], separator: str = ",", end: str = "\r\n", *, quote: str = "needed") -> str:
    """Write rows as text; ``quote`` is "needed", "all" or "never"."""
    cells = rows if isinstance(rows[0], list) else lines(rows)  # type: ignore[arg-type]

    def cell(value: str) -> str:
        is_needed = any(sign in value for sign in (separator, '"', "\n", "\r"))
        if quote == "all" or (quote == "needed" and is_needed):
            return '"' + value.replace('"', '""') + '"'
        return value

    return "".join(separator.join(cell(value) for value in row) + end for row in cells)  # type: ignore[union-attr]


def xlsx(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    """Write an XLSX; more sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "Orders"
    for row in rows:
        book.active.append(row)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    return saved(book)


def saved(book: Any) -> bytes:
    """Return the bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    """Write an old XLS."""
    book = xlwt.Workbook()
    for name, cells in {"Orders": rows, **sheets}.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    return saved(book)


def ods(rows: list[list[Any]], behind: str = "") -> bytes:
    """Write an ODS by hand; ``behind`` is XML behind the rows, such as a million repeated empty ones."""
    body = "".join(
        "<table:table-row>" + "".join(_ods_cell(value) for value in row) + "</table:table-row>" for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Orders">{body}{behind}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Write a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def rezipped(
    content: bytes, add: Mapping[str, bytes] | None = None, replace: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a workbook with parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    return zipped({**parts, **(replace or {}), **(add or {})})
