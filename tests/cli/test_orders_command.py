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


def test_a_full_disk_leaves_neither_a_half_file_nor_a_changed_one(
    with_orders: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.csv"
    file.write_text("mine")

    def is_full(path: Path, content: bytes) -> int:
        with path.open("wb") as out:
            out.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", is_full)
    full = call("orders", "export", file, "--overwrite", *DAY)
    assert full.exit_code == 2
    assert "No space left on device" in full.stderr
    assert file.read_text() == "mine"
    assert list(tmp_path.glob("*.part")) == []


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


def test_an_order_is_set_across_its_two_tables(with_orders: Path, call: Call, one_object: Read) -> None:
    words = ("priority=high", "service=8", "set_up=3", "from=09:00", "to=11:30", "skills=Fridge, crane", "chance=60 %")
    assert call("orders", "set", "A1001", *words, *DAY, "--why", "asked by phone").exit_code == 0
    shown = one_object(call("orders", "show", "A1001", *DAY, "--json").stdout)["orders"]["A1001"]
    assert (shown["priority"], shown["service"], shown["set_up"]) == ("high", 8.0, 3.0)
    assert (shown["from"], shown["to"], shown["skills"]) == ("09:00", "11:30", "crane, fridge")
    with open_store(with_orders) as store:
        entries = store.audit.latest(2)
        assert [(entry.what, entry.why) for entry in entries] == [("change orders", "asked by phone")] * 2
    lost = call("orders", "set", "A1001", "notes=x", "--was", "notes=y", *DAY)
    assert lost.exit_code == 1
    assert "you saw “y”" in lost.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("A1001", "prio=high"), "An order has no field “prio”. Did you mean “priority”?"),
        (("A1001", "priority=urgent"), "priority is “urgent”; write low, normal, high or must"),
        (("A1001", "service=700"), "service is 700; write a number from 0 to 600"),
        (("A1001", "lat="), "order A1001 has only one of latitude and longitude; give both or none"),
        (("A1001", "from=18:00"), "the window of order A1001 ends (15:00) before it begins (18:00); swap the two"),
        (("A1001", "only=van9"), "order A1001 names a vehicle van9 that is not there"),
        (("A1001", "chance=often"), "order A1001: “often” is no chance"),
        (("ZZ", "notes=x"), "There is no order “ZZ” at yard on 2026-11-23"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_of_an_order_is_refused_by_name(
    words: tuple[str, ...], said: str, with_orders: Path, call: Call
) -> None:
    done = call("orders", "set", *words, *DAY)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
