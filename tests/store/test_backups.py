"""Copies and the way back: whole, private, looked through; a strange log never gets into an older file."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from lastmile_core.errors import BusyError, LastmileError
from lastmile_core.store.database.backups import NIGHTLY, copy_database, take_backup
from lastmile_core.store.database.database_file import forget_seen
from lastmile_core.store.database.database_lock import DatabaseLock, lock_file
from lastmile_core.store.database.soundness import digest_file, look_through
from lastmile_core.store.open_store import open_store
from lastmile_core.store.restore import restore_database
from lastmile_core.store.verify import verify_file


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.fixture
def filled(database: Path) -> Path:
    """A database with three audit lines, closed."""
    with open_store(database) as store:
        for number in range(3):
            store.audit.write(who="Ana", what=f"deed {number}")
    return database


def _deeds(path: Path) -> list[str]:
    with open_store(path) as store:
        return [entry.what for entry in reversed(store.audit.latest())]


def test_a_copy_under_eight_writers_is_sound_and_whole(filled: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_store(filled) as store:
            while not stop.is_set():
                store.audit.write(who="Ben", what="busy")

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    try:
        copies = [tmp_path / f"copy{number}.db" for number in range(5)]
        counts = [copy_database(filled, copy) for copy in copies]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    for copy, told in zip(copies, counts, strict=True):
        found = verify_file(copy)
        assert (found.faults, found.doubts, found.counts) == ((), (), told)
        assert found.has_digest
    assert [told["audit"] for told in counts] == sorted(told["audit"] for told in counts)
    assert not [name for name in _names(tmp_path) if name.endswith(".part")]


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")
def test_database_log_lock_and_copies_are_private(filled: Path) -> None:
    filled.chmod(0o644)
    with open_store(filled) as store:
        store.audit.write(who="Ana", what="more")
        copy = store.backup()
        for file in (filled, Path(f"{filled}-wal"), Path(f"{filled}-shm"), lock_file(filled), copy, digest_file(copy)):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_nightly_copies_and_others_are_counted_for_themselves(filled: Path) -> None:
    by_hand = take_backup(filled)
    nights = [take_backup(filled, NIGHTLY, 3) for _ in range(5)]
    assert sorted((filled.parent / "backups").glob("*.db")) == sorted([by_hand, *nights[-3:]])


def test_restoring_brings_back_what_was_and_keeps_what_is(filled: Path) -> None:
    copy = take_backup(filled)
    with open_store(filled) as store:
        store.audit.write(who="Ana", what="later")
    done = restore_database(filled, copy)
    assert _deeds(filled) == ["deed 0", "deed 1", "deed 2"]
    assert done.kept is not None
    assert "-until-2" in done.kept.name
    assert _deeds(done.kept) == ["deed 0", "deed 1", "deed 2", "later"]


def _killed_with_log(path: Path) -> None:
    """Leave the database as a kill does: with its log beside it."""
    program = (
        "import os, signal, sys\nfrom lastmile_core.store.open_store import open_store\n"
        "store = open_store(sys.argv[1])\nstore.audit.write(who='Ana', what='in the log')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False, timeout=120)
    assert Path(f"{path}-wal").stat().st_size > 0


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_the_log_of_a_killed_program_goes_with_its_file(filled: Path) -> None:
    copy = take_backup(filled)
    _killed_with_log(filled)
    done = restore_database(filled, copy)
    assert not Path(f"{filled}-wal").exists()
    assert _deeds(filled) == ["deed 0", "deed 1", "deed 2"]
    assert done.kept is not None
    assert _deeds(done.kept)[-1] == "in the log"


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_backup_that_was_copied_over_a_killed_database_by_hand_takes_in_no_strange_log(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = take_backup(filled)
    with open_store(filled) as store:
        for _ in range(200):
            store.audit.write(who="Ana", what="much more")
    _killed_with_log(filled)
    shutil.copyfile(copy, filled)
    assert _deeds(filled) == ["deed 0", "deed 1", "deed 2"]
    assert verify_file(filled, is_live=True).faults == ()
    assert "belongs to another file" in capsys.readouterr().err
    assert list(filled.parent.glob("*-log-left-*.wal"))


def test_nothing_is_restored_while_somebody_has_it_open(filled: Path) -> None:
    copy = take_backup(filled)
    before = _names(filled.parent)
    with open_store(filled), pytest.raises(BusyError, match="is in use"):
        restore_database(filled, copy)
    assert _names(filled.parent) == before
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastmile_core.store.database.database_lock.PATIENCE_S", 0.1)
        lock = DatabaseLock(filled, alone=True)
        try:
            with pytest.raises(BusyError, match="being restored"):
                DatabaseLock(filled, alone=False, patience_s=0.1)
        finally:
            lock.release()


def _flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0x40
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda file: _flip(file, file.stat().st_size // 2), "digest differs"),
        (_cut, "digest differs"),
        (lambda file: (digest_file(file).unlink(), _cut(file)), "readable|fit together"),
        (lambda file: (digest_file(file).unlink(), file.write_bytes(b"no database at all" * 99)), "not a readable"),
        (lambda file: (digest_file(file).unlink(), file.write_bytes(b"")), "is empty"),
        (lambda file: file.unlink(), "There is no file"),
        (lambda file: file.with_name(file.name + "-wal").write_bytes(b"x" * 99), "A log lies beside"),
    ],
    ids=["a bit", "cut", "cut, no digest", "another file", "empty", "gone", "with a log"],
)
def test_a_copy_that_is_not_sound_is_never_restored(filled: Path, harm: object, says: str) -> None:
    copy = take_backup(filled)
    harm(copy)  # type: ignore[operator]
    before = filled.read_bytes()
    with pytest.raises(LastmileError, match=says):
        restore_database(filled, copy)
    assert filled.read_bytes() == before
    assert not [name for name in _names(filled.parent) if name.startswith(".")]


def test_a_database_of_another_program_or_of_tomorrow_is_not_restored(filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "photos.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(LastmileError, match="another program"):
        restore_database(filled, other)
    later = take_backup(filled)
    digest_file(later).unlink()
    with closing(sqlite3.connect(later)) as db:
        db.execute("UPDATE _sqlite_migrations SET name = 'm2099' WHERE id = (SELECT MAX(id) FROM _sqlite_migrations)")
        db.commit()
    with pytest.raises(LastmileError, match="newer version"):
        restore_database(filled, later)


def test_a_copy_made_by_hand_is_doubted(filled: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(filled, tmp_path / "by-hand.db"))
    with pytest.raises(LastmileError, match="copied by hand"):
        restore_database(filled, copy)
    restore_database(filled, copy, even_if_incomplete=True)
    assert _deeds(filled) == ["deed 0", "deed 1", "deed 2"]


def test_an_audit_that_was_changed_is_no_sound_copy(filled: Path) -> None:
    copy = take_backup(filled)
    digest_file(copy).unlink()
    with closing(sqlite3.connect(copy)) as db:
        db.execute("DROP TRIGGER audit_no_update")
        db.execute("UPDATE audit SET who = 'Eve' WHERE seq = 2")
        db.commit()
    assert "audit" in verify_file(copy).faults[0]


def test_a_deleted_database_is_not_made_anew(filled: Path) -> None:
    copy = take_backup(filled)
    filled.unlink()
    for _ in range(2):
        with pytest.raises(LastmileError, match="is gone") as caught:
            open_store(filled)
        assert f"lastmile restore {copy}" in caught.value.mend
    assert not filled.exists()
    # Cut to nothing is as good as deleted.
    filled.touch()
    forget_seen(filled)
    with pytest.raises(LastmileError, match="is gone"):
        open_store(filled)
    restore_database(filled, copy)
    assert _deeds(filled) == ["deed 0", "deed 1", "deed 2"]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
def test_a_database_that_is_exchanged_while_the_program_runs_is_noticed(filled: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "other" / "lastmile.db") as other:
        other.audit.write(who="Eve", what="elsewhere")
    with open_store(filled) as store:
        filled.rename(tmp_path / "moved.db")
        with pytest.raises(LastmileError, match="is gone"):
            store.audit.write(who="Ana", what="into nowhere")
        shutil.copy(tmp_path / "other" / "lastmile.db", filled)
        with pytest.raises(LastmileError, match="exchanged"):
            store.audit.write(who="Ana", what="into nowhere")
    with pytest.raises(LastmileError, match="exchanged"):
        open_store(filled)


def test_damage_is_named_with_the_way_back(filled: Path) -> None:
    copy = take_backup(filled)
    _cut(filled)
    assert not look_through(filled).is_sound
    with pytest.raises(LastmileError, match="it is damaged") as caught:
        _work_with(filled)
    assert f"lastmile restore {copy}" in caught.value.mend


def _work_with(path: Path) -> None:
    with open_store(path) as store:
        store.audit.write(who="Ana", what="never")
        store.audit.verify()
