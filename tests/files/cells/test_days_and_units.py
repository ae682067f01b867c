"""Days, midnights and units as real files write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.files.cells.times import Clock, read_time
from lastmile_core.files.columns.clock_units import as_clock
from lastmile_core.files.headings.heading_meaning import understand
from lastmile_core.files.orders.days_of_windows import choose_day, cut_to_day, touches
from lastmile_core.files.tables.workbook import _text
from lastmile_core.workflows.imports.import_orders import dry_run

Answer = dict[str, Any]
DAY = date(2026, 11, 23)


def windows(text: str, answer_to: Callable[..., Answer], **more: Any) -> list[list[list[str]]]:
    answer = answer_to(text, region=None, **more)
    assert answer["outcome"] not in ("ask", "reject_file"), answer["warnings"]
    return [[[moment[:16] for moment in window] for window in row["windows"]] for row in answer["rows"]]


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("20:00", "00:00", ["2026-11-23T20:00", "2026-11-24T00:00"]),
        ("20:00", "24:00", ["2026-11-23T20:00", "2026-11-24T00:00"]),
        ("20:00", "PT24H00M00S", ["2026-11-23T20:00", "2026-11-24T00:00"]),
        ("00:00", "00:00", ["2026-11-23T00:00", "2026-11-24T00:00"]),
        ("0:00:00", "24:00:00", ["2026-11-23T00:00", "2026-11-24T00:00"]),
        ("22:00", "24:30", ["2026-11-23T22:00", "2026-11-24T00:30"]),
        ("22:00:00", "26:00:00", ["2026-11-23T22:00", "2026-11-24T02:00"]),
        ("23/11 09:00", "23/11 12:00", ["2026-11-23T09:00", "2026-11-23T12:00"]),
        ("23/11/2026 09:00", "23/11/2026 12:00", ["2026-11-23T09:00", "2026-11-23T12:00"]),
    ],
)
def test_midnights_and_days_inside_times(
    answer_to: Callable[..., Answer], start: str, end: str, wanted: list[str]
) -> None:
    text = f"order,address,city,from,to\nT1,1 Row,Ulm,{start},{end}\nT2,2 Row,Ulm,{start},{end}\n"
    assert windows(text, answer_to) == [[wanted], [wanted]]


def test_a_typed_25_o_clock_stays_a_slip(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,address,city,from,to\nT1,1 Row,Ulm,09:00,25:00\n", region=None)
    assert [issue["code"] for issue in answer["rejected"]] == ["TIME_FORMAT"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (datetime(1900, 1, 1), "24:00:00"),
        (date(1900, 1, 1), "24:00:00"),
        (datetime(1899, 12, 31, 9, 30), "09:30:00"),
        (datetime(1899, 12, 30, 9, 30), "09:30:00"),
        (datetime(1900, 1, 1, 2), "26:00:00"),
        (timedelta(hours=26), "26:00:00"),
        (time(0, 0), "00:00:00"),
        (date(2026, 11, 23), "2026-11-23"),
    ],
)
def test_cells_around_midnight_of_a_workbook(cell: Any, shown: str) -> None:
    assert _text(cell) == shown


def test_a_window_over_several_days_is_cut_to_the_day_that_is_planned(answer_to: Callable[..., Answer]) -> None:
    text = (
        "order,address,city,complete_after,complete_before\n"
        "W1,1 Row,Ulm,2026-11-21T08:00,2026-11-25T18:00\n"
        "W2,2 Row,Ulm,2026-11-22T08:00,2026-11-23T11:00\n"
        "W3,3 Row,Ulm,2026-11-23T14:00,2026-11-26T11:00\n"
        "W4,4 Row,Ulm,2026-11-25T14:00,2026-11-26T11:00\n"
        "W5,5 Row,Ulm,2026-11-23T22:00,2026-11-24T04:00\n"
    )
    assert windows(text, answer_to) == [
        [],
        [["2026-11-23T00:00", "2026-11-23T11:00"]],
        [["2026-11-23T14:00", "2026-11-24T00:00"]],
        [["2026-11-25T14:00", "2026-11-26T11:00"]],
        [["2026-11-23T22:00", "2026-11-24T04:00"]],
    ]


def test_days_and_hours_in_columns_of_their_own(answer_to: Callable[..., Answer]) -> None:
    text = (
        "order,address,city,afterDay,afterTime,beforeDay,beforeTime\n"
        "C1,1 Row,Ulm,24/11/2026,10:30:00,24/11/2026,11:00:00\nC2,2 Row,Ulm,25/11/2026,,25/11/2026,\n"
    )
    answer = answer_to(text, region=None)
    assert [row["date"] for row in answer["rows"]] == ["2026-11-24", "2026-11-25"]
    assert (answer["rows"][0]["tw_start"], answer["rows"][0]["tw_end"]) == ("10:30", "11:00")


def test_the_day_of_a_slot_is_the_day_of_the_order(answer_to: Callable[..., Answer]) -> None:
    text = "order,address,city,timeslot\nS1,1 Row,Ulm,24/11/2026 09:00 - 24/11/2026 18:00\n"
    assert windows(text, answer_to) == [[["2026-11-24T09:00", "2026-11-24T18:00"]]]


DAYS = st.integers(-5, 5).map(lambda n: DAY + timedelta(days=n))
CLOCKS = st.builds(Clock, st.integers(0, 86_399), DAYS)


@given(CLOCKS, CLOCKS)
def test_the_chosen_day_is_touched_and_what_is_left_lies_on_it(start: Clock, end: Clock) -> None:
    assert start.day is not None
    assert end.day is not None
    if (start.day, start.seconds) >= (end.day, end.seconds):
        start, end = end, start
    day = choose_day([(start, end)], DAY)
    assert day is not None
    assert touches((start, end), day)
    first, last = cut_to_day((start, end), day)
    assert first is None or first.day == day
    assert last is None or last.seconds <= 86_400 or last.day == day
    if touches((start, end), DAY):
        assert day == DAY


@pytest.mark.parametrize(
    ("start", "end", "cells", "wanted"),
    [
        (
            "TIME_WINDOW_FROM_MIN",
            "TIME_WINDOW_TO_MIN",
            "480,960;600,720;481,961",
            "08:00-16:00 10:00-12:00 08:01-16:01",
        ),
        ("earliest (minutes since midnight)", "latest (minutes since midnight)", "600,900", "10:00-15:00"),
        ("from", "to", "480,960;600,720", "08:00-16:00 10:00-12:00"),
        ("from", "to", "0,1440;600,730", "00:00-24:00 10:00-12:10"),
        ("from", "to", "0900,1200;0930,1215", "09:00-12:00 09:30-12:15"),
        ("from", "to", "800,1000;900,1300", "08:00-10:00 09:00-13:00"),
        ("from", "to", "9,12;14,17", "09:00-12:00 14:00-17:00"),
        ("from", "to", "900,1700;930,1830", "09:00-17:00 09:30-18:30"),
        ("from (s)", "to (s)", "28800,36000", "08:00-10:00"),
    ],
)
def test_minutes_since_midnight_and_clocks_without_colon(
    answer_to: Callable[..., Answer], start: str, end: str, cells: str, wanted: str
) -> None:
    rows = "\n".join(f"M{n},{n} Row,Ulm,{cell}" for n, cell in enumerate(cells.split(";"), 1))
    answer = answer_to(f"order,address,city,{start},{end}\n{rows}\n", region=None)
    assert " ".join(f"{row['tw_start']}-{row['tw_end']}" for row in answer["rows"]) == wanted, answer["warnings"]


def test_what_can_be_both_is_asked_once(answer_to: Callable[..., Answer]) -> None:
    text = "order,address,city,from,to\nM1,1 Row,Ulm,900,1200\nM2,2 Row,Ulm,900,1200\n"
    asked = answer_to(text, region=None)
    assert asked["outcome"] == "ask"
    assert [issue["code"] for issue in asked["warnings"] if issue["severity"] == "stops"] == ["TIME_UNIT"]
    assert "15:00 (minutes since midnight) or 09:00" in asked["warnings"][0]["message"]
    assert answer_to(text, region=None, time_unit="minutes")["rows"][0]["tw_start"] == "15:00"
    assert answer_to(text, region=None, time_unit="clock")["rows"][0]["tw_start"] == "09:00"


@given(st.integers(0, 1440))
def test_minutes_are_read_back_as_the_clock_shows_them(minutes: int) -> None:
    assert read_time(as_clock(str(minutes), "min")).seconds == 60 * minutes


@pytest.mark.parametrize(
    ("heading", "kilograms"),
    [
        ("Weight (gm)", 10.5), ("weight_gms", 10.5), ("Wt (grams)", 10.5), ("Peso (g)", 10.5), ("Gewicht in g", 10.5),
        ("Poids (gr)", 10.5), ("Weight (oz)", 297.669), ("Weight in lbs", 4762.72), ("weight_lb", 4762.72),
        ("Weight [kgs]", 10_500.0), ("Peso em gramas", 10.5),
        ("package_weight_g", 10.5),
    ],
)  # fmt: skip
def test_the_unit_of_a_weight_stands_in_its_heading(
    answer_to: Callable[..., Answer], heading: str, kilograms: float
) -> None:
    answer = answer_to(f"order,address,city,{heading}\nW1,1 Row,Ulm,10500\n", region=None)
    assert answer["rows"][0]["demand_kg"] == pytest.approx(kilograms, rel=1e-4)
    assert understand(heading).field == "weight"


def test_the_unit_of_a_weight_stands_in_its_cell(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,address,city,weight\nW1,1 Row,Ulm,500 gms\nW2,2 Row,Ulm,22 lbs\n", region=None)
    assert [row["demand_kg"] for row in answer["rows"]] == [0.5, pytest.approx(9.979, abs=1e-3)]


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.ods", "orders_24h.xlsx", "orders_fraction.xlsx"])
def test_the_workbooks_of_the_bug_reports(shared_data: Path, name: str) -> None:
    answer = dry_run(shared_data / "bugs" / "case19" / name, DAY)
    assert answer["outcome"] == "accept"
    clocks = {row["order_id"]: (row["tw_start"], row["tw_end"]) for row in answer["rows"]}
    assert clocks["T1"] == ("20:00", "24:00")
    assert clocks["T3"] == ("00:00", "24:00")
    assert clocks["T5"] == ("09:00", "12:30")
