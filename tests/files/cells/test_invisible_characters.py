"""Invisible characters in order numbers: named, cleaned, and never the reason that two orders become one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Answer = dict[str, Any]
HEAD = "Order,Name,Street,City,Notes\n"


def line(number: str, name: str = "Meier") -> str:
    return f"{number},{name},Row 5,Ulm,ring\n"


def codes_of(answer: Answer, row: int) -> set[str]:
    return {issue["code"] for issue in answer["rejected"] + answer["warnings"] if issue["row"] == row}


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x0b", "\x1f", "\u200b", "\u202e", "\u00ad", "\ufeff"])
@pytest.mark.parametrize("spelling", ["A{}1", "A1{}", "{}A1"])
def test_a_number_that_is_another_only_when_cleaned_is_refused(
    answer_to: Callable[..., Answer], sign: str, spelling: str
) -> None:
    answer = answer_to(HEAD + line("B9") + line(spelling.format(sign)) + line("A1", "Huber"), region=None)
    assert [row["order_id"] for row in answer["rows"]] == ["B9", "A1"]
    assert answer["rows"][1]["customer_name"] == "Huber"
    assert {"ID_CHARS", "CONTROL_CHAR"} <= codes_of(answer, 2)
    assert answer["counts"]["merged"] == 0


def test_a_cleaned_number_alone_goes_in_and_is_shown(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to(HEAD + line("A\x001") + line("B2"), region=None)
    assert [row["order_id"] for row in answer["rows"]] == ["A1", "B2"]
    said = next(issue for issue in answer["warnings"] if issue["code"] == "CONTROL_CHAR")
    assert (said["row"], said["column"], said["value"]) == (1, "Order", "A␀1")
    assert said["message"] == "Invisible characters (NUL) were taken out; it reads “A1” now."


def test_lines_of_one_order_that_are_written_alike_stay_one(answer_to: Callable[..., Answer]) -> None:
    text = "Order,Name,Street,City,Product,Pieces\nA\x001,Meier,Row 5,Ulm,Tea,2\nA\x001,Meier,Row 5,Ulm,Milk,3\n"
    answer = answer_to(text, region=None)
    assert [(row["order_id"], row["parcels"]) for row in answer["rows"]] == [("A1", 5)]


def test_every_text_can_be_exported(answer_to: Callable[..., Answer]) -> None:
    signs = "".join(chr(code) for code in [*range(32), *range(0x7F, 0xA0), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
    row = {
        "order_id": f"A{signs}1",
        "address": f"Row{signs} 5",
        "city": "Ulm",
        "notes": signs + "x",
        "Gate": f"1{signs}",
    }
    answer = answer_to(json.dumps([row, {**row, "order_id": "B2"}]), region=None)
    assert len(answer["rows"]) == 2
    assert all(ord(sign) >= 32 for row in answer["rows"] for sign in row["order_id"])
    text = json.dumps(answer["rows"], ensure_ascii=False)
    assert text.encode()
    assert not ILLEGAL_CHARACTERS_RE.search("".join(str(v) for row in answer["rows"] for v in row.values()))


def test_a_text_too_long_names_its_cell_its_length_and_the_limit(answer_to: Callable[..., Answer]) -> None:
    text = "Order,Name,Street,Street 2,City\n" + f"A1,Meier,Row 5,{'x' * 600},Ulm\n" + f"{'9' * 65},Meier,Row 5,,Ulm\n"
    answer = answer_to(text + "A3,Meier,Row 5,,Ulm\n", region=None)
    assert [row["order_id"] for row in answer["rows"]] == ["A3"]
    said = {issue["row"]: issue for issue in answer["rejected"] if issue["code"] == "TOO_LONG"}
    assert said[1]["column"] == "Street 2"
    assert said[2]["column"] == "Order"
    assert said[2]["message"] == "“Order” has 65 characters; 64 fit. The row was left out, nothing was cut."
    assert said[2]["mend"] == "Shorten it to 64 characters."
