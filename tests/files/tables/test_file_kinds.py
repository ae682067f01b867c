"""Files that are no tables are called what they are, whatever their name; a file without rows says of what."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lastmile_core.errors import FileError
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.store.open_store import open_store
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_depots import import_depots
from lastmile_core.workflows.imports.import_dry_run import dry_run
from lastmile_core.workflows.imports.import_fleet import import_drivers, import_vehicles
from lastmile_core.workflows.imports.import_orders import dry_run as dry_run_orders

DAY = date(2026, 11, 29)
NOISE = random.Random(7).randbytes(3000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "lastmile.db") as opened:
        yield opened


KINDS = {
    "This is a PDF": [b"%PDF-1.4\n...", b"\xef\xbb\xbf%PDF-1.4", b"\r\n%PDF-1.7\x00"],
    "This is a picture": [b"\x89PNG\r\n" + NOISE, b"II*\x00" + NOISE, b"RIFF\x00\x00\x10\x00WEBPVP8 " + NOISE],
    "This is a photo": [b"\x00\x00\x00\x18ftypheic" + NOISE],
    "This is a program": [b"MZ\x50\x00\x02\x00" + NOISE, b"\x7fELF" + NOISE],
    "This is a recording": [b"ID3\x03\x00" + NOISE],
    "This is a compressed file": [b"BZh91AY&SY" + NOISE, b"\x1f\x8b" + NOISE],
    "This is a ZIP archive, not a workbook. It holds orders.csv.": [zipped(**{"orders.csv": "Order,Name\n"})],
    "This is a Word document": [
        zipped(**{"word/document.xml": "<x/>"}),
        OLE + "WordDocument".encode("utf-16-le") + bytes(99),
    ],
    "This is a Numbers": [zipped(**{"Index/Document.iwa": "x"})],
    "This is a text document": [
        b"{\\rtf1 hello}",
        zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
    ],
    "This is an e-mail": [b"From: a@b.example\r\nTo: x@y.example\r\nSubject: orders\r\n\r\nHello,\r\n"],
    "This is not a table: it is full of bytes that no text has": [NOISE],
}


@pytest.mark.parametrize(("said", "content"), [(said, one) for said, many in KINDS.items() for one in many])
def test_a_file_is_called_what_it_is(said: str, content: bytes) -> None:
    with pytest.raises(FileError) as caught:
        read_table(content, "orders.csv", ReadLimits(in_child=False))
    assert caught.value.code == "FILE_TYPE"
    assert str(caught.value.message).startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ,Name,Street\nA1,Meier,Row 5\n",
        b"ID3,Name,Street\nA1,Meier,Row 5\n",
        b"From,To,Order\n08:00,12:00,A1\n",
        b"Subject: orders of Monday\nOrder,Name,Street\nA1,Meier,Row 5\n",
        b"Order,Name,Street\nA\x00\x011,Meier\x07,Row 5\n",
        "Заказ,Имя,Улица\nА1,Иван,Ленина 5\n".encode("utf-16-le"),
        "注文,名前,住所\nA1,田中,東京都港区1-2\n".encode("iso-2022-jp"),
    ],
)
def test_tables_are_not_taken_for_something_else(content: bytes) -> None:
    assert read_table(content, "orders.csv", ReadLimits(in_child=False)).rows


def test_a_file_of_headings_says_what_is_missing(store: Store, tmp_path: Path) -> None:
    fleet = b"vehicle_id,name,capacity_kg\n"
    depots = import_depots(store, b"name,lat,lon,timezone,currency\nYard,48.7,9.1,UTC,EUR\n", "d.csv", by="t")
    assert depots.new == 1
    said = {
        "vehicles": import_vehicles(store, fleet, "v.csv", depot_id="yard", by="t"),
        "drivers": import_drivers(store, b"driver_id,name,shift_start\n\n", "p.csv", depot_id="yard", by="t"),
        "depots": import_depots(store, b"name,lat,lon\n,,\n", "d.csv", by="t"),
    }
    for what, report in said.items():
        assert report.outcome == "reject_file"
        assert f"There are no {what} in the file" in report.sentence
        assert report.issues[-1].code == "EMPTY"
    path = tmp_path / "v.csv"
    path.write_bytes(fleet)
    answer = dry_run(path, DAY, kind="vehicles")
    assert "There are no vehicles in the file" in answer["rejected"][0]["message"]
    path.write_bytes(b"order_id,address,city\n")
    answer = dry_run_orders(path, DAY)
    assert "There are no orders in the file" in answer["rejected"][0]["message"]


def test_a_row_of_a_depot_file_with_a_cell_too_many_is_refused_not_blank(store: Store) -> None:
    text = b"name,lat,lon,timezone,currency\nYard,48.7,9.1,UTC,EUR\nHall, Ulm,48.4,9.9,UTC,EUR\n"
    report = import_depots(store, text, "d.csv", by="t")
    assert (report.new, report.refused, report.blank, report.outcome) == (1, 1, 0, "partial")
