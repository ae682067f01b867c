"""``lastmile events``: what is held or refused ends with one and is named; a mapping is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import Result

from lastmile_core.store.open_store import open_store

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
DAY = date(2026, 11, 23)


def write(folder: Path, text: str) -> Path:
    path = folder / "events.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_ghosts_and_impossible_years_are_named_and_the_good_row_goes_in(
    with_orders: Path, tmp_path: Path, call: Call
) -> None:
    file = write(
        tmp_path,
        "event_id,vehicle_id,order_id,event,time\n"
        "1,GHOST,A1001,delivered,09:00\n"
        "2,van1,NOORDER,delivered,09:00\n"
        "3,van1,A1001,delivered,1999-05-01 09:00\n"
        "4,van1,A1001,delivered,2030-05-01 09:00\n"
        "5,van1,A1001,delivered,09:00\n",
    )
    result = call("events", file, "--date", DAY)
    assert result.exit_code == 1
    first, *rest = result.stdout.splitlines()
    assert first == (
        "events.csv: 1 event stored; 2 rows refused; 2 rows held, because nobody knows the vehicle or the order."
    )
    assert [line.split(":")[0].strip() for line in rest] == [
        "held    row 1",
        "held    row 2",
        "refused row 3",
        "refused row 4",
    ]
    with open_store(with_orders) as store:
        assert [event.event_id for event in store.events.of_day(DAY, "yard")] == ["5"]


def test_a_file_where_all_is_well_ends_with_zero(with_orders: Path, tmp_path: Path, call: Call) -> None:
    file = write(tmp_path, "vehicle,order number,status,time\nVan 1,A1001,delivered,09:00\n")
    assert call("events", file, "--date", DAY).exit_code == 0


def test_a_column_is_named_once_and_known_the_next_time(
    with_orders: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    file = write(tmp_path, "vehicle,order number,xyzzy,time\nvan1,A1001,delivered,09:00\n")
    asked = one_object(call("events", file, "--date", DAY, "--json").stdout)
    assert (asked["outcome"], asked["stored"]) == ("ask", 0)
    wrong = call("events", file, "--date", DAY, "--map", "colour=xyzzy")
    assert wrong.exit_code == 2
    assert "no field “colour”" in wrong.stderr
    assert "occurred_at" in wrong.stderr
    told = call("events", file, "--date", DAY, "--map", "kind=xyzzy", "--json")
    assert (told.exit_code, one_object(told.stdout)["mapping"]["kind"]) == (0, "xyzzy")
    write(tmp_path, "vehicle,order number,xyzzy,time\nvan1,A1002,delivered,09:10\n")
    assert call("events", file, "--date", DAY).exit_code == 0
