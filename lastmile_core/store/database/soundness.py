"""Whether a database file is sound, and what to say when it is not."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from lastmile_core.errors import LastmileError

# What SQLite says when the file itself is at fault, and not the moment.
_DAMAGE = ("malformed", "not a database", "corrupt", "disk i/o error", "unsupported file format")


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What a look at a database file found.

    Attributes
    ----------
    faults
        In plain words; empty when it is sound.
    counts
        Rows by table.
    """

    faults: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found to be wrong."""
        return not self.faults


# Databases that this process has found damaged.
_noticed: set[Path] = set()


def noticed_damage(path: Path) -> bool:
    """Return whether this process has met damage in the database."""
    return path in _noticed


def is_damage(error: BaseException) -> bool:
    """Return whether an error means that the file is damaged."""
    return isinstance(error, sqlite3.Error) and any(word in str(error).lower() for word in _DAMAGE)


def damaged_error(path: Path) -> LastmileError:
    """Return the sentence for a damaged database, with the backup that mends it; the process remembers it."""
    _noticed.add(path)
    newest = newest_backup(path)
    mend = "Stop Lastmile and "
    mend += f"run: lastmile restore {newest}" if newest else "restore a backup: lastmile restore FILE"
    if newest is None:
        mend += " (none was found in the backups folder beside it)"
    return LastmileError(f"The file {path.name} is not a readable database: it is damaged.", f"{mend}.")


def forget_damage(path: Path) -> None:
    """Forget damage that was met: another file lies there now."""
    _noticed.discard(path)


def newest_backup(path: Path) -> Path | None:
    """Return the newest copy in the ``backups`` folder beside a database, or None."""
    copies = sorted((path.parent / "backups").glob(f"{path.stem}-[0-9]*.db"))
    return copies[-1] if copies else None


def look_through(path: Path, *, thorough: bool = False) -> Soundness:
    """Read every page of a database: structure, references, rows.

    Parameters
    ----------
    thorough
        Compare indexes with their tables as well, which takes several times as long.
    """
    if not path.is_file():
        return Soundness(faults=("there is no such file",))
    if path.stat().st_size == 0:
        return Soundness(faults=("the file is empty",))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=10)) as db:
            check = "integrity_check" if thorough else "quick_check"
            found = [str(row[0]) for row in db.execute(f"PRAGMA {check}(5)")]
            faults = [] if found == ["ok"] else ["its pages do not fit together"]
            if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
                faults.append("some rows refer to nothing")
            return Soundness(faults=tuple(faults), counts=count_rows(db))
    except sqlite3.Error as error:
        if is_damage(error):
            return Soundness(faults=("it is not a readable database",))
        return Soundness(faults=(f"it cannot be read ({error})",))


def count_rows(db: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    names = [row[0] for row in db.execute(tables).fetchall()]
    return {name: db.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_file(path: Path) -> Path:
    """Return where the digest of a backup is kept, in the form that ``sha256sum --check`` reads."""
    return path.with_name(path.name + ".sha256")
