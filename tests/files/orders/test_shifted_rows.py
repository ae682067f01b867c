"""Rows whose cells stand beside their headings: refused once, with the cell that did it, never with another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Answer = dict[str, Any]
HEAD = "Order,Name,Street,Postcode,City,Lat,Lon,Weight kg,From,To,Phone,Email,Notes"
END = "+49 228 1234567,a@b.example"
# What was written: the row, the column of the cell to look at ("" when two may be), words for it.
ROWS = {
    "a name with the separator": (
        "X1,Meier, Hans,Main 5,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P,ring",
        "Name",
        "Name",
    ),
    "the same, no notes": ("X1,Meier, Hans,Main 5,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P", "", "to “Name”"),
    "a street with the separator": (
        "X1,Meier,Main 5, 2nd floor,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P,ring",
        "Street",
        "Street",
    ),
    "a weight with a comma": ("X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,3,5,08:00,12:00,P,ring", "", "to “Weight kg”"),
    "the same, no notes, all fits by itself": (
        "X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,3,5,08:00,12:00,P",
        "",
        "to “Weight kg”",
    ),
    "a latitude with a comma": ("X1,Meier,Main 5,53111,Bonn,50,7352,7.0911,3,08:00,12:00,P,ring", "Lat", "Lat"),
    "notes with the separator": (
        "X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P,ring, twice",
        "Notes",
        "Notes",
    ),
    "no city": ("X1,Meier,Main 5,53111,50.7352,7.0911,3,08:00,12:00,P,ring", "City", "City"),
    "no city, filled up": ("X1,Meier,Main 5,53111,50.7352,7.0911,3,08:00,12:00,P,ring,", "City", "City"),
    "no name, filled up": ("X1,Main 5,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P,ring,", "Name", "Name"),
    "no weight, filled up": ("X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,08:00,12:00,P,ring,", "Weight kg", "missing"),
    "an empty cell in front": (",X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,3,08:00,12:00,P", "Order", "Order"),
    "an empty cell inside": ("X1,Meier,Main 5,53111,Bonn,,50.7352,7.0911,3,08:00,12:00,P", "Lat", "Lat"),
}


def good(number: int) -> str:
    return f"A{number},Meier,Main {number},53111,Bonn,50.73{number}2,7.09{number}3,3,08:00,12:00,{END},ring"


def file_with(row: str) -> str:
    return "\n".join([HEAD, good(1), good(2), row.replace(",P", f",{END}"), good(3), ""])


@pytest.mark.parametrize("name", ROWS)
def test_the_cell_that_did_it_is_named(answer_to: Callable[..., Answer], name: str) -> None:
    row, column, words = ROWS[name]
    answer = answer_to(file_with(row))
    assert [order["order_id"] for order in answer["rows"]] == ["A1", "A2", "A3"]
    said = [issue for issue in answer["rejected"] if issue["row"] == 3]
    assert [issue["code"] for issue in said] == ["FIELD_COUNT"]
    assert not [issue for issue in answer["warnings"] if issue["row"] == 3]
    assert said[0]["column"] == column
    assert words in said[0]["mend"]


def test_two_cells_that_are_only_odd_are_no_shifted_row(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(file_with("X1,Meier,Main 5,53111,Bonn,50.7352,7.0911,3,soon,12:00,call me,none,ring"))
    assert {issue["code"] for issue in answer["rejected"] if issue["row"] == 3} >= {"TIME_FORMAT"}
    assert "FIELD_COUNT" not in {issue["code"] for issue in answer["rejected"]}
