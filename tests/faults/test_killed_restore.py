"""``kill -9`` in the middle of a restore: the old database or the new one, whole, and never the log of the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lastmile_core.store.database.backups import take_backup
from lastmile_core.store.database.database_file import forget_seen, restore_note
from lastmile_core.store.open_store import open_store
from lastmile_core.store.restore import restore_database
from lastmile_core.store.verify import verify_file

PROGRAM = Path(__file__).with_name("restore_program.py")
OLD, NEW = ["first", "second", "in the log"], ["first"]
_WRITER = (
    "import os, signal, sys\nfrom lastmile_core.store.open_store import open_store\nstore = open_store(sys.argv[1])\n"
    "store.audit.write(who='Ana', what='in the log')\nos.kill(os.getpid(), signal.SIGKILL)"
)


def _environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root)}


@pytest.fixture
def killed_day(tmp_path: Path, project_root: Path) -> Path:
    """A folder with a backup and a database that went on since, left with its log by a kill."""
    folder = tmp_path / "day"
    database = folder / "lastmile.db"
    with open_store(database) as store:
        store.audit.write(who="Ana", what="first")
        take_backup(database)
        store.audit.write(who="Ana", what="second")
    command = [sys.executable, "-c", _WRITER, str(database)]
    subprocess.run(command, check=False, cwd=project_root, env=_environment(project_root), timeout=120)
    assert Path(f"{database}-wal").stat().st_size > 0
    return folder


def _deeds(path: Path) -> list[str]:
    forget_seen(path)
    with open_store(path) as store:
        assert store.audit.verify()
        return [entry.what for entry in reversed(store.audit.latest())]


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_restore_that_is_killed_leaves_the_old_or_the_new(
    killed_day: Path, tmp_path: Path, project_root: Path
) -> None:
    seen = []
    for number in range(1, 100):
        folder = Path(shutil.copytree(killed_day, tmp_path / f"try{number}"))
        database = folder / "lastmile.db"
        (copy,) = (folder / "backups").glob("*.db")
        command = [sys.executable, str(PROGRAM), str(database), str(copy), str(number)]
        ended = subprocess.run(command, check=False, cwd=project_root, env=_environment(project_root), timeout=120)
        found = _deeds(database)
        assert found in (OLD, NEW), number
        assert not restore_note(database).exists()
        seen.append(found)
        # The kill may have come before the copy was taken over; done again it is.
        restore_database(database, copy)
        assert _deeds(database) == NEW
        assert verify_file(database, is_live=True).faults == ()
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
        if found == NEW:
            # What was there before is kept whole, with its log.
            assert OLD in [_deeds(kept) for kept in folder.glob("lastmile-until-*.db")]
    assert seen[0] == OLD
    assert seen[-1] == NEW
    assert seen == sorted(seen, key=lambda deeds: deeds == NEW)
    assert len(seen) > 10
