"""Two people at one form or table: what both changed is merged, and what they changed differently is named.

Everything here is a comparison of three readings of the same rows: as one person saw them, as that person wants them,
and as they are stored now. Nobody's edit is dropped without a :class:`Conflict` that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lastmile_core.store import FieldChange

Row = dict[str, Any]
Rows = Mapping[str, Mapping[str, Any]]
WHOLE_ROW = ""
"""The field of a conflict about a row as such: one person took it off the list, the other changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field that two people changed differently.

    Attributes
    ----------
    row, field
        Which; ``field`` is :data:`WHOLE_ROW` when one of the two took the row off the list.
    shown
        What the second person saw before typing.
    theirs
        What is stored now.
    mine
        What the second person typed.
    by, at
        Who stored ``theirs`` and when; "" and None when nobody knows.
    """

    row: str
    field: str
    shown: Any
    theirs: Any
    mine: Any
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person said about one conflict; it holds only while both values are still those that were decided on."""

    row: str
    field: str
    theirs: Any
    mine: Any
    keep_theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is to be stored.

    Attributes
    ----------
    rows
        The rows that change or are new, whole, both persons' fields merged.
    removed
        Rows to take off the list.
    changes
        Every field that differs from what is stored now.
    conflicts
        While there is one, nothing may be stored.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def fields_of(self, row: str) -> set[str]:
        """Return which fields of a row change."""
        return {change.field for change in self.changes if change.row == row}

    @property
    def num_rows(self) -> int:
        """How many rows change, come or go."""
        return len(self.rows) + len(self.removed)


def compare(
    shown: Rows,
    wanted: Rows,
    stored: Rows,
    decisions: Iterable[Decision] = (),
    wholes: Mapping[str, tuple[str, ...]] | None = None,
) -> Comparison:
    """Return what is to be stored so that both persons' changes stand, and where they cannot both stand.

    Parameters
    ----------
    shown, wanted, stored
        Row key → field → value: as the person saw them, wants them, and as they are stored now. ``stored`` may hold
        more rows than were shown; those are left alone.
    decisions
        What the person has said about conflicts.
    wholes
        Name → fields that are one thing, such as a place of latitude and longitude: half of one person's and half of
        the other's would be a place that nobody meant. A conflict about one is named by this name.
    """
    wholes = wholes or {}
    decided = {(one.row, one.field): one for one in decisions}
    found = Comparison()
    for key in dict.fromkeys([*shown, *wanted]):
        was, mine, theirs = (_folded(rows.get(key), wholes) for rows in (shown, wanted, stored))
        if mine is None or theirs is None or was is None:
            _come_or_gone(found, key, (was, mine, theirs), decided, wholes)
        else:
            _merge(found, key, (was, mine, theirs), decided, wholes)
    return found


_Three = tuple[Row | None, Row | None, Row | None]
_Decided = Mapping[tuple[str, str], Decision]
_Wholes = Mapping[str, tuple[str, ...]]


def _come_or_gone(found: Comparison, key: str, three: _Three, decided: _Decided, wholes: _Wholes) -> None:
    """Compare a row that one of the three readings does not have."""
    was, mine, theirs = three
    if same(mine, was) or same(mine, theirs):
        return
    if was is None and theirs is not None:
        # Both added a row of this key: what both say alike stands, the rest is asked.
        assert mine is not None
        _merge(found, key, ({}, mine, theirs), decided, wholes)
        return
    if was is None:
        assert mine is not None
        _put(found, key, mine, {}, wholes)
        return
    if not same(theirs, was):
        # One took the row off the list and the other changed it.
        asked = Conflict(
            row=key,
            field=WHOLE_ROW,
            shown=_unfolded(was, wholes),
            theirs=_unfolded(theirs, wholes),
            mine=_unfolded(mine, wholes),
        )
        decision = _holding(decided.get((key, WHOLE_ROW)), asked)
        if decision is None:
            found.conflicts.append(asked)
            return
        if decision.keep_theirs:
            return
    if mine is None:
        assert theirs is not None
        found.removed.append(key)
        found.changes.extend(_differences(key, _unfolded(theirs, wholes) or {}, {}))
    else:
        _put(found, key, mine, {}, wholes)


def _merge(found: Comparison, key: str, three: tuple[Row, Row, Row], decided: _Decided, wholes: _Wholes) -> None:
    """Merge a row field by field: an edit stands unless the other person edited the same field differently."""
    was, mine, theirs = three
    merged, is_open = dict(theirs), False
    for name, value in mine.items():
        if same(value, theirs.get(name)) or same(value, was.get(name)):
            continue
        if not same(theirs.get(name), was.get(name)):
            asked = Conflict(row=key, field=name, shown=was.get(name), theirs=theirs.get(name), mine=value)
            decision = _holding(decided.get((key, name)), asked)
            if decision is None:
                found.conflicts.append(asked)
                is_open = True
                continue
            if decision.keep_theirs:
                continue
        merged[name] = value
    if not is_open and not same(merged, theirs):
        _put(found, key, merged, theirs, wholes)


def _put(found: Comparison, key: str, row: Row, stored: Row, wholes: _Wholes) -> None:
    whole, before = _unfolded(row, wholes) or {}, _unfolded(stored, wholes) or {}
    found.rows[key] = whole
    found.changes.extend(_differences(key, before, whole))


def _differences(key: str, before: Row, after: Row) -> list[FieldChange]:
    return [
        FieldChange(row=key, field=name, old=before.get(name), new=after.get(name))
        for name in dict.fromkeys([*before, *after])
        if not same(before.get(name), after.get(name))
    ]


def _holding(decision: Decision | None, asked: Conflict) -> Decision | None:
    """Return the decision if it was made about these very values."""
    if decision is None or not (same(decision.theirs, asked.theirs) and same(decision.mine, asked.mine)):
        return None
    return decision


def same(one: Any, other: Any) -> bool:
    """Return whether two cells, tuples of cells or rows say the same; an emptied text cell says nothing."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(same(one.get(name), other.get(name)) for name in one.keys() | other.keys())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if _is_nothing(one) or _is_nothing(other):
        return _is_nothing(one) and _is_nothing(other)
    return bool(one == other)


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)


def _folded(row: Mapping[str, Any] | None, wholes: _Wholes) -> Row | None:
    """Return the row with fields that are one thing as one tuple."""
    if row is None:
        return None
    parts = {part for names in wholes.values() for part in names}
    folded = {name: value for name, value in row.items() if name not in parts}
    return folded | {
        name: tuple(row.get(part) for part in names) for name, names in wholes.items() if any(p in row for p in names)
    }


def _unfolded(row: Mapping[str, Any] | None, wholes: _Wholes) -> Row | None:
    """Return the row with its fields one by one."""
    if row is None:
        return None
    whole = {name: value for name, value in row.items() if name not in wholes}
    for name, names in wholes.items():
        if name in row:
            whole |= dict(zip(names, row[name], strict=True))
    return whole
