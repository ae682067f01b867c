"""Who holds the database: many programs at once, or one that restores it and nobody else.

A lock on a small file beside the database, which the system lets go of whatever becomes of the process. The file stays:
it also says that a database was here once, so that one that is gone is not silently made anew.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lastmile_core.errors import BusyError

PATIENCE_S = 10.0
_SLOTS = 1000
_MADE = b"Lastmile keeps this file beside its database to see who uses it. Leave it here.\n"
_ANEW = b"A new database is begun here.\n"


def lock_file(path: Path) -> Path:
    """Return the file beside the database."""
    return path.with_name(path.name + "-lock")


def was_made(path: Path) -> bool:
    """Return whether a database was finished here before, by what it left beside it."""
    said = _said(path)
    if said:
        return said != _ANEW
    log = path.with_name(path.name + "-wal")
    return log.exists() or any((path.parent / "backups").glob(f"{path.stem}-*.db"))


def note_made(path: Path) -> None:
    """Write down that the database is here and whole."""
    if _said(path) != _MADE:
        lock_file(path).write_bytes(_MADE)


def forget_made(path: Path) -> None:
    """Write down that an empty database may be made here, whatever was before."""
    lock_file(path).write_bytes(_ANEW)


def _said(path: Path) -> bytes:
    try:
        return lock_file(path).read_bytes()
    except OSError:
        return b""


class DatabaseLock:
    """A lock that is held until :meth:`release`."""

    def __init__(self, path: Path, *, alone: bool, patience_s: float = PATIENCE_S) -> None:
        self._file = os.open(lock_file(path), os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + patience_s
        while not self._take(alone=alone):
            if time.monotonic() > until:
                self.release()
                raise _in_use(path) if alone else _being_restored(path)
            time.sleep(0.02)

    def _take(self, *, alone: bool) -> bool:
        if sys.platform == "win32":
            return self._take_on_windows(alone=alone)
        import fcntl

        try:
            fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _take_on_windows(self, *, alone: bool) -> bool:
        # There is no shared lock: each user takes one byte of many, whoever wants to be alone takes all of them.
        import msvcrt

        os.lseek(self._file, 10_000 + (0 if alone else random.randrange(_SLOTS)), os.SEEK_SET)
        try:
            msvcrt.locking(self._file, msvcrt.LK_NBLCK, _SLOTS if alone else 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let go of it; doing so twice does no harm."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextmanager
def held(path: Path, *, alone: bool, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock for a block.

    Raises
    ------
    BusyError
        If others hold it so that this one cannot be had.
    """
    lock = DatabaseLock(path, alone=alone, patience_s=patience_s)
    try:
        yield
    finally:
        lock.release()


def _in_use(path: Path) -> BusyError:
    return BusyError(
        f"The database {path.name} is in use.",
        "Stop the app (Ctrl+C where it runs), let searches end, stop “lastmile watch”, and try again.",
    )


def _being_restored(path: Path) -> BusyError:
    return BusyError(f"The database {path.name} is being restored just now.", "Try again in a moment.")
