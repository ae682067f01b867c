"""Every file of the catalogue becomes what it must become, and no row of it vanishes."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.files.raw_table import ReadLimits
from lastmile_core.workflows.imports.import_orders import dry_run

_spec = importlib.util.spec_from_file_location("odd_files", Path(__file__).with_name("odd_files.py"))
assert _spec is not None
assert _spec.loader is not None
odd_files = importlib.util.module_from_spec(_spec)
sys.modules["odd_files"] = odd_files
_spec.loader.exec_module(odd_files)

DAY = date(2026, 11, 23)


def _clock(row: dict[str, Any]) -> list[list[str]]:
    """Return the windows of an order as clock times."""
    return [[moment[11:16] for moment in window] for window in row["windows"]]


def _rows_add_up(answer: dict[str, Any]) -> bool:
    counts = answer.get("counts")
    return counts is None or counts["rows"] == sum(
        counts[k] for k in ("orders", "refused", "merged", "blank", "waiting")
    )


@pytest.mark.parametrize("name", odd_files.ODD_FILES)
def test_an_odd_file_becomes_what_it_must(name: str, tmp_path: Path) -> None:
    odd = odd_files.ODD_FILES[name]
    path = tmp_path / "file.bin"
    path.write_bytes(odd.make())
    context: dict[str, Any] = {"answers": dict(odd.answers)}
    if odd.region:
        context["region"] = odd.region
    answer = dry_run(path, DAY, context, limits=ReadLimits(in_child=odd.in_child))
    issues = answer["rejected"] + answer["warnings"]
    said = [(issue["row"], issue["code"], issue["message"]) for issue in issues]
    assert (answer["outcome"], len(answer["rows"])) == (odd.outcome, odd.accepted), said
    codes = {issue["code"] for issue in issues}
    assert odd.codes <= codes, said
    assert not odd.never & codes, said
    if odd.refused is not None:
        assert sorted({issue["row"] for issue in answer["rejected"] if issue["row"]}) == list(odd.refused), said
    assert _rows_add_up(answer)
    by_number = {row["order_id"]: row for row in answer["rows"]}
    for number, fields in odd.values.items():
        row = by_number[number] | {"clock": _clock(by_number[number])}
        assert {key: row[key] for key in fields} == dict(fields), number
    for issue in answer["rejected"]:
        assert issue["message"].rstrip("”").endswith((".", "?")), issue["message"]
        assert issue["mend"], issue["code"]


def test_the_catalogue_is_large_enough() -> None:
    assert len(odd_files.ODD_FILES) >= 60
