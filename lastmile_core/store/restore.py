"""Put a backup in the place of the database: looked through first, all or nothing, the old one kept beside.

A file, its write-ahead log and the log's index belong together. The log of one file is never left beside another:
SQLite would write its pages into it. So the order is: a checked copy under a hidden name; a note of what is about to
happen; the three old files moved; the copy renamed; the note removed. Whoever finds the note finishes the work.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.store.database.backups import sync
from lastmile_core.store.database.database_file import forget_seen, restore_note
from lastmile_core.store.database.database_lock import held, note_made
from lastmile_core.store.database.soundness import forget_damage
from lastmile_core.store.verify import VerifiedFile, verify_file

_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did.

    Attributes
    ----------
    kept
        Where the database that was there before lies now; None when there was none.
    """

    verified: VerifiedFile
    kept: Path | None


def restore_database(path: Path, backup: Path, *, even_if_incomplete: bool = False) -> Restored:
    """Replace the database by a backup; the old one stays beside it under a name that says when.

    Parameters
    ----------
    even_if_incomplete
        Take a file that may lack its newest rows, because it was copied by hand while it was in use.

    Raises
    ------
    BusyError
        If the app, a search or another command uses the database; nothing was changed.
    LastmileError
        If the backup is not sound, or not one of this program; nothing was changed.
    """
    if backup.exists() and path.exists() and backup.samefile(path):
        raise LastmileError(
            "This file is the database itself.", "Name a copy; they lie in the backups folder beside it."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(path, alone=True, patience_s=1.0):
        if restore_note(path).exists():
            _finish(path)
        _leave_no_log_behind(backup)
        fresh = _fresh(path)
        try:
            verified = _checked_copy(backup, fresh, even_if_incomplete)
            kept = _kept_name(path) if any(_beside(path, end).exists() for end in _BESIDE) else None
            _write_note(path, kept)
        except BaseException:
            if not restore_note(path).exists():
                fresh.unlink(missing_ok=True)
            raise
        _finish(path)
        note_made(path)
    return Restored(verified=verified, kept=kept if kept is not None and kept.exists() else None)


def finish_restore(path: Path) -> None:
    """Finish a restore that was broken off after its copy was checked; nothing to do when there is none."""
    if restore_note(path).exists():
        with held(path, alone=True):
            if restore_note(path).exists():
                _finish(path)


def _checked_copy(backup: Path, fresh: Path, even_if_incomplete: bool) -> VerifiedFile:
    if not backup.is_file():
        raise LastmileError(f"There is no file {backup}.", "Copies lie in the backups folder beside the database.")
    try:
        os.close(os.open(fresh, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
        shutil.copyfile(backup, fresh)
        sync(fresh)
    except OSError as error:
        raise LastmileError(f"{backup.name} could not be copied ({error.strerror}).", "Nothing was changed.") from error
    verified = verify_file(fresh, named=backup)
    if not verified.is_sound:
        raise LastmileError(
            f"{backup.name} was not restored: {'; '.join(verified.faults)}. Nothing was changed.",
            "Choose an older copy; “lastmile verify FILE” looks at one.",
        )
    if verified.doubts and not even_if_incomplete:
        raise LastmileError(
            f"{backup.name} was not restored: {'; '.join(verified.doubts)}. Nothing was changed.",
            "Choose a copy made by “lastmile backup”, or say --even-if-incomplete.",
        )
    return verified


def _leave_no_log_behind(backup: Path) -> None:
    log = _beside(backup, "-wal")
    if log.exists() and log.stat().st_size:
        raise LastmileError(
            f"A log lies beside {backup.name} ({log.name}), so it is a database in use or was copied by hand.",
            f"Make a whole copy of it first: lastmile backup --db {backup} --to whole.db. "
            "If the log belongs to another file, move it away.",
        )


def _write_note(path: Path, kept: Path | None) -> None:
    note = restore_note(path)
    part = note.with_name(note.name + ".part")
    part.write_text(json.dumps({"kept": kept.name if kept else None}), encoding="utf-8")
    sync(part)
    part.replace(note)
    sync(path.parent)


def _finish(path: Path) -> None:
    """Move the old files away and the checked copy in; may be done again from any point."""
    fresh = _fresh(path)
    kept = json.loads(restore_note(path).read_text(encoding="utf-8"))["kept"]
    # Without the copy, the last step was done and only the note is left.
    if fresh.exists():
        for end in _BESIDE:
            old = _beside(path, end)
            if old.exists() and kept:
                old.replace(_beside(path.with_name(kept), end))
        sync(path.parent)
        fresh.replace(path)
        sync(path.parent)
    forget_seen(path)
    forget_damage(path)
    restore_note(path).unlink()


def _kept_name(path: Path) -> Path:
    return path.with_name(f"{path.stem}-until-{utc_now():%Y%m%d-%H%M%S-%f}{path.suffix}")


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}.restored")
