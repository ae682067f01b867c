"""``kill -9`` in the middle of an import: everything or nothing, and importing again makes it whole."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lastmile_core.model import Depot, Location
from lastmile_core.store.open_store import open_store

NUM_ROWS = 5_000
DAY = "2026-11-23"
PROGRAM = Path(__file__).with_name("import_program.py")
Until = Callable[[Callable[[], Any]], Any]


@pytest.fixture(scope="module")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.csv"
    lines = ["order_id,date,customer_name,address,lat,lon,demand_kg,tw_start,tw_end,service_min"]
    lines += [
        f"L{i:05d},{DAY},Customer {i},Street {i},"
        f"{48.6 + i / 20000:.5f},{9.0 + i * 7 % 5000 / 20000:.5f},5,08:00,12:00,5"
        for i in range(NUM_ROWS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def day_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a depot and nothing else."""
    path = tmp_path_factory.mktemp("before") / "lastmile.db"
    with open_store(path) as store:
        place = Location(lat=48.7758, lon=9.1829)
        store.depots.save(Depot(depot_id="yard", name="Yard", location=place, timezone="Europe/Berlin"))
    return path


@pytest.fixture
def killed_db(day_before: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(day_before, tmp_path / "lastmile.db"))


def _start(database: Path, file: Path, moment: str, root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), str(database), str(file), DAY, moment]
    return subprocess.Popen(command, cwd=root, env=_environment(root), stdout=subprocess.PIPE, text=True)


def _environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root)}


def _stored(database: Path) -> tuple[int, int, int, int]:
    """Return numbers of orders, distinct orders, import records and audit lines, of a database that is whole."""
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        orders = db.execute("SELECT COUNT(*), COUNT(DISTINCT order_id) FROM orders").fetchone()
        imports = db.execute("SELECT COUNT(*) FROM imports").fetchone()[0]
        audit = db.execute("SELECT COUNT(*) FROM audit WHERE what = 'import'").fetchone()[0]
    return (*orders, imports, audit)


NOTHING, EVERYTHING = (0, 0, 0, 0), (NUM_ROWS, NUM_ROWS, 1, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("read", NOTHING),
        ("record", NOTHING),
        ("half", NOTHING),
        ("orders", NOTHING),
        ("audit", NOTHING),
        ("saved", EVERYTHING),
    ],
)
def test_an_import_that_is_killed_leaves_all_or_nothing(
    moment: str, left: tuple[int, ...], killed_db: Path, big_file: Path, project_root: Path
) -> None:
    with _start(killed_db, big_file, moment, project_root) as process:
        assert process.wait(timeout=120) == -signal.SIGKILL
    assert _stored(killed_db) == left
    with _start(killed_db, big_file, "never", project_root) as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.split() == (["0", str(NUM_ROWS), "0"] if left == EVERYTHING else [str(NUM_ROWS), "0", "0"])
    assert _stored(killed_db) == EVERYTHING


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_an_import_that_is_killed_from_outside_while_it_writes_leaves_all_or_nothing(
    killed_db: Path, big_file: Path, project_root: Path, until: Until
) -> None:
    log = killed_db.with_name(killed_db.name + "-wal")
    with _start(killed_db, big_file, "never", project_root) as process:
        # Pages that do not fit into memory reach the log before the commit: then it is in the middle of writing.
        until(lambda: process.poll() is not None or (log.exists() and log.stat().st_size > 100_000))
        process.kill()
        process.wait(timeout=60)
    assert _stored(killed_db) in (NOTHING, EVERYTHING)
    with open_store(killed_db) as store:
        assert store.depots.get("yard") is not None
    with _start(killed_db, big_file, "never", project_root) as process:
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert _stored(killed_db) == EVERYTHING
