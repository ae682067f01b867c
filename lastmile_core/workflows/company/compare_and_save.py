"""The one way in which a form or a table is saved: compared with what is stored now, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_rows import (
    WHOLE_ROW,
    Comparison,
    Conflict,
    Decision,
    Row,
    Rows,
    compare,
    same,
)
from lastmile_core.workflows.company.sheet_field import SheetField

_SEARCHED = 400
"""How many of the newest audit entries are searched for who stored a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a form or a table reads and writes.

    Attributes
    ----------
    what, subject
        For the audit: "change drivers", and of what.
    read
        Returns the rows of these keys (or more) as they are stored now, in the fields that the form shows.
    write
        Stores a comparison; a ``ValueError`` or ``LastmileError`` says what is wrong, and nothing is stored then.
    wholes
        Name → fields that are one thing; see :func:`compare`.
    labels
        Field → its word for people, kept in the audit.
    is_told
        Whether ``write`` puts its own line into the audit.
    fields
        What a row can be asked to hold, for commands; pages take their headings from it.
    new_row
        Key → what a row that is added holds before anybody fills it; None where none can be added.
    """

    what: str
    subject: str
    read: Callable[[Sequence[str]], Mapping[str, Row]]
    write: Callable[[Comparison], None]
    wholes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    is_told: bool = False
    fields: tuple[SheetField, ...] = ()
    new_row: Callable[[str], Row] | None = None

    def label(self, name: str) -> str:
        """Return the word for a field."""
        of_fields = next((one.label for one in self.fields if one.name == name), name)
        return self.labels.get(name, of_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of saving: how many rows changed, or what has to be decided first (then nothing was stored)."""

    num_rows: int = 0
    conflicts: tuple[Conflict, ...] = ()


def compare_and_save(
    store: Store,
    sheet: Sheet,
    shown: Rows,
    wanted: Rows,
    *,
    by: str,
    why: str = "",
    decisions: Iterable[Decision] = (),
) -> Saved:
    """Store what a person changed on top of what is stored now, or say where somebody else changed the same.

    Parameters
    ----------
    shown, wanted
        Row key → field → value, as the person saw them and as the person wants them.
    decisions
        What the person has said about conflicts of an earlier try.

    Raises
    ------
    ValueError, LastmileError
        If a value is not possible; nothing is stored then.
    """
    with store.atomic():
        found = _compare(sheet, shown, wanted, decisions)
        if found.conflicts:
            return Saved(conflicts=tuple(_with_names(store, sheet, found.conflicts)))
        if found.num_rows:
            sheet.write(found)
            if not sheet.is_told:
                changes = [replace(change, field=sheet.label(change.field)) for change in found.changes]
                detail = {"changed": list(found.rows), "removed": found.removed}
                store.audit.write(by, sheet.what, why, sheet.subject, detail, changes=changes)
    return Saved(num_rows=found.num_rows)


def look_for_conflicts(
    store: Store, sheet: Sheet, shown: Rows, wanted: Rows, decisions: Iterable[Decision] = ()
) -> list[Conflict]:
    """Return what would have to be decided if it were saved now."""
    return _with_names(store, sheet, _compare(sheet, shown, wanted, decisions).conflicts)


def _compare(sheet: Sheet, shown: Rows, wanted: Rows, decisions: Iterable[Decision]) -> Comparison:
    """Compare only the rows that were edited: a day has thousands, and everybody waits for the lock."""
    edited = [key for key in dict.fromkeys([*shown, *wanted]) if not same(shown.get(key), wanted.get(key))]
    mine, seen = ({key: rows[key] for key in edited if key in rows} for rows in (wanted, shown))
    return compare(seen, mine, sheet.read(edited), decisions, sheet.wholes)


def _with_names(store: Store, sheet: Sheet, conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Return conflicts with who stored the other value, and when, as far as the audit knows."""
    entries = store.audit.latest(_SEARCHED)

    def who(conflict: Conflict) -> tuple[str, datetime | None]:
        names = {sheet.label(name) for name in (conflict.field, *sheet.wholes.get(conflict.field, ()))}
        of_row = [e for e in entries if any(change.row == conflict.row for change in e.changes)]
        of_field = [
            e for e in of_row if any(change.row == conflict.row and change.field in names for change in e.changes)
        ]
        near = of_field if conflict.field != WHOLE_ROW else of_row
        found = near or of_row or [e for e in entries if e.subject == sheet.subject]
        return (found[0].who, found[0].at) if found else ("", None)

    named: list[Conflict] = []
    for conflict in conflicts:
        by, at = who(conflict)
        named.append(replace(conflict, by=by, at=at))
    return named
