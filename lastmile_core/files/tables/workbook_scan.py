"""A look through the parts of an XLSX before anything builds a table of it: real size, far cells, entities, formulas.

Everything is read in pieces and given up at the first limit, so that a bomb costs seconds and no memory. A reader of
workbooks lays out the whole rectangle up to the farthest cell: one stray cell at XFD1048576 asks for 512 GiB.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import ReadLimits

_PIECE = 1 << 18
_OVERLAP = 400
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<row[ >]")
# Only places that may lie beyond any limit: three letters, or six digits.
_FAR_CELL = re.compile(rb'\br="([A-Z]{1,2}(?=\d{6,7}")|[A-Z]{3})(\d{1,7})"[^>/]*>')
_FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>'
)
_SHEET = re.compile(rb"<sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")


@dataclass(slots=True)
class WorkbookScan:
    """What the parts of a workbook show.

    Attributes
    ----------
    formulas
        Part of a sheet → cells whose formula has no stored result.
    errors
        Part of a sheet → cells that hold an error, with it (``J2``: ``#N/A``): readers of workbooks drop them.
    sheets
        Name of a sheet → its part, as far as the workbook says.
    """

    formulas: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)


def scan_workbook(content: bytes, limits: ReadLimits) -> WorkbookScan:
    """Look through a zipped workbook.

    Raises
    ------
    FileError
        XML_ENTITY, ZIP_BOMB, TOO_MANY_ROWS or TOO_MANY_COLUMNS.
    """
    scan = WorkbookScan()
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            with archive.open(entry) as part:
                unpacked += _scan_part(part, entry.filename, limits, limits.max_unpacked - unpacked, scan)
        scan.sheets = _sheet_parts(archive)
    return scan


def _scan_part(part: IO[bytes], name: str, limits: ReadLimits, most: int, scan: WorkbookScan) -> int:
    """Look through one part and return its size in bytes."""
    is_sheet = "worksheets/" in name.lower()
    size = rows = 0
    before = b""
    while new := part.read(_PIECE):
        if not size and _ENTITY.search(new[:4096]):
            raise _entities()
        size += len(new)
        if size > most:
            raise _bomb(limits)
        if not is_sheet:
            continue
        rows += len(_ROW.findall(new))
        if rows > limits.max_rows + 100:
            raise FileError(
                f"A sheet has more than {limits.max_rows:,} rows.",
                "Split it, for example by day or depot.",
                "TOO_MANY_ROWS",
            )
        piece = before + new  # no cell is cut in two
        _check_reach(piece, limits)
        if b"<f" in piece:
            found = [match.group(1).decode() for match in _FORMULA_WITHOUT_VALUE.finditer(piece)]
            known = scan.formulas.setdefault(name, [])
            known += [cell for cell in found if cell not in known[-20:]]
        if b't="e"' in piece:
            found_errors = {cell.decode(): text.decode("utf-8", "replace") for cell, text in _ERROR_CELL.findall(piece)}
            scan.errors.setdefault(name, {}).update(found_errors)
        before = new[-_OVERLAP:]
    return size


def _check_reach(piece: bytes, limits: ReadLimits) -> None:
    most_rows, most_columns = limits.max_rows + 100, limits.max_columns * 4
    for column, row in _FAR_CELL.findall(piece):
        is_low = int(row) > most_rows
        if is_low or _column(column) > most_columns:
            raise FileError(
                f"A cell far off holds something: {(column + row).decode()}. One import takes {limits.max_rows:,} rows "
                f"and {limits.max_columns} columns.",
                "Delete what stands far below or to the right of the table, or split the file.",
                "TOO_MANY_ROWS" if is_low else "TOO_MANY_COLUMNS",
            )


def place_of_cell(cell: str) -> tuple[int, int]:
    """Return the 0-based row and column of a cell such as ``J2``."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, _column(letters.encode()) - 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(tag, b"r:id"), "")
        if target:
            parts[_attribute(tag, b"name")] = str(PurePosixPath("xl") / target.removeprefix("/xl/"))
    return parts


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + re.escape(name) + rb'="([^"]*)"', tag)
    text = match.group(1).decode("utf-8", "replace") if match else ""
    for mark, sign in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(mark, sign)
    return text


def _entities() -> FileError:
    return FileError(
        "The workbook defines XML entities, which no spreadsheet program writes.",
        "Ask the sender for a fresh file.",
        "XML_ENTITY",
    )


def _bomb(limits: ReadLimits) -> FileError:
    return FileError(
        f"The workbook unpacks to more than {limits.max_unpacked / 1e6:,.0f} MB.",
        "Copy only the rows you need into a new workbook, or save it as CSV.",
        "ZIP_BOMB",
    )
