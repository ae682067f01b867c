"""Workbooks: what typed cells become, which sheet is read, and files that would take a server down."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.tables.read_table import read_table
from tests.files import conftest as c

ROWS = [c.HEADINGS.split(",")] + [list(row.values()) for row in c.good_rows()]


def test_typed_cells_become_text_without_losing_anything(answer_to: Any) -> None:
    rows = [list(row) for row in ROWS]
    rows[1] = [
        "000123",
        datetime(2026, 11, 23),
        "Max",
        497115550100,
        "Weg 1",
        70173,
        "Ulm",
        48.77,
        9.18,
        5.5,
        time(9, 0),
        0.5,
        5,
        None,
    ]
    answer = answer_to(c.workbook(rows), in_child=True)
    row = c.row_of(answer, "000123")
    assert answer["outcome"] == "accept"
    assert row["postcode"] == "70173"
    assert row["phone"] == "497115550100"
    assert row["date"] == "2026-11-23"
    assert (row["tw_start"], row["tw_end"], row["service_min"]) == ("09:00", "12:00", 5.0)


def test_the_sheet_with_the_orders_is_read_not_the_cover(answer_to: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Orders of Monday"
    sheet = book.create_sheet("Data")
    for row in ROWS:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    table = read_table(stream.getvalue())
    assert (table.sheet, len(table.rows)) == ("Data", 6)


def test_a_second_sheet_with_rows_is_named(answer_to: Any) -> None:
    answer = answer_to(c.workbook(ROWS, Tuesday=ROWS), in_child=True)
    assert answer["outcome"] == "accept_with_warnings"
    assert "SHEET" in c.codes(answer)
    chosen = answer_to(c.workbook(ROWS, Tuesday=ROWS[:3]), in_child=True, sheet="Tuesday")
    assert len(chosen["rows"]) == 2


def test_a_formula_without_result_is_named(answer_to: Any) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][9] = "=2+3"
    answer = answer_to(c.workbook(rows), in_child=True)
    assert "FORMULA_NO_VALUE" in c.codes(answer)


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", b"<a/>")
    return stream.getvalue()


def _far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "order_id"
    book.active["XFD1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'
HOSTILE = {
    "cut off": (c.workbook(ROWS)[:3000], "DAMAGED"),
    "part missing": (c.rezipped(c.workbook(ROWS), replace={"xl/worksheets/sheet1.xml": b"<worksheet"}), "DAMAGED"),
    "path outside": (c.rezipped(c.workbook(ROWS), add={"../../etc/passwd": b"x"}), "ZIP_PATH"),
    "absolute path": (c.rezipped(c.workbook(ROWS), add={"/etc/passwd": b"x"}), "ZIP_PATH"),
    "bomb": (c.rezipped(c.workbook(ROWS), add={"xl/media/a.bin": bytes(220_000_000)}), "ZIP_BOMB"),
    "entities": (c.rezipped(c.workbook(ROWS), replace={"xl/workbook.xml": ENTITY}), "XML_ENTITY"),
    "an archive": (_zip(**{"readme.txt": b"hello"}), "FILE_TYPE"),
    "two parts of one name": (_twice(), "DAMAGED"),
    "one far cell": (_far_cell(), "TOO_MANY_ROWS"),
    "old binary format, damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "DAMAGED"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_with_its_name(name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(FileError) as caught:
        read_table(content)
    assert caught.value.code == code, str(caught.value)
    assert caught.value.mend


def test_macros_are_noted_and_not_kept(answer_to: Any) -> None:
    answer = answer_to(c.rezipped(c.workbook(ROWS), add={"xl/vbaProject.bin": b"x"}), in_child=True)
    assert (answer["outcome"], "MACRO" in c.codes(answer)) == ("accept", True)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ReadLimits(max_rows=3), "TOO_MANY_ROWS"),
        (ReadLimits(max_columns=3), "TOO_MANY_COLUMNS"),
        (ReadLimits(max_bytes=100), "FILE_SIZE"),
        (ReadLimits(wall_s=0.001), "FILE_SIZE"),
    ],
)
def test_a_file_beyond_the_limits_is_refused_in_words(limits: ReadLimits, code: str) -> None:
    rows = c.good_rows(150)
    with pytest.raises(FileError) as caught:
        read_table(c.as_csv(rows).encode(), "big.csv", limits)
    assert caught.value.code == code


def test_dates_of_excel_keep_their_day() -> None:
    table = read_table(c.workbook([["order_id", "date", "address"], ["1", date(2026, 3, 29), "x"]]))
    assert table.rows[0][1] == "2026-03-29"
