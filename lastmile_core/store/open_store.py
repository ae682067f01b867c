"""The one way to open the database.

It stands apart from :class:`Store` so that the import contract can say who opens: the frame of the pages, the commands,
workflows and workers. A page or widget is handed an open store.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from lastmile_core.errors import LastmileError
from lastmile_core.store.database.connection import Connection, connect, plain_error, use_wal
from lastmile_core.store.database.database_file import leave_file, prepare_file, refuse_exchanged
from lastmile_core.store.database.database_lock import DatabaseLock, note_made
from lastmile_core.store.database.soundness import damaged_error, is_damage
from lastmile_core.store.migrations import migrate
from lastmile_core.store.restore import finish_restore
from lastmile_core.store.store import Store


def open_store(path: str | Path) -> Store:
    """Open the database file, made or brought up to date when needed (a copy is kept first).

    Raises
    ------
    LastmileError
        If the file cannot be used: made by a newer version, another program's, damaged, gone, exchanged while
        this process runs, or not writable.
    """
    path = Path(path)
    connection: sqlite3.Connection | None = None
    lock: DatabaseLock | None = None
    is_prepared = False
    try:
        refuse_exchanged(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        finish_restore(path)
        prepare_file(path)
        is_prepared = True
        lock = DatabaseLock(path, alone=False)
        connection = connect(path)
        use_wal(connection)
        migrate(path, connection)
        note_made(path)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if lock is not None:
            lock.release()
        if is_prepared:
            leave_file(path)
        if isinstance(error, sqlite3.Error | OSError):
            raise _cannot_open(path, error) from error
        raise
    return Store(Connection(path, connection, lock))


def _cannot_open(path: Path, error: Exception) -> LastmileError:
    if is_damage(error):
        return damaged_error(path)
    if isinstance(error, sqlite3.Error) and (words := plain_error(error, path)) is not None:
        return words
    return LastmileError(
        f"The database file {path} cannot be opened ({error}).", "Check the folder and the right to write there."
    )
