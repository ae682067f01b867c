"""``lastmile backup``, ``restore`` and ``verify`` as a person calls them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from lastmile_core.settings import load_settings
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.installation.keep_backups import back_up, nightly_copies, tend_backups

Call = Callable[..., Result]
Read = Callable[[str], dict[str, Any]]


def test_a_day_is_copied_changed_damaged_and_brought_back(
    with_orders: Path, tmp_path: Path, call: Call, one_object: Read
) -> None:
    copy = tmp_path / "copy.db"
    made = call("backup", "--to", copy)
    assert (made.exit_code, "looked through" in made.stdout) == (0, True)
    assert call("backup", "--to", copy).exit_code == 2
    assert call("verify").exit_code == call("verify", copy).exit_code == 0
    assert "its digest agrees" in call("verify", copy).stdout
    with_orders.write_bytes(with_orders.read_bytes()[:20_000])
    shown = call("verify")
    assert shown.exit_code == 2
    assert "must not be used" in shown.stderr
    assert "lastmile restore" in shown.stderr
    assert "Traceback" not in call("kpi").stderr
    said = one_object(call("restore", copy, "--json").stdout)
    assert said["rows"]["orders"] == 12
    assert Path(said["old"]).stat().st_size == 20_000
    assert call("verify").exit_code == 0
    with open_store(with_orders) as store:
        assert store.audit.latest(1)[0].what == "restore backup"


def test_a_restore_waits_for_nobody_and_says_who_must_stop(cli_db: Path, call: Call) -> None:
    assert call("backup").exit_code == 0
    (copy,) = (cli_db.parent / "backups").glob("*.db")
    with open_store(cli_db):
        shown = call("restore", copy)
    assert shown.exit_code == 2
    assert "in use" in shown.stderr
    assert "Ctrl+C" in shown.stderr


def test_files_that_are_not_there_are_named(cli_db: Path, tmp_path: Path, call: Call) -> None:
    for words in (
        ("restore", tmp_path / "no.db"),
        ("verify", tmp_path / "no.db"),
        ("backup", "--to", tmp_path / "no" / "copy.db"),
        ("backup", "--db", tmp_path / "no.db"),
        ("verify", "--db", tmp_path / "no.db"),
    ):
        shown = call(*words)
        assert shown.exit_code == 2, words
        assert shown.stderr.startswith("Error: There is no "), shown.stderr
    assert not (tmp_path / "no.db").exists()


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> object:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of the machine cannot be set here")
    monkeypatch.setitem(os.environ, "TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_copy_is_made_each_night_and_made_up_for_in_the_morning(
    cli_db: Path, berlin: None, monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    settings, now = load_settings(), datetime(2026, 11, 28, 23, 0).astimezone()

    def ask(moment: datetime) -> bool:
        monkeypatch.setattr("lastmile_core.store.database.backups.utc_now", lambda: moment)
        return tend_backups(settings, moment) is not None

    assert ask(now)
    assert not ask(now + timedelta(hours=2, minutes=59))
    assert ask(now + timedelta(hours=3, minutes=1))
    assert not ask(now + timedelta(hours=12))
    # The machine was off for three nights.
    assert ask(now + timedelta(days=3))
    assert len(nightly_copies(cli_db)) == 3
    back_up(settings, keep=2, by="Ana")
    assert ask(now + timedelta(days=4))
    assert len(nightly_copies(cli_db)) == 2
    assert "No nightly copies" in call("backup", "--keep", 0).stdout
    assert not ask(now + timedelta(days=5))


def test_an_empty_database_is_not_copied_every_night() -> None:
    settings = load_settings()
    assert tend_backups(settings) is None
    open_store(settings.database).close()
    assert tend_backups(settings) is None


@pytest.mark.parametrize(
    "words", [("kpi",), ("import", "FILE"), ("watch", "FOLDER", "--once"), ("serve",), ("backup",)]
)
def test_a_mistyped_database_is_not_made(words: tuple[str, ...], tmp_path: Path, orders_file: Path, call: Call) -> None:
    typo = tmp_path / "typo.db"
    (tmp_path / "FOLDER").mkdir()
    named = {"FILE": orders_file, "FOLDER": tmp_path / "FOLDER"}
    shown = call(*(named.get(word, word) for word in words), "--db", typo)
    assert shown.exit_code == 2
    assert "There is no database" in shown.stderr
    assert not typo.exists()


def test_a_new_database_is_begun_by_name_and_never_over_another(tmp_path: Path, call: Call) -> None:
    depots = tmp_path / "depots.csv"
    depots.write_text("depot_id,name,lat,lon,timezone\nyard,Yard,48.7,9.1,Europe/Berlin\n", encoding="utf-8")
    mine = tmp_path / "mine.db"
    words = ("import", depots, "--kind", "depots", "--db", mine)
    begun = call(*words, "--new")
    assert (begun.exit_code, "new, empty database" in begun.stderr) == (0, True)
    assert "already" in call(*words, "--new").stderr
    assert call(*words).exit_code == 0
    assert call("backup", "--db", mine).exit_code == 0
    mine.unlink()
    gone = call(*words)
    assert (gone.exit_code, "is gone" in gone.stderr, "lastmile restore" in gone.stderr) == (2, True, True)
    assert not mine.exists()
    assert call(*words, "--new").exit_code == 0
    assert call("verify", "--db", mine).exit_code == 0


def test_the_usual_place_is_filled_at_the_first_start_and_not_after_a_loss(own_home: Path, call: Call) -> None:
    assert "new, empty database" in call("kpi").stderr
    (own_home / "lastmile.db").unlink()
    gone = call("kpi")
    assert (gone.exit_code, "is gone" in gone.stderr) == (2, True)


def test_a_failure_inside_calls_nothing_safe_over_a_damaged_database(
    cli_db: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        cli_db.write_bytes(b"x" * 50_000)
        raise ZeroDivisionError

    monkeypatch.setattr("lastmile_core.cli.kpi.one_depot", breaks)
    shown = call("kpi")
    assert shown.exit_code == 2
    assert "is damaged" in shown.stderr
    assert "safe" not in shown.stderr
