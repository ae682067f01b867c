"""A watched folder: complete files once, whole or not at all, and moved with a report beside them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lastmile_core.errors import LastmileError, StoreBusyError
from lastmile_core.model import Depot, Location
from lastmile_core.settings import Settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.imports import watch_folder
from lastmile_core.workflows.imports.watch_folder import FolderWatch, only_watcher
from tests.files import conftest as c

GOOD = c.as_csv(c.good_rows())
Make = Callable[..., FolderWatch]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "lastmile.db"
    with open_store(path) as store:
        place = Location(lat=48.7758, lon=9.1829)
        store.depots.save(Depot(depot_id="south", name="Süd", location=place, timezone="Europe/Berlin"))
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(database: Path, inbox: Path) -> Make:
    def make(settled_s: float = 0.0) -> FolderWatch:
        return FolderWatch(
            folder=inbox,
            settings=Settings(home=database.parent, database=database),
            open_store=lambda: open_store(database),
            service_date=lambda: c.DAY,
            by="folder",
            settled_s=settled_s,
        )

    return make


def stored(database: Path) -> int:
    with open_store(database) as store:
        return len(store.orders.due_on(c.DAY, "south"))


def names(folder: Path) -> set[str]:
    return {path.name.split("-", 2)[-1] for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_good_file_goes_in_once_and_is_moved_with_its_report(database: Path, inbox: Path, watch: Make) -> None:
    (inbox / "monday.csv").write_text(GOOD, encoding="utf-8")
    (file,) = watch().look()
    assert (file.outcome, file.path.parent.name, stored(database)) == ("accept", "done", 6)
    assert names(inbox / "done") == {"monday.csv", "monday.csv.report.txt", "monday.csv.report.json"}
    report = json.loads(file.path.with_name(file.path.name + ".report.json").read_text(encoding="utf-8"))
    assert (report["rows"], report["accepted"], report["import_id"]) == (6, 6, file.import_id)
    assert watch().look() == []


def test_a_file_with_refused_rows_goes_in_and_asks_for_help(database: Path, inbox: Path, watch: Make) -> None:
    (inbox / "monday.csv").write_text(c.as_csv(c.changed(2, demand_kg="heavy")), encoding="utf-8")
    (file,) = watch().look()
    assert (file.path.parent.name, stored(database)) == ("needs-help", 5)
    refused = file.path.with_name(file.path.name + ".refused-rows.csv")
    mended = refused.read_text(encoding="utf-8-sig").replace("heavy", "4")
    (inbox / "mended.csv").write_text(mended, encoding="utf-8")
    (second,) = watch().look()
    assert (second.outcome, stored(database)) == ("accept", 6)


def test_a_question_or_a_broken_file_stores_nothing(database: Path, inbox: Path, watch: Make) -> None:
    (inbox / "asks.csv").write_text(c.as_csv(c.changed(0, date="03/04/2026")), encoding="utf-8")
    (inbox / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert sorted(file.outcome for file in watch().look()) == ["ask", "reject_file"]
    assert stored(database) == 0
    assert {"asks.csv", "broken.xlsx"} <= names(inbox / "needs-help")


def test_a_file_that_still_grows_is_left_alone(database: Path, inbox: Path, watch: Make) -> None:
    path = inbox / "monday.csv"
    path.write_text(GOOD[:200], encoding="utf-8")
    slow = watch(settled_s=3600.0)
    assert slow.look() == []
    assert slow.look() == []
    path.write_text(GOOD, encoding="utf-8")
    assert slow.look() == []
    os.utime(path, (time.time() - 90_000, time.time() - 90_000))
    assert [file.outcome for file in slow.look()] == ["accept"]


@pytest.mark.parametrize("name", [".hidden.csv", "~$monday.xlsx", "monday.csv.part", "monday.csv.tmp", "x.crdownload"])
def test_unfinished_files_are_left_alone(name: str, inbox: Path, watch: Make) -> None:
    (inbox / name).write_text(GOOD, encoding="utf-8")
    assert watch().look() == []
    assert (inbox / name).exists()


def test_links_and_folders_are_left_alone(tmp_path: Path, inbox: Path, watch: Make) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text(GOOD, encoding="utf-8")
    (inbox / "link.csv").symlink_to(outside)
    (inbox / "folder.csv").mkdir()
    assert watch().look() == []
    assert outside.exists()


def test_a_crash_between_import_and_move_changes_nothing_twice(
    database: Path, inbox: Path, watch: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "monday.csv").write_text(GOOD, encoding="utf-8")

    def crash(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch_folder, "_move", crash)
    with pytest.raises(KeyboardInterrupt):
        watch().look()
    assert (stored(database), (inbox / "monday.csv").exists()) == (6, True)
    monkeypatch.undo()
    (file,) = watch().look()
    assert "imported before; nothing changed" in file.sentence
    assert stored(database) == 6


def test_a_busy_database_is_tried_again(
    database: Path, inbox: Path, watch: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "monday.csv").write_text(GOOD, encoding="utf-8")

    def busy(*_: object, **__: object) -> None:
        raise StoreBusyError("Somebody else is saving just now, so nothing was saved.", "Try again in a moment.")

    monkeypatch.setattr(watch_folder, "bring_in_orders", busy)
    assert watch().look() == []
    assert (inbox / "monday.csv").exists()
    monkeypatch.undo()
    assert [file.outcome for file in watch().look()] == ["accept"]


def test_names_that_come_again_do_not_overwrite_each_other(inbox: Path, watch: Make) -> None:
    for number in range(3):
        rows = [{**row, "order_id": f"N{number}{row['order_id']}"} for row in c.good_rows(2)]
        (inbox / "orders.csv").write_text(c.as_csv(rows), encoding="utf-8")
        watch().look()
    assert sum(path.name.endswith("orders.csv") for path in (inbox / "done").iterdir()) == 3


def test_one_folder_has_one_watcher(inbox: Path) -> None:
    with only_watcher(inbox), pytest.raises(LastmileError, match="Another watcher"), only_watcher(inbox):
        pass
    with only_watcher(inbox):
        assert (inbox / "needs-help").is_dir()
