"""Who did what, when and why: appended, each entry sealed with a hash of the one before."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, moment_text, read_moment, to_json
from lastmile_core.store.database.sql import insert_sql

_CHANGES = "fields"
"""Where in the detail the old and new values stand; sealed with the rest."""
_SEALED = ("at", "who", "what", "why", "subject", "detail")
_WRITE = insert_sql("audit", (*_SEALED, "previous_hash", "hash"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one row: what it was and what it became; None for nothing, also for a row that was not there."""

    row: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry: ``what`` is a short word such as "publish", ``subject`` what it was done to.

    ``changes`` are the fields with their old and new values; empty for deeds that are no change of fields, and for
    entries that were written before they were kept.
    """

    seq: int
    at: datetime
    who: str
    what: str
    why: str
    subject: str
    detail: dict[str, Any] = field(default_factory=dict)
    hash: str = ""
    changes: tuple[FieldChange, ...] = ()


class Audit:
    """The log of deeds."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def write(
        self,
        who: str,
        what: str,
        why: str = "",
        subject: str = "",
        detail: dict[str, Any] | None = None,
        at: datetime | None = None,
        changes: Iterable[FieldChange] = (),
    ) -> None:
        """Append one entry, with the old and the new value of every field that was changed.

        Call it inside ``store.atomic()`` together with the deed, so that neither is stored without the other.
        """
        written = [[change.row, change.field, change.old, change.new] for change in changes]
        row: dict[str, object] = {
            "at": moment_text(at or utc_now()),
            "who": who,
            "what": what,
            "why": why,
            "subject": subject,
            "detail": to_json({**(detail or {}), **({_CHANGES: written} if written else {})}),
        }
        with self._db.atomic():
            row["previous_hash"] = self.head_hash()
            row["hash"] = _seal(row)
            self._db.write(_WRITE, row)

    def head_hash(self) -> str:
        """Return the hash of the newest entry, "" when there is none.

        Written down elsewhere, it proves later that no entry is missing at the end.
        """
        return self._db.value("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1") or ""

    def latest(self, n: int = 50) -> list[AuditEntry]:
        """Return the newest ``n`` entries, newest first."""
        return [_read(row) for row in self._db.rows("SELECT * FROM audit ORDER BY seq DESC LIMIT :n", n=n)]

    def about(self, subject: str) -> list[AuditEntry]:
        """Return every entry about one thing, newest first."""
        return [
            _read(row)
            for row in self._db.rows("SELECT * FROM audit WHERE subject = :subject ORDER BY seq DESC", subject=subject)
        ]

    def verify(self) -> bool:
        """Return whether no entry was changed, moved or taken out of the middle."""
        previous = ""
        for row in self._db.rows("SELECT * FROM audit ORDER BY seq"):
            cells = {name: row[name] for name in (*_SEALED, "previous_hash")}
            if row["previous_hash"] != previous or row["hash"] != _seal(cells):
                return False
            previous = row["hash"]
        return True


def _seal(row: dict[str, object]) -> str:
    text = to_json([row["previous_hash"], *(row[name] for name in _SEALED)])
    return hashlib.sha256(text.encode()).hexdigest()


def _read(row: sqlite3.Row) -> AuditEntry:
    detail = from_json(row["detail"])
    changes = detail.pop(_CHANGES, [])
    return AuditEntry(
        seq=row["seq"],
        at=read_moment(row["at"]),
        who=row["who"],
        what=row["what"],
        why=row["why"],
        subject=row["subject"],
        detail=detail,
        hash=row["hash"],
        changes=tuple(FieldChange(row=name, field=cell, old=old, new=new) for name, cell, old, new in changes),
    )
