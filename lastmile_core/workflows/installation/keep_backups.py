"""Copies of the database and the way back, by hand and every night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from lastmile_core.clock import utc_now
from lastmile_core.errors import BusyError, LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store import Setting, Store
from lastmile_core.store.database.backups import NIGHTLY, backups_folder, copy_database, take_backup
from lastmile_core.store.database.database_lock import held
from lastmile_core.store.database.soundness import damaged_error, newest_backup
from lastmile_core.store.open_store import open_store
from lastmile_core.store.restore import Restored, restore_database
from lastmile_core.store.verify import VerifiedFile, verify_file

KEPT_NIGHTS = 14
NIGHT = time(2)
"""Local time of this machine at which a new night's copy is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """A copy that was made; ``kept`` is how many nightly ones stay."""

    file: Path
    counts: Mapping[str, int]
    kept: int


def back_up(settings: Settings, to: Path | None = None, *, keep: int | None = None, by: str = "") -> BackupMade:
    """Copy the database, which may be in use, to a file, a folder, or the ``backups`` folder beside it.

    Parameters
    ----------
    keep
        How many nightly copies are kept from now on; None leaves it as it is.

    Raises
    ------
    LastmileError
        If there is no database, it is damaged, the copy cannot be written, or a file of the name is there.
    """
    path = settings.database
    if not path.exists():
        raise LastmileError(f"There is no database {path}.", "Name it with --db.")
    with open_store(path) as store:
        if keep is not None:
            with store.atomic():
                store.settings.set(Setting.NIGHTLY_BACKUPS_KEPT, keep)
                store.audit.write(who=by, what="change nightly backups", detail={"kept": keep})
        kept = nights_kept(store)
        if to is None:
            file = take_backup(path)
        else:
            file = to.expanduser().resolve()
            if file.is_dir():
                file = file / f"{path.stem}-{utc_now():%Y%m%d-%H%M%S}-copy.db"
            if file.exists():
                raise LastmileError(f"{file} exists already and was not touched.", "Choose another name with --to.")
            if not file.parent.is_dir():
                raise LastmileError(f"There is no folder {file.parent}.", "Make it first, or choose another one.")
            copy_database(path, file)
    return BackupMade(file=file, counts=verify_file(file).counts, kept=kept)


def bring_back(settings: Settings, file: Path, *, even_if_incomplete: bool = False, by: str = "") -> Restored:
    """Put a backup in the place of the database and bring it up to date; the audit says so.

    Raises
    ------
    LastmileError
        If the database is in use or the file is not sound; nothing was changed.
    """
    done = restore_database(settings.database, file.expanduser().resolve(), even_if_incomplete=even_if_incomplete)
    with open_store(settings.database) as store:
        detail = {"from": file.name, "before": done.kept.name if done.kept else ""}
        store.audit.write(who=by, what="restore backup", detail=detail)
    return done


def look_at(settings: Settings, file: Path | None = None) -> VerifiedFile:
    """Look through a backup, or the database itself.

    Raises
    ------
    LastmileError
        If there is no such file.
    """
    chosen = file or settings.database
    if not chosen.is_file():
        raise LastmileError(f"There is no file {chosen}.", "Copies lie in the backups folder beside the database.")
    return verify_file(chosen, is_live=chosen.resolve() == settings.database)


def mend_of(settings: Settings, file: Path | None) -> str:
    """Return what to do about a file that is not sound."""
    if file is None or file.resolve() == settings.database:
        return damaged_error(settings.database).mend
    newest = newest_backup(settings.database)
    return "Choose an older copy." if newest is None or newest == file.resolve() else f"The newest copy is {newest}."


def nights_kept(store: Store) -> int:
    """Return how many nightly copies are kept; 0 when none are made."""
    return int(store.settings.get(Setting.NIGHTLY_BACKUPS_KEPT, KEPT_NIGHTS))


def tend_backups(settings: Settings, now: datetime | None = None) -> Path | None:
    """Make the copy of the last night if it is not there yet, and return it; cheap when it is.

    The server asks every few minutes; after a night on which the machine was off, the first question makes up for it.
    Of several processes one makes it.

    Parameters
    ----------
    now
        The present; it decides which night is the last one.
    """
    path = settings.database
    if not path.exists() or not _is_due(path, now):
        return None
    try:
        with open_store(path) as store:
            kept = nights_kept(store)
            if kept == 0 or not store.depots.all():
                return None
        backups_folder(path).mkdir(mode=0o700, exist_ok=True)
        with held(backups_folder(path) / NIGHTLY, alone=True, patience_s=0):
            # Another process may have made it while this one waited for its turn.
            return take_backup(path, NIGHTLY, kept) if _is_due(path, now) else None
    except BusyError:
        return None


def _is_due(path: Path, now: datetime | None) -> bool:
    here = (now or utc_now()).astimezone()
    night = datetime.combine(here.date(), NIGHT).astimezone()
    if night > here:
        night = datetime.combine(here.date() - timedelta(days=1), NIGHT).astimezone()
    made = [moment for copy in nightly_copies(path) if (moment := moment_of(copy)) is not None]
    # One from the future was made before the clock was set back, and says nothing about last night.
    return not any(night <= moment <= here + timedelta(hours=1) for moment in made)


def nightly_copies(path: Path) -> list[Path]:
    """Return the nightly copies of a database, oldest first."""
    return sorted(backups_folder(path).glob(f"{path.stem}-[0-9]*-{NIGHTLY}.db"))


def moment_of(copy: Path) -> datetime | None:
    """Return when a copy was made, by its name."""
    try:
        words = copy.stem.split("-")
        return datetime.strptime("-".join(words[-4:-2]), "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
