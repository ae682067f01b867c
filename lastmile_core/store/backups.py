"""Copies of the database file, taken before it is changed in kind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from lastmile_core.clock import utc_now

KEPT = 5


def take_backup(path: Path, label: str = "copy") -> Path:
    """Copy the database to the ``backups`` folder beside it and return the copy.

    SQLite's own backup copies file and write-ahead log together; copying the file alone would
    lose what is still in the log. The copy appears under its name only when it is whole, and the
    newest five are kept.

    Parameters
    ----------
    label
        Word in the file name that says why it was taken.
    """
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    name = f"{path.stem}-{utc_now():%Y%m%d-%H%M%S-%f}-{label}.db"
    half = folder / f"{name}.part"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(half)) as target:
        source.execute("PRAGMA wal_autocheckpoint = 0")
        # All pages in one go: a copy in steps starts again whenever somebody writes.
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE").fetchone()
    whole = folder / name
    half.replace(whole)
    for old in sorted(folder.glob(f"{path.stem}-*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return whole
