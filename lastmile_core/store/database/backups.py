"""Copies of the database file: whole, looked through, and only then under their name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.store.database.soundness import count_rows, digest_file, digest_of, look_through

KEPT = 5
NIGHTLY = "nightly"


def backups_folder(path: Path) -> Path:
    """Return the folder beside a database that holds its copies."""
    return path.parent / "backups"


def take_backup(path: Path, label: str = "copy", kept: int = KEPT) -> Path:
    """Copy the database to the ``backups`` folder beside it and return the copy.

    Parameters
    ----------
    label
        Word in the file name that says why it was taken.
    kept
        How many of the kind stay: the nightly ones are counted for themselves.

    Raises
    ------
    LastmileError
        If the database is damaged or the copy cannot be written; older copies stay.
    """
    folder = backups_folder(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    whole = folder / f"{path.stem}-{utc_now():%Y%m%d-%H%M%S-%f}-{label}.db"
    copy_database(path, whole)
    _prune(folder, path.stem, label, kept)
    return whole


def copy_database(path: Path, target: Path) -> dict[str, int]:
    """Write a consistent copy of a database that may be in use, and return its rows by table.

    SQLite's own backup copies file and write-ahead log together; copying the file alone would lose what is still in
    the log, and SQLite would call the rest sound. The copy has its name only when it is whole, was looked through and
    is on the disk; its digest lies beside it.

    Raises
    ------
    LastmileError
        If the database is damaged or the copy cannot be written; nothing of it is left.
    """
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(half, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
        counts = _copy_pages(path, half)
        found = look_through(half)
        if not found.is_sound or found.counts != counts:
            why = "; ".join(found.faults) or "rows are missing"
            raise LastmileError(
                f"The copy of {path.name} is not sound ({why}), so it was not kept.",
                "Look at the database: lastmile verify.",
            )
        sync(half)
        _write_digest(half, target)
        half.replace(target)
        sync(target.parent)
    except sqlite3.Error as error:
        raise LastmileError(
            f"{path.name} could not be copied ({error}).", "Look at the database: lastmile verify."
        ) from error
    except OSError as error:
        raise LastmileError(
            f"The copy could not be written to {target.parent} ({error.strerror}).", "Choose another place with --to."
        ) from error
    finally:
        for left in (half, half.with_name(half.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return counts


def _copy_pages(path: Path, half: Path) -> dict[str, int]:
    there = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(there, uri=True, isolation_level=None, timeout=10)) as source:
        source.execute("PRAGMA wal_autocheckpoint = 0")
        # One snapshot for the count and the copy, so that they can be compared while others write.
        source.execute("BEGIN")
        counts = count_rows(source)
        with closing(sqlite3.connect(half)) as target:
            # All pages in one go: a copy in steps starts again whenever somebody writes.
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode = DELETE").fetchone()
        source.execute("ROLLBACK")
    return counts


def _write_digest(half: Path, target: Path) -> None:
    file = digest_file(target)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as out:
        out.write(f"{digest_of(half)}  {target.name}\n")
    sync(part)
    part.replace(file)


def sync(path: Path) -> None:
    """Have the system write a file or a folder to the disk now."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(folder: Path, stem: str, label: str, kept: int) -> None:
    copies = sorted(folder.glob(f"{stem}-[0-9]*.db"))
    same = [copy for copy in copies if copy.stem.endswith(f"-{NIGHTLY}") is (label == NIGHTLY)]
    for old in same[:-kept]:
        old.unlink(missing_ok=True)
        digest_file(old).unlink(missing_ok=True)
