"""One line for each order file of real days and bug reports: what became of it before, and what becomes of it now.

The files themselves stay outside of the product; small invented ones of the same shapes are in the tests beside this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.workflows.imports.import_orders import dry_run

Answer = dict[str, Any]
DAY = date(2026, 11, 29)
# file: (outcome, orders) as it was, (outcome, orders) as it is, and what is said of it now
LINES: dict[str, tuple[tuple[str, int], tuple[str, int], str]] = {
    "real_days/near_neighbours.csv": (("accept", 5), ("accept", 5), ""),
    "real_days/orders_volumes.csv": (("accept", 10), ("accept", 10), ""),
    "real_days/pedidos.csv": (("accept", 3), ("accept", 3), ""),
    "real_days/three_days.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "OTHER_DAY"),
    "real_days/trailing_blanks.csv": (("partial", 1), ("accept_with_warnings", 2), ""),
    "real_days/two_fields_one_refused.csv": (("partial", 1), ("accept_with_warnings", 2), "WINDOW_NARROW"),
    "real_days/weights_are_formulas.xlsx": (("accept_with_warnings", 4), ("reject_file", 0), "FORMULA_NO_VALUE"),
    "real_days/windows_in_minutes.csv": (("partial", 1), ("accept", 4), ""),
    "bugs/case19/orders.ods": (("partial", 4), ("accept", 6), ""),
    "bugs/case19/orders.xlsx": (("accept_with_warnings", 6), ("accept", 6), ""),
    "bugs/case19/orders_24h.xlsx": (("partial", 4), ("accept", 5), ""),
    "bugs/case19/orders_fraction.xlsx": (("partial", 4), ("accept", 6), ""),
    "bugs/case23/orders.csv": (("accept_with_warnings", 7), ("partial", 2), "LEFT_OUT"),
    "bugs/case35/orders.csv": (("accept", 6), ("accept", 6), ""),
    **{f"bugs/case39/orders_{n}.csv": (("accept", 3), ("accept", 3), "") for n in (1, 2, 3, 4, 6, 7, 9)},
    **{
        f"bugs/case39/orders_{n}.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "IMPLAUSIBLE")
        for n in (5, 8)
    },
    **{
        f"bugs/case41/v{n}.csv": (("accept", 3), ("accept_with_warnings", 3), "NEEDS_GEOCODING")
        for n in (1, 2, 3, 4, 5, 6, 7, 8)
    },
    "bugs/case41/v9.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "NEEDS_GEOCODING"),
    "bugs/case41/v10.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "NEEDS_GEOCODING"),
    "bugs/case41/v11.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "NEEDS_GEOCODING"),
    **{f"bugs/case42/orders_{n}.csv": (("accept", 3), ("accept", 3), "OTHER_DAY") for n in range(1, 17) if n != 3},
    "bugs/case42/orders_3.csv": (("accept", 3), ("ask", 0), "COLUMN"),
    "bugs/case42/tasks.csv": (("accept", 3), ("partial", 2), "LEFT_OUT"),
    "bugs/files/aureon_valid.csv": (("accept_with_warnings", 2), ("accept_with_warnings", 2), "OTHER_DAY"),
    "bugs/files/courier_deliveries.csv": (("accept_with_warnings", 3), ("accept_with_warnings", 3), "SOURCE"),
    "bugs/files/courier_tasks.csv": (("partial", 4), ("accept_with_warnings", 5), "SOURCE"),
    "bugs/files/courier_tasks_accents.csv": (("ask", 0), ("accept_with_warnings", 1), "SOURCE"),
    "bugs/files/courier_tasks_semicolon.csv": (("partial", 4), ("accept_with_warnings", 5), "SOURCE"),
    "bugs/files/google_shipmentsSample.csv": (("partial", 5), ("accept_with_warnings", 6), "SOURCE"),
}


def codes(answer: Answer) -> set[str]:
    return {issue["code"] for issue in answer["rejected"] + answer["warnings"]}


@pytest.mark.parametrize("name", LINES)
def test_every_file_ends_as_it_should(shared_data: Path, name: str) -> None:
    before, now, code = LINES[name]
    path = shared_data / name
    answer = dry_run(path, DAY, limits=ReadLimits(in_child=False))
    assert (answer["outcome"], len(answer["rows"])) == now, f"it was {before}: {answer['warnings'][:3]}"
    assert not code or code in codes(answer)


def test_the_values_of_real_days_are_right(shared_data: Path) -> None:
    def rows(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = dry_run(shared_data / name, DAY, limits=ReadLimits(in_child=False))["rows"]
        return found

    first = rows("real_days/pedidos.csv")[0]
    assert (first["demand_kg"], first["parcels"], first["service_min"]) == (152.5, 12, 30)
    clocks = [(row["tw_start"], row["tw_end"]) for row in rows("real_days/windows_in_minutes.csv")]
    assert clocks == [("08:00", "16:00"), ("10:00", "12:00"), ("08:01", "16:01"), ("14:00", "18:00")]
    days = [row["date"] for row in rows("real_days/three_days.csv")]
    assert days == ["2026-11-24", "2026-11-25", "2026-11-26"]
    weights = {n: rows(f"bugs/case39/orders_{n}.csv")[0]["demand_kg"] for n in (1, 2, 3, 4, 7, 9)}
    assert weights == dict.fromkeys(weights, 10.5)


def book(weights: list[Any]) -> list[list[Any]]:
    rows = [[f"F{n}", 48.77 + n / 1000, 9.18, 2, weight] for n, weight in enumerate(weights, 1)]
    return [["order", "lat", "lon", "pieces", "weight_kg"], *rows]


def saved(rows: list[list[Any]], path: Path) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path.read_bytes()


def test_a_formula_without_result_holds_its_row_and_wipes_nothing(
    answer_to: Callable[..., Answer], tmp_path: Path
) -> None:
    answer = answer_to(saved(book([5, "=D3*2.5", 7, "=D5*2.5"]), tmp_path / "a.xlsx"))
    assert [row["order_id"] for row in answer["rows"]] == ["F1", "F3"]
    held = [(issue["row"], issue["code"], issue["column"]) for issue in answer["rejected"]]
    assert held == [(2, "FORMULA_NO_VALUE", "weight_kg"), (4, "FORMULA_NO_VALUE", "weight_kg")]


def test_formulas_beside_or_below_the_orders_hold_nothing(answer_to: Callable[..., Answer], tmp_path: Path) -> None:
    rows = [[*row, "Margin %" if number == 0 else "=E2/3"] for number, row in enumerate(book([5, 6]))]
    rows += [[None] * 5 + ["=E9/3"]] * 3
    answer = answer_to(saved(rows, tmp_path / "b.xlsx"))
    assert len(answer["rows"]) == 2
    assert answer["counts"]["refused"] == 0


def test_remarks_and_totals_are_no_orders(answer_to: Callable[..., Answer]) -> None:
    text = (
        "order,address,city,weight\n// exported by the shop,,,\nR1,1 Row,Ulm,5\nSubtotal,,,5\nR2,2 Row,Ulm,6\n"
        "Total,,,11\n* weights without packing,,,\nPrinted on 29 November 2026,,,\n"
    )
    answer = answer_to(text, region=None)
    assert [row["order_id"] for row in answer["rows"]] == ["R1", "R2"]
    left = sorted((issue["row"], issue["code"]) for issue in answer["rejected"])
    assert left == [(1, "REMARK_ROW"), (3, "TOTAL_ROW"), (5, "TOTAL_ROW"), (6, "REMARK_ROW"), (7, "REMARK_ROW")]


def test_metres_of_a_map_are_named(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,lat,lon\nM1,6214582.4,1022133.8\nM2,6215582.4,1023133.8\n")
    assert {issue["code"] for issue in answer["rejected"]} == {"COORD_RANGE"}
    assert "Web Mercator" in answer["rejected"][0]["message"]


def test_degrees_with_minutes_are_not_called_coarse(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order;lat;lon\nD1;48° 46' 30.5\" N;9° 10' 58.4\" E\nD2;48° 46' 31.5\" N;9° 10' 59.4\" E\n")
    assert len(answer["rows"]) == 2
    assert "COORD_PRECISION" not in codes(answer)


def test_a_missing_place_is_said_once_and_escapes_of_workbooks_are_read(answer_to: Callable[..., Answer]) -> None:
    answer = answer_to("order,customer,notes\nN1,Pat,ring_x000D_twice\nN2,Kim,\nN3,Lee,\n", region=None)
    assert sum(issue["code"] == "NO_PLACE" for issue in answer["warnings"]) == 1
    assert answer["rows"][0]["notes"] == "ring\ntwice"
