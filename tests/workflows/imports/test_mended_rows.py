"""Rows typed again, the decimal mark said by a person, and how a file is read remembered under its first look."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lastmile_core.model import Depot, ImportAnswers, Location, Order
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.correct_rows import rows_of_file
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders
from lastmile_core.workflows.imports.import_report import ImportReport
from lastmile_core.workflows.imports.show_import import raw_file, show_import

DAY = date(2026, 11, 23)
HEAD = "Order number,Customer,Address,Latitude,Longitude,Weight (kg)\n"
BAD = HEAD + "A1,Anna,Main Street 1,48.78,9.18,5\nA2,Bruno,Side Street 2,48.77,9.19,5,5\nA3,Carla,Row 3,north,9.17,4\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as opened:
        place = Location(lat=48.7758, lon=9.1829)
        opened.depots.save(Depot(depot_id="south", name="South", location=place, timezone="Europe/Berlin"))
        yield opened


def bring(store: Store, content: bytes, **replies: Any) -> ImportReport:
    return import_orders(store, content, "shop.csv", service_date=DAY, by="Ana", answers=ImportAnswers(replies=replies))


def look(store: Store, content: bytes, **replies: Any) -> ImportReport:
    return preview_orders(store, content, "shop.csv", service_date=DAY, answers=ImportAnswers(replies=replies))


def saved(store: Store, order_id: str) -> Order:
    found = store.orders.get(order_id, DAY)
    assert found is not None
    return found


def test_rows_typed_again_are_read_with_the_others_and_the_raw_file_stays(store: Store) -> None:
    content = BAD.encode()
    assert look(store, content).rejected_rows == [2, 3]
    typed = {"2": ["A2", "Bruno", "Side Street 2", "48.77", "9.19", "5.5"], "3": ["A3", "", "", "48.76", "9.17", "4"]}
    report = bring(store, content, cells=typed)
    assert (report.new, report.refused) == (3, 0)
    assert saved(store, "A2").load.as_dict()["kg"] == 5.5
    assert raw_file(store, report.import_id) == ("shop.csv", content)
    assert show_import(store, report.import_id)["decisions"]["answers"]["cells"] == typed


def test_a_row_with_too_many_cells_is_shown_whole(store: Store) -> None:
    headings, cells = rows_of_file(BAD.encode(), "shop.csv", [2, 3])
    assert len(headings) == 6
    assert cells[2] == ["A2", "Bruno", "Side Street 2", "48.77", "9.19", "5,5"]
    typed = ImportAnswers(replies={"cells": {"2": ["A2", "B", "S", "1", "2", "5.5"]}})
    _, mended = rows_of_file(BAD.encode(), "shop.csv", [2], typed)
    assert mended[2] == ["A2", "B", "S", "1", "2", "5.5"]


def test_typed_rows_are_about_one_file_only(store: Store) -> None:
    bring(store, BAD.encode(), cells={"3": ["A3", "", "", "48.76", "9.17", "4"]})
    other = BAD.replace("A1", "B1").replace("A2", "B2").replace("A3", "B3").encode()
    assert look(store, other).rejected_rows == [2, 3]


@pytest.mark.parametrize(("mark", "kilos"), [(".", 1.25), (",", 1250.0)])
def test_the_decimal_mark_can_be_said_and_is_remembered(store: Store, mark: str, kilos: float) -> None:
    text = "Order number;Address;Latitude;Longitude;Weight (kg)\nA1;Row 1;48;9;1.250\nA2;Row 2;48;9;2.500\n"
    assert {issue.code for issue in look(store, text.encode()).issues if issue.row} >= {"NUMBER"}
    bring(store, text.encode(), decimal=mark)
    assert saved(store, "A1").load.as_dict()["kg"] == kilos
    again = bring(store, text.replace("A1", "B1").replace("A2", "B2").encode())
    assert again.new == 2
    assert saved(store, "B1").load.as_dict()["kg"] == kilos


def workbook(first: str) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Monday"
    tuesday = book.create_sheet("Tuesday")
    for sheet, prefix in ((book.worksheets[0], "M"), (tuesday, "T")):
        sheet.append(
            ["Order number", "Address", "Latitude", "Longitude", "Weight (kg)" if prefix == "M" else "Parcels"]
        )
        sheet.append([f"{prefix}{first}", "Row 1", 48.77, 9.18, 3])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_how_a_file_is_read_is_shown_and_the_chosen_sheet_is_remembered(store: Store) -> None:
    report = look(store, workbook("1"))
    assert (report.sheet, report.sheets, report.header_row) == ("Monday", ["Monday", "Tuesday"], 1)
    assert report.first_lines[0].startswith("Order number · Address")
    bring(store, workbook("1"), sheet="Tuesday")
    assert saved(store, "T1")
    again = look(store, workbook("2"))
    assert (again.sheet, again.is_remembered) == ("Tuesday", True)
    assert again.remembered["by"] == "Ana"
    assert again.remembered["at"]


def test_the_chosen_heading_row_is_remembered(store: Store) -> None:
    text = "Order,Address,City\nlist,of,Monday\nOrder number,Street,Town\n{0},Main Street 1,Stuttgart\n"
    assert look(store, text.format("A1").encode()).header_row == 1
    bring(store, text.format("A1").encode(), header_row=3)
    again = look(store, text.format("A2").encode())
    assert (again.header_row, again.rows, again.is_remembered) == (3, 1, True)


def test_text_files_say_their_letters_and_separator(store: Store) -> None:
    text = "Bestellnummer;Kunde;Straße;Ort\nA1;Jürgen Groß;Königstraße 1;Stuttgart\nA2;Zoë Weiß;Rübenweg 2;Stuttgart\n"
    report = look(store, text.encode("iso-8859-1"))
    assert report.separator == ";"
    assert report.encoding in ("cp1252", "iso-8859-1", "latin-1", "iso8859-1")
    assert report.orders[0].customer_name == "Jürgen Groß"
