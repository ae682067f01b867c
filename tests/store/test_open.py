"""Opening: made, brought up to date behind a copy, refused when it is not ours or newer."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils.migrations import Migrations

from lastmile_core.errors import LastmileError
from lastmile_core.model import Depot
from lastmile_core.store import Store
from lastmile_core.store.database.backups import KEPT, take_backup
from lastmile_core.store.database.connection import connect, use_wal
from lastmile_core.store.database.soundness import digest_file
from lastmile_core.store.migrations import MIGRATIONS, migrate
from lastmile_core.store.open_store import open_store


def _newer(*more: tuple[str, object]) -> Migrations:
    steps = Migrations("lastmile")
    for known in MIGRATIONS._migrations:
        steps(name=known.name)(known.fn)
    for name, function in more:
        steps(name=name)(function)  # type: ignore[arg-type]
    return steps


def test_a_fresh_file_has_strict_tables_and_the_switches(store: Store, database: Path) -> None:
    raw = sqlite3.connect(database)
    tables = raw.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    ours = {name: strict for name, strict in tables if not name.startswith(("sqlite_", "_sqlite"))}
    assert len(ours) == 32
    assert set(ours.values()) == {1}
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    connection = connect(database)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
    connection.close()


def test_four_programs_that_start_together_are_all_fine(database: Path) -> None:
    script = "import sys; from lastmile_core.store.open_store import open_store; open_store(sys.argv[1]).close()"
    programs = [
        subprocess.Popen([sys.executable, "-c", script, str(database)], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    errors = [program.communicate(timeout=120)[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0, 0], errors
    assert not (database.parent / "backups").exists()


def test_a_copy_is_kept_before_an_existing_file_is_changed(database: Path, harbour_depot: Depot) -> None:
    with open_store(database) as store:
        store.depots.save(harbour_depot)
    connection = connect(database)
    applied = migrate(database, connection, _newer(("m2027_01_01_more", lambda db: db.execute("DROP TABLE docks"))))
    connection.close()
    assert applied == ["m2027_01_01_more"]
    (copy,) = (database.parent / "backups").glob("*.db")
    assert "before-m2027_01_01_more" in copy.name
    with open_store(copy) as before:
        assert before.depots.all() == [harbour_depot]
        assert before.docks.of_depot("harbour") == []


def test_a_failing_step_leaves_the_file_as_it_was(database: Path) -> None:
    open_store(database).close()

    def fails(db: object) -> None:
        db.execute("DROP TABLE docks")  # type: ignore[attr-defined]
        raise RuntimeError("half-way")

    connection = connect(database)
    with pytest.raises(RuntimeError, match="half-way"):
        migrate(database, connection, _newer(("m2027_01_01_more", fails)))
    connection.close()
    with open_store(database) as store:
        assert store.docks.of_depot("harbour") == []


def test_a_newer_database_is_refused_in_words(database: Path) -> None:
    connection = connect(database)
    use_wal(connection)
    migrate(database, connection, _newer(("m2099_01_01_future", lambda db: None)))
    connection.close()
    with pytest.raises(LastmileError, match="newer version of Lastmile"):
        open_store(database)


def test_a_database_of_another_program_is_refused(database: Path) -> None:
    raw = sqlite3.connect(database)
    raw.execute("CREATE TABLE photos (id INTEGER)")
    raw.close()
    with pytest.raises(LastmileError, match="another program"):
        open_store(database)


def test_a_file_that_is_no_database_is_refused(database: Path) -> None:
    database.write_bytes(b"order_id;lat;lon\n" * 100)
    with pytest.raises(LastmileError, match="not a readable database"):
        open_store(database)


def test_a_copy_holds_what_is_still_in_the_log_and_old_copies_go(store: Store, database: Path) -> None:
    copies = [store.backup() for _ in range(KEPT + 2)]
    kept = sorted(copies[-KEPT:])
    assert sorted((database.parent / "backups").glob("*.db")) == kept
    assert sorted((database.parent / "backups").glob("*.sha256")) == [digest_file(copy) for copy in kept]
    with open_store(take_backup(database)) as copy:
        assert [depot.depot_id for depot in copy.depots.all()] == ["harbour"]


def test_the_store_brings_no_pandas_but_leaves_it_to_be_found() -> None:
    program = (
        "import sys, lastmile_core.store; print('pandas' in sys.modules); import pandas; print(pandas.Series([1])[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1"]
