"""Health says what is wrong in words, within its time, and the server lives on with a database that does not."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
import time
from collections import namedtuple
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.model import Depot, Location
from lastmile_core.settings import Settings
from lastmile_core.store.database.backups import take_backup
from lastmile_core.store.database.database_lock import DatabaseLock
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.installation import health, server_life
from lastmile_core.workflows.installation.health import HealthWatch
from lastmile_core.workflows.installation.keep_backups import nightly_copies

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def home(own_home: Path) -> Settings:
    settings = Settings(home=own_home, database=own_home / "lastmile.db")
    with open_store(settings.database) as store:
        store.depots.save(Depot(depot_id="yard", name="Yard", location=Location(lat=48.7, lon=9.1)))
        for number in range(200):
            store.audit.write(who="Ana", what=f"deed {number}")
    return settings


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    # In a thread of its own: a browser driver that another test of this process started keeps a loop running here.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def _ask(settings: Settings, watch: HealthWatch | None = None) -> list[str]:
    return _run((watch or HealthWatch()).faults(settings))


def _delete(path: Path) -> None:
    path.unlink()


def _exchange(path: Path) -> None:
    other = Path(shutil.copy(path, path.with_name("other.db")))
    other.replace(path)


def _overwrite(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(b"x" * 4096 + content[4096:])


def test_all_is_well(home: Settings) -> None:
    assert _ask(home) == []


@pytest.mark.parametrize(
    ("harm", "says"), [(_delete, "is gone"), (_exchange, "exchanged"), (_overwrite, "it is damaged")]
)
def test_a_database_that_cannot_be_used_is_said(home: Settings, harm: Callable[[Path], None], says: str) -> None:
    harm(home.database)
    (fault,) = _ask(home)
    assert says in fault
    assert str(home.home) not in fault


def test_a_full_disk_and_a_log_that_grows_are_said(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(10**9, 10**9 - 10**6, 10**6))
    monkeypatch.setattr(health, "LOG_BYTES", 1000)
    with open_store(home.database) as store:
        store.audit.write(who="Ana", what="more")
        faults = _ask(home)
    assert ["log" in fault for fault in faults] == [True, False]
    assert "1 MB are free" in faults[1]


def test_somebody_who_saves_or_restores_is_no_fault(home: Settings) -> None:
    with open_store(home.database) as store, store.atomic():
        assert _ask(home) == []


def test_a_disk_that_does_not_answer_makes_nobody_wait(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = HealthWatch()

    async def ask_twice() -> tuple[list[str], float, list[str]]:
        assert await watch.faults(home) == []
        monkeypatch.setattr(health, "installation_faults", lambda settings: time.sleep(3) or [])
        begun = time.monotonic()
        old = await watch.faults(home)
        took = time.monotonic() - begun
        watch._last = (time.monotonic() - 60, [])
        return old, took, await watch.faults(home)

    old, took, late = _run(ask_twice())
    assert old == []
    assert took < 2
    assert "does not answer" in late[0]


def _live(settings: Settings, then: Callable[[HealthWatch], Any]) -> Any:
    async def life() -> Any:
        watch = HealthWatch()
        async with server_life.server_life(settings, watch):
            return await asyncio.to_thread(then, watch)

    return _run(life())


def test_the_server_starts_on_a_damaged_database_and_says_so(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = take_backup(home.database)
    _overwrite(home.database)
    fault = _live(home, lambda watch: watch.start_fault)
    assert "it is damaged" in fault
    said = capsys.readouterr().err
    assert f"lastmile restore {copy}" in said
    assert "Traceback" not in said


def test_damage_in_the_middle_is_found_at_the_start(home: Settings) -> None:
    content = bytearray(home.database.read_bytes())
    page = len(content) // 4096 // 2 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    home.database.write_bytes(content)
    assert "it is damaged" in _live(home, lambda watch: watch.start_fault)


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_a_running_server_holds_its_database_makes_the_nightly_copy_and_keeps_its_folder_private(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import stat

    monkeypatch.setattr(server_life, "FIRST_LOOK_S", 0.0)
    home.home.chmod(0o755)
    before = os.umask(0o022)

    def look(watch: HealthWatch) -> None:
        with pytest.raises(Exception, match="in use"):
            DatabaseLock(home.database, alone=True, patience_s=0)
        until = time.monotonic() + 60
        while not nightly_copies(home.database) and time.monotonic() < until:
            time.sleep(0.05)

    try:
        _live(home, look)
    finally:
        os.umask(before)
    assert stat.S_IMODE(home.home.stat().st_mode) == 0o700
    (copy,) = nightly_copies(home.database)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    DatabaseLock(home.database, alone=True, patience_s=0).release()


def test_a_reader_of_another_program_holds_up_nobody_and_the_log_shrinks_when_it_goes(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lastmile_core.store.database.connection.WAL_FOLD_BYTES", 200_000)
    monkeypatch.setattr("lastmile_core.store.database.connection.WAL_KEEP_BYTES", 100_000)
    log = home.database.with_name("lastmile.db-wal")
    with closing(sqlite3.connect(home.database, isolation_level=None)) as reader, open_store(home.database) as store:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM audit").fetchone()
        for number in range(100):
            store.audit.write(who="Ana", what=f"deed {number}", detail={"long": "x" * 4000})
        grown = log.stat().st_size
        reader.execute("ROLLBACK")
        for number in range(100):
            store.audit.write(who="Ana", what=f"deed {number}", detail={"long": "x" * 4000})
        assert log.stat().st_size < 500_000 < grown


def test_nothing_of_ours_holds_a_reader(home: Settings) -> None:
    """Every read is complete when it returns: with every noun read once, the log folds back to its last page."""
    with open_store(home.database) as store, closing(sqlite3.connect(home.database)) as other:
        store.audit.write(who="Ana", what="last")
        for rows in (store.depots.all(), store.audit.latest(), store.jobs.list_active(), store.plans.dates()):
            iter(rows)
        assert store.audit.verify()
        busy, pages, folded = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    assert (busy, pages) == (0, folded)
