from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.files.cells.safe_cells import clean_text, csv_cell, csv_text, xlsx_cell
from lastmile_core.files.writers.write_table import Table, table_csv, tables_xlsx

FORMULAS = [
    "=1+1",
    "+49 30 123",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\x01=1",
    "＝1＋1",
    "＋1",
    "－1",
    "＠x",
    "|cmd",
    "cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil","x")',
]
DANGEROUS = FORMULAS[:19] + FORMULAS[20:]
MADE = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_begins_a_formula_gets_a_quote(text):
    assert csv_text(text).startswith("'")


@pytest.mark.parametrize("text", ["Meyer & Söhne", "12 Quay Street", "a=b", "Παπα", "", "3-4", "#10233"])
def test_harmless_text_is_left_alone(text):
    assert csv_text(text) == text


@given(st.text())
def test_no_text_at_all_can_begin_a_formula(text):
    safe = csv_text(text)
    assert not safe.lstrip(" \u00a0\u3000\u200b\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not any(ord(letter) < 32 for letter in safe)


def test_numbers_stay_numbers_and_times_lose_their_zone():
    assert csv_cell(-2.5) == "-2.5"
    assert csv_cell(3) == "3"
    assert csv_cell(0.1 + 0.2) == "0.3"
    assert csv_cell(100.0) == "100"
    assert csv_cell(float("nan")) == ""
    assert csv_cell(None) == ""
    assert csv_cell(True) == "yes"
    assert csv_cell(date(2026, 1, 2)) == "2026-01-02"
    assert csv_cell(time(7, 5)) == "07:05"
    assert csv_cell(MADE) == "2026-11-24 05:00"
    assert xlsx_cell(MADE).tzinfo is None
    assert xlsx_cell(float("inf")) is None


def test_control_characters_go_and_line_breaks_become_spaces():
    assert clean_text("a\x00b\x1bc\nd\r\ne\tf\ud800") == "abc d e f"


@pytest.mark.parametrize(
    "text", [*FORMULAS, "file://x", "external:x", "internal:x", "http://x.example", "a\x00\x08b", "{=1}"]
)
def test_no_cell_of_a_workbook_is_a_formula_or_link_and_none_kills_the_file(text):
    table = Table(name="T", headings=("a",), rows=[[text]])
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx([table], title="=1", created=MADE)))
    cell = book["T"]["A2"]
    assert cell.data_type in ("s", "n")  # n is an empty cell
    assert cell.hyperlink is None


def test_types_survive_in_a_workbook():
    row = ["007", 3, 2.5, MADE, date(2026, 1, 2), time(7, 5), None, True]
    table = Table(name="A name that is much longer than a sheet may have", headings=tuple("abcdefgh"), rows=[row])
    sheet = openpyxl.load_workbook(io.BytesIO(tables_xlsx([table], title="x", created=MADE))).worksheets[0]
    values = [cell.value for cell in sheet[2]]
    assert values[:6] == ["007", 3, 2.5, datetime(2026, 11, 24, 5, 0), datetime(2026, 1, 2), time(7, 5)]
    assert values[6:] == [None, "yes"]


def test_csv_can_be_read_back_with_commas_quotes_and_unicode():
    rows = [['a "quoted", text', "Łukasz; Ωmega 山"], ["", "x"]]
    text = table_csv(Table(name="t", headings=("é", "b"), rows=rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["é", "b"], *rows]


def test_equal_tables_are_equal_bytes():
    table = Table(name="t", headings=("a",), rows=[["x"]])
    assert tables_xlsx([table], title="x", created=MADE) == tables_xlsx([table], title="x", created=MADE)
