"""A look at the database that costs next to nothing, and one at the start that reads every page when that is quick."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from lastmile_core.store.database.soundness import damaged_error, is_damage, look_through, noticed_damage

# Reading every page of so much takes about a second.
QUICK_BYTES = 400_000_000


def read_fault(path: Path) -> str:
    """Return why the database cannot be read, in plain words; "" when it can."""
    if noticed_damage(path):
        return damaged_error(path).message
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0.1)) as db:
            db.execute("PRAGMA wal_autocheckpoint = 0")
            db.execute("SELECT value FROM meta WHERE key = 'data_version'").fetchone()
    except sqlite3.Error as error:
        if is_damage(error) or "no such table" in str(error):
            return damaged_error(path).message
        if "locked" in str(error) or "busy" in str(error):
            return ""
        return f"The database {path.name} cannot be read."
    return ""


def log_bytes(path: Path) -> int:
    """Return how large the write-ahead log is."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0


def refuse_damaged(path: Path) -> None:
    """Read every page before the day begins: always when that is quick, else when the last end was not a clean one.

    Raises
    ------
    LastmileError
        If the database is damaged.
    """
    # Whoever closes a database last folds its log back and removes it; after a kill it is left.
    if path.stat().st_size > QUICK_BYTES and not log_bytes(path):
        return
    if not look_through(path).is_sound:
        raise damaged_error(path)
