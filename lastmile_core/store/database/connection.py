"""One connection to the database file, with the only transaction there is."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lastmile_core.errors import LastmileError, StoreBusyError
from lastmile_core.store.database.database_file import leave_file, note_seen, refuse_exchanged
from lastmile_core.store.database.database_lock import DatabaseLock
from lastmile_core.store.database.library import Database
from lastmile_core.store.database.soundness import damaged_error, is_damage

BUSY_TIMEOUT_S = 10.0
# The write-ahead log is folded back at this size and cut to the smaller one afterwards.
WAL_FOLD_BYTES = 4_000_000
WAL_KEEP_BYTES = 1_000_000

_BUMP = "UPDATE meta SET value = value + 1 WHERE key = 'data_version'"


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with the switches that do not last in it.

    Autocommit mode (``isolation_level=None``) is on purpose: the driver then never opens a
    transaction by itself that nobody would commit. Folding the log back by itself is off because
    SQLite before 3.51.3 may damage a file when a fold meets a write of another process; see
    :meth:`Connection.fold_log`.
    """
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_KEEP_BYTES}")
    return connection


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to the write-ahead log; waits for others, since SQLite does not wait here."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def plain_error(error: sqlite3.Error, path: Path) -> LastmileError | None:
    """Return the error in plain words, or None when it is a bug and not a circumstance."""
    if is_damage(error):
        return damaged_error(path)
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreBusyError("Somebody else is saving just now, so nothing was saved.", "Try again in a moment.")
    if "disk is full" in text:
        return LastmileError("The disk is full, so nothing was saved.", "Free some space and try again.")
    if "readonly" in text:
        return LastmileError("The database file cannot be written.", "Give the program the right to write to it.")
    if "FOREIGN KEY" in text:
        return LastmileError(
            "Something refers to a depot, vehicle or plan version that is not stored, so nothing was saved.",
            "Add what is missing first.",
        )
    return None


class Connection:
    """Reads and writes of one run; belongs to the thread that opened it.

    Attributes
    ----------
    path
        The database file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: DatabaseLock | None = None) -> None:
        self.path = path
        self._lock = lock
        self._identity = note_seen(path) if lock is not None else None
        self.db = Database(connection, execute_plugins=False)
        self._conn = connection
        self._depth = 0
        self._zones: dict[str, ZoneInfo] = {}

    def rows(self, sql: str, /, **params: object) -> list[sqlite3.Row]:
        """Return all rows of a SELECT. All at once: a reader left half-way would keep the log from folding."""
        cursor = self._conn.cursor()
        cursor.row_factory = sqlite3.Row
        try:
            return cursor.execute(sql, params).fetchall()
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise damaged_error(self.path) from error
            raise

    def one(self, sql: str, /, **params: object) -> sqlite3.Row | None:
        """Return the first row of a SELECT, or None."""
        found = self.rows(sql, **params)
        return found[0] if found else None

    def value(self, sql: str, /, **params: object) -> Any:
        """Return the first cell of the first row, or None."""
        row = self.one(sql, **params)
        return None if row is None else row[0]

    def write(self, sql: str, params: Mapping[str, object] | None = None, /, *, counts: bool = True) -> int:
        """Run one INSERT, UPDATE or DELETE in a transaction and return how many rows it touched."""
        with self.atomic(counts=counts):
            return self._conn.execute(sql, params or {}).rowcount

    def write_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run one statement for many rows, all or none."""
        with self.atomic():
            self._conn.executemany(sql, rows)

    def try_write_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> bool:
        """Run one statement for many rows of a cache; False, and nothing written, when it cannot be done at once."""
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            with self.atomic(counts=False):
                self._conn.executemany(sql, rows)
        except LastmileError:
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {round(BUSY_TIMEOUT_S * 1000)}")
        return True

    @contextmanager
    def atomic(self, *, counts: bool = True) -> Iterator[None]:
        """Do everything inside or nothing of it.

        The outer block takes the write lock at once (BEGIN IMMEDIATE) and so waits its turn instead
        of failing half-way; a block inside it joins, and undoes its own part when it fails.

        Parameters
        ----------
        counts
            Whether a change moves :meth:`data_version`; False for signs of life of a job.

        Raises
        ------
        LastmileError
            If the database stays busy, the disk is full, or a referred row is missing.
        """
        inner = self._conn.in_transaction
        if not inner and self._identity is not None:
            # A file that was deleted or exchanged still takes writes, which nobody would ever see.
            refuse_exchanged(self.path, self._identity)
        self._depth += 1
        name = f"s{self._depth}"
        try:
            self._conn.execute(f"SAVEPOINT {name}" if inner else "BEGIN IMMEDIATE")
            before = self._conn.total_changes
            try:
                yield
                if counts and self._conn.total_changes != before and not inner:
                    self._conn.execute(_BUMP)
                self._conn.execute(f"RELEASE {name}" if inner else "COMMIT")
            except BaseException:
                self._undo(name if inner else None)
                raise
        except sqlite3.Error as error:
            words = plain_error(error, self.path)
            if words is None:
                raise
            raise words from error
        finally:
            self._depth -= 1
        if not inner:
            self.fold_log()

    def _undo(self, savepoint: str | None) -> None:
        # A full disk or a trigger may already have ended the transaction.
        if not self._conn.in_transaction:
            return
        if savepoint is None:
            self._conn.execute("ROLLBACK")
        else:
            self._conn.execute(f"ROLLBACK TO {savepoint}")
            self._conn.execute(f"RELEASE {savepoint}")

    def fold_log(self) -> None:
        """Fold a long write-ahead log back into the file while nobody can write.

        A second connection holds the write lock meanwhile, so that a fold and a write never happen
        at the same instant. When somebody is writing, the next save does it.
        """
        try:
            if self.path.with_name(self.path.name + "-wal").stat().st_size < WAL_FOLD_BYTES:
                return
            keeper = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error):
            return
        try:
            with suppress(sqlite3.Error):
                keeper.execute("PRAGMA wal_autocheckpoint = 0")
                keeper.execute("BEGIN IMMEDIATE")
                self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                keeper.execute("ROLLBACK")
        finally:
            keeper.close()

    def zone(self, depot_id: str) -> ZoneInfo:
        """Return the depot's time zone; UTC for a depot that is not stored."""
        if depot_id not in self._zones:
            for row in self.rows("SELECT depot_id, timezone FROM depots"):
                self._zones[row["depot_id"]] = ZoneInfo(row["timezone"])
        return self._zones.get(depot_id, ZoneInfo("UTC"))

    def forget_zones(self) -> None:
        """Read the depots' time zones again next time."""
        self._zones.clear()

    def data_version(self) -> int:
        """Return a number that grows with every change by anybody, signs of life of jobs excepted."""
        return int(self.value("SELECT value FROM meta WHERE key = 'data_version'"))

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._conn.close()
        if self._lock is not None:
            self._lock.release()
            leave_file(self.path)
            self._lock = None
