"""``lastmile orders export`` and ``lastmile places forget``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lastmile_core.model import Location
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.places.fix_place import fix_place
from tests.cli.conftest import CLI_DAY

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]
DAY = ("--date", CLI_DAY)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_orders_come_out_and_in_again_unchanged(
    kind: str, with_orders: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    file = tmp_path / f"out.{kind}"
    done = call("orders", "export", file, *DAY)
    assert done.exit_code == 0
    assert "12 orders written" in done.stdout
    again = one_object(call("import", file, *DAY, "--json").stdout)
    assert (again["unchanged"], again["changed"], again["new"]) == (12, 0, 0)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_file_is_not_written_over_unasked_and_an_odd_name_is_refused(
    with_orders: Path, tmp_path: Path, call: Call
) -> None:
    file = tmp_path / "out.csv"
    file.write_text("mine")
    refused = call("orders", "export", file, *DAY)
    assert refused.exit_code == 2
    assert "exists already" in refused.stderr
    assert file.read_text() == "mine"
    assert call("orders", "export", file, "--overwrite", *DAY).exit_code == 0
    assert "A1001" in file.read_text(encoding="utf-8")
    odd = call("orders", "export", tmp_path / "out.pdf", *DAY)
    assert odd.exit_code == 2
    assert "“out.pdf” says no kind of file; end it with .csv or .xlsx" in odd.stderr
    gone = call("orders", "export", tmp_path / "nowhere" / "out.csv", *DAY)
    assert gone.exit_code == 2
    assert "cannot be written" in gone.stderr


def test_a_remembered_place_is_forgotten_by_the_number_of_an_order(
    with_orders: Path, call: Call, one_object: Read
) -> None:
    with open_store(with_orders) as store:
        for order_id in ("A1001", "A1002"):
            fix_place(store, order_id, CLI_DAY, Location(lat=48.8, lon=9.2), by="Ana")
    done = call("places", "forget", "A1001", *DAY, "--json")
    assert done.exit_code == 0
    said = one_object(done.stdout)
    assert (said["lat"], said["lon"], said["by"]) == (48.8, 9.2, "Ana")
    again = call("places", "forget", "A1001", *DAY)
    assert again.exit_code == 2
    assert "No place is remembered for order A1001. Remembered on this day: A1002." in again.stderr
    unknown = call("places", "forget", "ZZ", *DAY)
    assert unknown.exit_code == 2
    assert "There is no order ZZ on 2026-11-23" in unknown.stderr
    with open_store(with_orders) as store:
        order = store.orders.get("A1001", CLI_DAY)
        assert order is not None
        assert order.location == Location(lat=48.8, lon=9.2)
