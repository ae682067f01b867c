"""A close look at a database or a backup: structure, references, form, rows, seals."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lastmile_core.errors import LastmileError
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.soundness import digest_file, digest_of, look_through
from lastmile_core.store.migrations import MIGRATIONS, applied_steps
from lastmile_core.store.records.audit import Audit

_WAL_MODE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedFile:
    """What was found.

    Attributes
    ----------
    faults
        Why the file must not be used, in plain words; empty when it may be.
    doubts
        Why it may lack something although it is sound.
    counts
        Rows by table.
    form
        The newest step of the program's form that the file has.
    has_digest
        Whether a digest was beside it (and agrees, or it is a fault).
    """

    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    counts: dict[str, int]
    form: str = ""
    has_digest: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


def verify_file(path: Path, *, named: Path | None = None, is_live: bool = False) -> VerifiedFile:
    """Look through a database file.

    Parameters
    ----------
    named
        The file that ``path`` was copied from, beside which its digest lies.
    is_live
        Whether it is the database in use, whose log and changes are expected.
    """
    named = named or path
    log = path.with_name(path.name + "-wal")
    if not is_live and log.exists() and log.stat().st_size:
        # Opening both would write the pages of the one into the other.
        return VerifiedFile(faults=(f"a log lies beside it ({log.name}), its own or another file's",), counts={})
    digest = None if is_live else _digest(named)
    if digest is not None and path.is_file() and digest_of(path) != digest:
        return VerifiedFile(faults=("it was changed since it was made (its digest differs)",), counts={})
    found = look_through(path, thorough=True)
    faults, form = list(found.faults), ""
    if not faults:
        form, more = _form(path)
        faults += more
    doubts = [] if is_live or faults or digest is not None else _doubts(path)
    return VerifiedFile(
        faults=tuple(faults), doubts=tuple(doubts), counts=found.counts, form=form, has_digest=digest is not None
    )


def _digest(path: Path) -> str | None:
    try:
        words = digest_file(path).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    return words[0] if words else None


def _form(path: Path) -> tuple[str, list[str]]:
    """Return the newest step that the file has, and what is wrong with its form or its audit."""
    known = [step.name for step in MIGRATIONS._migrations]
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as db:
        try:
            steps = applied_steps(db, MIGRATIONS.name, known)
        except LastmileError as error:
            return "", [error.message.rstrip(".")]
        if not steps:
            return "", ["it holds no tables"]
        is_sealed = Audit(Connection(path, db)).verify()
    return steps[-1], [] if is_sealed else ["its audit was changed by hand or by damage"]


def _doubts(path: Path) -> list[str]:
    with path.open("rb") as file:
        header = file.read(20)
    # Our own copies are written in the other mode.
    if header[18:20] == bytes((_WAL_MODE, _WAL_MODE)):
        return ["it was copied by hand, and what was saved last may be missing if it was in use then"]
    return []
