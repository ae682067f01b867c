"""Odd workbooks: several sheets, hidden ones, typed cells, old and open formats, and files that would hurt."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial

import openpyxl
from odd_base import (
    ASK,
    PARTIAL,
    REFUSED,
    TAKEN,
    WARNED,
    Odd,
    day,
    lines,
    odd,
    ods,
    rezipped,
    saved,
    text,
    xls,
    xlsx,
    zipped,
)

CELLS = lines(day())
BIG = 400_000
FIRST = {"P2001": {"customer_name": "João Conceição", "lat": 41.14512, "postcode": "4050-262"}}
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'


def typed() -> list[list[object]]:
    """Return rows with numbers, dates and times as a spreadsheet keeps them."""
    rows: list[list[object]] = [list(row) for row in CELLS]
    rows[1] = [
        1001, datetime(2026, 11, 23), "Ana", 351225550100, "Rua 1", "4050-262", "Porto", 41.14512, -8.61234, 2.5,
        time(9, 0), 0.5, 5, None,
    ]  # fmt: skip
    return rows


def cover() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Orders of Monday"
    sheet = book.create_sheet("Data")
    for row in CELLS:
        sheet.append(row)
    return saved(book)


def hidden() -> bytes:
    book = openpyxl.Workbook()
    for row in CELLS:
        book.active.append(row)
    sheet = book.create_sheet("Old")
    sheet.append(["order_id", "address"])
    sheet.append(["X1", "Rua Velha 1"])
    sheet.sheet_state = "hidden"
    return saved(book)


def merged() -> bytes:
    book = openpyxl.Workbook()
    for row in CELLS:
        book.active.append(row)
    book.active.merge_cells("G2:G4")
    return saved(book)


def errors() -> bytes:
    book = openpyxl.Workbook()
    for row in CELLS:
        book.active.append(row)
    for cell, error in (("J2", "#N/A"), ("K4", "#REF!")):
        book.active[cell] = error
        book.active[cell].data_type = "e"
    return saved(book)


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "order_id"
    book.active["XFD1048576"] = "x"
    return saved(book)


def many_rows() -> bytes:
    row = '<row><c t="inlineStr"><is><t>A</t></is></c></row>'
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet = (head + row * BIG + "</sheetData></worksheet>").encode()
    return rezipped(xlsx([["order_id"]]), replace={"xl/worksheets/sheet1.xml": sheet})


def bomb() -> bytes:
    return rezipped(xlsx(CELLS), add={"xl/media/image1.bin": bytes(250_000_000)})


def lying_bomb() -> bytes:
    """A workbook whose directory names a small size for a part that unpacks to much more."""
    content = bytearray(rezipped(xlsx(CELLS), add={"xl/worksheets/sheet9.xml": b" " * 25_000_000}))
    size = (25_000_000).to_bytes(4, "little")
    at = content.find(size)
    while at >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
        at = content.find(size, at + 4)
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(xlsx(CELLS))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def long_table() -> bytes:
    return b"order_id,address\n" + b"A1,Rua 1\n" * BIG


BOOKS: dict[str, Odd] = {
    "an XLSX": odd(partial(xlsx, CELLS), values=FIRST, in_child=True),
    "an old XLS": odd(partial(xls, CELLS), values=FIRST, in_child=True),
    "an old XLS with typed cells": odd(
        partial(xls, [["order_id", "address", "lat", "lon", "weight"], [1001, "Rua 1", 41.14512, -8.61234, 2.5]]),
        TAKEN, 1, values={"1001": {"lat": 41.14512, "demand_kg": 2.5}},
    ),
    "an ODS": odd(partial(ods, CELLS), values=FIRST),
    "an ODS with a million empty rows": odd(
        partial(ods, CELLS, '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'),
        values=FIRST,
    ),
    "typed cells": odd(
        lambda: xlsx(typed()), TAKEN, 6,
        values={"1001": {"date": "2026-11-23", "phone": "351225550100", "tw_start": "09:00", "tw_end": "12:00"}},
    ),
    "days with a time of day": odd(
        partial(xlsx, [["order_id", "address", "date"], ["1", "Rua 1", date(2026, 11, 23)]]), WARNED, 1, "NEEDS_GEOCODING",
        values={"1": {"date": "2026-11-23"}},
    ),
    "a cover sheet first": odd(cover, TAKEN, 6, "SHEET", values=FIRST),
    "a hidden sheet": odd(hidden, TAKEN, 6, "SHEET", values=FIRST),
    "two sheets with orders": odd(partial(xlsx, CELLS, Tuesday=CELLS), WARNED, 6, "SHEET"),
    "another sheet chosen": odd(partial(xlsx, CELLS, Tuesday=CELLS[:3]), TAKEN, 2, answers={"sheet": "Tuesday"}),
    "a sheet that does not exist": odd(partial(xlsx, CELLS), REFUSED, 0, "SHEET", answers={"sheet": "Sunday"}),
    "merged cells": odd(merged, WARNED, 6, "MERGED"),
    "a formula that was never calculated": odd(
        lambda: xlsx([*CELLS[:1], [*CELLS[1][:9], "=2+3", *CELLS[1][10:]], *CELLS[2:]]), PARTIAL, 5, "FORMULA_NO_VALUE",
        refused=(1,),
    ),
    "errors of a spreadsheet": odd(errors, PARTIAL, 4, "CELL_ERROR", refused=(1, 3)),
    "title rows in a sheet": odd(partial(xlsx, [["Monday"], [], *CELLS]), TAKEN, 6, "TITLE_ROWS", values=FIRST),
    "a blank column at the left": odd(
        partial(xlsx, [[None, *row] for row in CELLS]), values=FIRST
    ),
    "blank rows in a sheet": odd(partial(xlsx, [*CELLS[:3], [], *CELLS[3:]]), values=FIRST),
    "a total row in a sheet": odd(partial(xlsx, [*CELLS, ["Total", *[None] * 8, 30]]), PARTIAL, 6, "TOTAL_ROW", refused=None),
    "no heading in a sheet": odd(partial(xlsx, CELLS[1:]), ASK, 0, "NO_HEADER"),
    "an empty workbook": odd(partial(xlsx, []), REFUSED, 0, "EMPTY"),
    "macros": odd(lambda: rezipped(xlsx(CELLS), add={"xl/vbaProject.bin": b"x"}), TAKEN, 6, "MACRO"),
    "cut off": odd(lambda: xlsx(CELLS)[:3000], REFUSED, 0, "DAMAGED"),
    "an old XLS, cut off": odd(lambda: xls(CELLS)[:2000], REFUSED, 0, "DAMAGED", in_child=True),
    "a path to the outside": odd(lambda: rezipped(xlsx(CELLS), add={"../../etc/passwd": b"x"}), REFUSED, 0, "ZIP_PATH"),
    "an absolute path": odd(lambda: rezipped(xlsx(CELLS), add={"/etc/passwd": b"x"}), REFUSED, 0, "ZIP_PATH"),
    "a path of Windows": odd(lambda: rezipped(xlsx(CELLS), add={"..\\..\\autoexec.bat": b"x"}), REFUSED, 0, "ZIP_PATH"),
    "entities": odd(lambda: rezipped(xlsx(CELLS), replace={"xl/workbook.xml": ENTITY}), REFUSED, 0, "XML_ENTITY"),
    "a bomb of 250 MB": odd(bomb, REFUSED, 0, "ZIP_BOMB", in_child=True),
    "a directory that lies": odd(lying_bomb, REFUSED, 0, "", in_child=True),
    "a password": odd(encrypted, REFUSED, 0, "ENCRYPTED"),
    "a password of Office": odd(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        REFUSED, 0, "ENCRYPTED",
    ),
    "an archive that is no workbook": odd(lambda: zipped({"readme.txt": b"hello"}), REFUSED, 0, "FILE_TYPE"),
    "one cell far away": odd(far_cell, REFUSED, 0, "TOO_MANY_ROWS", in_child=True),
    "400,000 rows in a sheet": odd(many_rows, REFUSED, 0, "TOO_MANY_ROWS", in_child=True),
    "400,000 rows of text": odd(long_table, REFUSED, 0, "TOO_MANY_ROWS", in_child=True),
    "600 columns": odd(lambda: text([[f"c{i}" for i in range(600)], ["x"] * 600]).encode(), REFUSED, 0, "TOO_MANY_COLUMNS"),
    "old binary format, damaged": odd(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), REFUSED, 0, "DAMAGED", in_child=True),
    "a zip without an end": odd(b"PK\x03\x04broken", REFUSED, 0, "DAMAGED"),
}  # fmt: skip
