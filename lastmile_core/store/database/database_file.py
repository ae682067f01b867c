"""The database file as a file: there or gone, the same as before, read by nobody else, without a strange log."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.store.database.database_lock import forget_made, held, was_made
from lastmile_core.store.database.soundness import newest_backup

_WAL_MODE = 2
# What this process saw first under a name: whatever lies there later is another database.
_seen: dict[Path, tuple[int, int]] = {}
# How often this process has a file open through SQLite. While it has, it must not read it as a file: closing any other
# handle lets go of all locks that the process holds on it (POSIX), also SQLite's. Another program would then take
# itself for the last reader and delete the log under the ones that still write into it.
# Source: https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
_open_here: Counter[Path] = Counter()
_opening = threading.Lock()


def prepare_file(path: Path) -> None:
    """Make the file when there never was one, and see that nobody else can read it; :func:`leave_file` is its end.

    Raises
    ------
    LastmileError
        If a database was here and is gone; an empty one in its place would look like an empty company.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opening:
        if not _open_here[path.resolve()]:
            _look_as_file(path)
        elif not path.exists():
            raise gone_error(path)
        _open_here[path.resolve()] += 1


def leave_file(path: Path) -> None:
    """Say that a connection which :func:`prepare_file` began is closed, or was never made."""
    with _opening:
        key = path.resolve()
        _open_here[key] = max(0, _open_here[key] - 1)


def _look_as_file(path: Path) -> None:
    """Do what needs the file itself, while this process has no connection to it."""
    if is_missing(path):
        if path in _seen or was_made(path):
            raise gone_error(path)
        # Its log and the log's index get the same rights from SQLite.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return
    set_strange_log_aside(path)
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            keep_private(path.with_name(path.name + end))


def restore_note(path: Path) -> Path:
    """Return where a restore that is under way says so."""
    return path.with_name(f".{path.name}.restoring")


def is_missing(path: Path) -> bool:
    """Return whether there is no database: no file, or one that was cut to nothing."""
    if restore_note(path).exists():
        return False
    try:
        return path.stat().st_size == 0
    except OSError:
        return True


def may_begin(path: Path, *, is_usual: bool) -> bool:
    """Return whether an empty database may be made without asking.

    Parameters
    ----------
    is_usual
        Whether it is the place at which a first start makes it.

    Raises
    ------
    LastmileError
        If there was one and it is gone.
    """
    if was_made(path):
        raise gone_error(path)
    return is_usual


def begin_anew(path: Path) -> None:
    """Let the next opening make an empty database, as somebody asked for, also where one was before.

    Its copies stay, and a log that is left is moved aside.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(path, alone=True, patience_s=1.0):
        _move_log_away(path)
        path.unlink(missing_ok=True)
        forget_seen(path)
        forget_made(path)


def keep_private(path: Path) -> None:
    """Take the rights of the group and of others away from a file or folder of ours."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        path.chmod(mode & 0o700)


def gone_error(path: Path) -> LastmileError:
    """Return the sentence for a database that was here and is not any more."""
    newest = newest_backup(path)
    mend = "Stop Lastmile and "
    mend += f"restore the newest copy: lastmile restore {newest}" if newest else "put the file back"
    return LastmileError(
        f"The database {path.name} is gone: it was in {path.parent} before.",
        f"{mend}; or begin an empty one: lastmile serve --new.",
    )


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells this file from another of its name; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def note_seen(path: Path) -> tuple[int, int] | None:
    """Remember the file that lies there, if it is the first under this name, and return its identity."""
    found = identity_of(path)
    if found is not None:
        _seen.setdefault(path, found)
    return found


def forget_seen(path: Path) -> None:
    """Forget the file that was there: this process itself has put another in its place."""
    _seen.pop(path, None)


def refuse_exchanged(path: Path, opened: tuple[int, int] | None = None) -> None:
    """Refuse a file that is not the one that this process began with (or opened).

    Raises
    ------
    LastmileError
        If the file is gone or another one lies in its place.
    """
    began = opened or _seen.get(path)
    found = identity_of(path)
    if began is None or found == began:
        return
    if found is None:
        raise gone_error(path)
    raise LastmileError(
        f"The database {path.name} was exchanged for another file while Lastmile runs, so nothing is read or saved.",
        "Stop Lastmile and start it again; to put a backup in place use: lastmile restore FILE.",
    )


def set_strange_log_aside(path: Path) -> None:
    """Move a log away that belongs to another file, as when a backup was copied over a database by hand.

    Our copies say in their header that they have no log; SQLite would all the same write its pages into them. Only
    called while this process has no connection to the file.
    """
    log = path.with_name(path.name + "-wal")
    if not _has_strange_log(path, log):
        return
    with held(path, alone=True, patience_s=1.0):
        if not _has_strange_log(path, log):
            return
        kept = _move_log_away(path)
    print(f"A log that belongs to another file lay beside {path.name}; it was moved to {kept}.", file=sys.stderr)


def _move_log_away(path: Path) -> str:
    log = path.with_name(path.name + "-wal")
    kept = f"{path.stem}-log-left-{utc_now():%Y%m%d-%H%M%S-%f}.wal"
    if log.exists():
        log.replace(log.with_name(kept))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return kept


def _has_strange_log(path: Path, log: Path) -> bool:
    try:
        if not log.stat().st_size:
            return False
        with path.open("rb") as file:
            header = file.read(20)
    except OSError:
        return False
    return len(header) == 20 and header[18] != _WAL_MODE and header.startswith(b"SQLite format 3")
