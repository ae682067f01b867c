"""Depots from a file: good rows in, each bad one named."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from lastmile_core.files.fleet.read_depots import read_depots
from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import ImportAnswers
from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.imports.import_depots import import_depots

HEAD = "Depot ID,Name,Latitude,Longitude,Time zone,Currency,Opens,Closes,Loading (min),Docks\n"
GOOD = "poa,Porto Alegre,-30.03,-51.2,America/Sao_Paulo,brl,05:30,21:00,12,3\n"


def read(rows: str, timezone: str = ""):
    return read_depots(read_table((HEAD + rows).encode(), "depots.csv", ReadLimits(in_child=False)), timezone)


def test_a_depot_with_everything_is_read():
    ((depot, docks),) = read(GOOD).depots
    assert (depot.depot_id, depot.name, depot.timezone, depot.currency) == (
        "poa",
        "Porto Alegre",
        "America/Sao_Paulo",
        "BRL",
    )
    assert (depot.opens, depot.closes, depot.loading_s, docks) == (time(5, 30), time(21, 0), 720, 3)
    assert (depot.location.lat, depot.location.lon) == (-30.03, -51.2)


def test_the_id_is_made_from_the_name_when_the_file_has_none():
    ((depot, _),) = read(",North yard,10,20,UTC,,,,,\n").depots
    assert depot.depot_id == "north-yard"
    assert depot.loading_s == 900


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        ("18:00,06:00", (time(18), time(6))),
        ("00:00,00:00", (time(0), time(0))),
        ("00:00,24:00", (time(0), time(0))),
        ("05:00,24:00", (time(5), time(0))),
    ],
)
def test_night_and_around_the_clock_are_hours(cells: str, hours: tuple[time, time]):
    ((depot, _),) = read(f"x,X,10,20,UTC,,{cells},,\n").depots
    assert (depot.opens, depot.closes) == hours


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x,,,,UTC,,,,,\n", "MISSING_VALUE"),
        ("x,X,10,20,,,,,,\n", "TIMEZONE"),
        ("x,X,10,20,Mars/Base,,,,,\n", "TIMEZONE"),
        ("x,X,95,20,UTC,,,,,\n", "COORD_RANGE"),
        ("x,X,north,20,UTC,,,,,\n", "COORD_FORMAT"),
        ("x,X,10,20,UTC,,22:00,20:00,,\n", "WINDOW_ORDER"),
        ("x,X,10,20,UTC,,,,soon,\n", "NUMBER"),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_goes_on(row: str, code: str):
    found = read(row + GOOD)
    assert [depot.depot_id for depot, _ in found.depots] == ["poa"]
    assert found.rejected_rows == [1]
    assert code in {issue.code for issue in found.issues if issue.row == 1}


def test_depots_and_their_bays_are_stored_once(own_home: Path):
    with open_store(load_settings().database) as store:
        first = import_depots(store, (HEAD + GOOD).encode(), "depots.csv", by="Ana")
        again = import_depots(store, (HEAD + GOOD).encode(), "depots.csv", by="Ana")
        assert (first.new, again.new, again.unchanged) == (1, 0, 1)
        assert len(store.docks.of_depot("poa")) == 3


@pytest.mark.parametrize(("cell", "seconds"), [("0", 0), ("", 900), ("5", 300)])
def test_a_loading_time_of_zero_is_zero(cell: str, seconds: int) -> None:
    rows = f"name,lat,lon,loading min\nNorth,48.1,11.5,{cell}\n".encode()
    (found,) = read_depots(read_table(rows, "depots.csv"), "UTC").depots
    assert found[0].loading_s == seconds


def test_a_file_changes_only_what_it_has_columns_for(tmp_path: Path):
    with open_store(tmp_path / "depots.db") as store:
        import_depots(store, (HEAD + GOOD).encode(), "depots.csv", by="Ana")
        before = store.depots.get("poa")
        assert before is not None
        moved = "Código;Filial;Latitud;Longitud;Fuso horário\npoa;Porto Alegre;-30.04;-51.2;America/Sao_Paulo\n"
        report = import_depots(store, moved.encode(), "d.csv", by="Ana")
        assert (report.new, report.changed) == (0, 1)
        after = store.depots.get("poa")
        assert after is not None
        assert after == replace(before, location=after.location)
        assert after.location.lat == -30.04


def test_a_column_that_nothing_reads_is_asked_about_once_and_remembered(tmp_path: Path):
    text = "Name,Latitude,Longitude,Time zone,Gates\nNorth,10,20,UTC,4\n"
    with open_store(tmp_path / "depots.db") as store:
        asked = import_depots(store, text.encode(), "d.csv", by="Ana")
        assert (asked.outcome, store.depots.all()) == ("ask", [])
        assert "“Gates” holds 4" in asked.sentence
        assert (
            import_depots(
                store, text.encode(), "d.csv", by="Ana", answers=ImportAnswers(columns={"docks": "Gates"})
            ).new
            == 1
        )
        assert len(store.docks.of_depot("north")) == 4
        again = import_depots(store, text.replace("North", "South").encode(), "d.csv", by="Ana")
        assert (again.outcome, len(store.docks.of_depot("south"))) == ("accept", 4)
