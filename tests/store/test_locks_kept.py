"""Opening the store again never lets go of the locks of a connection that is open in the same process."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lastmile_core.store.open_store import open_store

# Another program that opens and closes the database: the last one to leave deletes the log.
_VISITOR = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(db.execute("SELECT COUNT(*) FROM audit").fetchone()[0])
db.close()
"""


def _visit(path: Path) -> int:
    done = subprocess.run([sys.executable, "-c", _VISITOR, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="locks of this kind exist on POSIX systems only")
def test_what_is_written_beside_other_stores_of_the_process_reaches_everybody(tmp_path: Path) -> None:
    path = tmp_path / "lastmile.db"
    with open_store(path) as first:
        first.audit.write(who="Ana", what="first")
        log = path.with_name(path.name + "-wal")
        before = log.stat().st_ino
        for number in range(3):
            with open_store(path) as second:
                second.audit.write(who="Ana", what=f"beside {number}")
            seen = _visit(path)
            assert log.exists(), "the log was deleted under an open connection"
            assert log.stat().st_ino == before
            first.audit.write(who="Ana", what=f"after {number}")
            assert _visit(path) == seen + 1


def test_many_threads_begin_one_database_together(tmp_path: Path) -> None:
    path = tmp_path / "lastmile.db"
    failures: list[BaseException] = []

    def begin(name: str) -> None:
        try:
            with open_store(path) as store:
                store.audit.write(who=name, what="begins")
        except BaseException as error:  # the assertion below shows it
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(f"t{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT COUNT(*) FROM audit WHERE what = 'begins'").fetchone()[0] == 6
    db.close()
