"""Whether a database that is not there may be made: at the usual place of a first start, or when a person says so."""

from __future__ import annotations

from pathlib import Path

from lastmile_core.errors import LastmileError
from lastmile_core.settings import Settings
from lastmile_core.store.database.database_file import begin_anew, is_missing, may_begin
from lastmile_core.store.database.database_lock import was_made
from lastmile_core.store.open_store import open_store


def ensure_database(settings: Settings, *, new: bool = False) -> bool:
    """See that there is a database to work with; returns whether it was made just now.

    Parameters
    ----------
    new
        A person said that an empty one shall be made.

    Raises
    ------
    LastmileError
        If there is none and nobody asked for a new one, or there is one where a new one was asked for.
    """
    path = settings.database
    if not is_missing(path):
        if new:
            raise LastmileError(f"There is a database at {path} already; it was not touched.", "Leave out --new.")
        return False
    # Without the place of a first start, a mistyped name would become an empty company.
    if not new and not may_begin(path, is_usual=path == settings.home / "lastmile.db"):
        raise LastmileError(
            f"There is no database at {path}.", "Check the name; to begin an empty one there, add --new."
        )
    if new:
        begin_anew(path)
    open_store(path).close()
    return True


def is_untouched(path: Path) -> bool:
    """Return whether there is no database at the path and never was one."""
    return is_missing(path) and not was_made(path)
