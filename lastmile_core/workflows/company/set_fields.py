"""Fields of stored things set by name, as a command does: checked by name, compared, and saved like a form."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lastmile_core.errors import LastmileError
from lastmile_core.store import FieldChange, Store
from lastmile_core.workflows.company.compare_and_save import Sheet, compare_and_save
from lastmile_core.workflows.company.compare_rows import Conflict, Row, same
from lastmile_core.workflows.company.sheet_field import SheetField, value_words

Texts = Mapping[str, Mapping[str, str]]
"""Row key → field → what somebody wrote; an empty text empties the field."""
_NAMED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdit:
    """What somebody wants to be stored.

    Attributes
    ----------
    noun
        What a row is called: “vehicle”.
    values
        What to set.
    seen
        What the person saw before, where that is to be compared; only of fields that are set.
    is_new, is_gone
        Whether the rows are added, or taken off the list.
    by_row
        Whether a row has one field and its key is the field's name for people, such as a figure's target.
    """

    noun: str
    values: Texts
    seen: Texts = field(default_factory=dict)
    is_new: bool = False
    is_gone: bool = False
    by_row: bool = False


class FieldConflictError(LastmileError):
    """Somebody else stored another value since it was seen; nothing was stored."""

    def __init__(self, message: str, mend: str = "", conflicts: Sequence[Conflict] = ()) -> None:
        super().__init__(message, mend)
        self.conflicts = tuple(conflicts)


def set_fields(store: Store, sheets: Sequence[Sheet], edit: FieldEdit, *, by: str, why: str = "") -> list[FieldChange]:
    """Set fields of rows, all or nothing, and return what became different.

    Parameters
    ----------
    sheets
        What knows the fields of the rows, in the order in which they are saved; the first one can add rows.

    Raises
    ------
    FieldConflictError
        If a value is not what the person saw.
    LastmileError
        If a row, a field or a value cannot be; the words name it and the mend. Nothing is stored then.
    """
    for names in (*edit.values.values(), *edit.seen.values()):
        _refuse_unknown(sheets, names, edit.noun)
    changes: list[FieldChange] = []
    try:
        with store.atomic():
            for number, sheet in enumerate(sheets):
                before = {key: dict(row) for key, row in sheet.read(list(edit.values)).items()}
                if number == 0:
                    _refuse_rows(before, edit)
                shown, wanted = _rows(sheet, before, edit, is_first=number == 0)
                saved = compare_and_save(store, sheet, shown, wanted, by=by, why=why)
                if saved.conflicts:
                    raise _conflict(sheet, saved.conflicts, edit)
                after = sheet.read(list(edit.values)) if saved.num_rows else before
                changes += _changes(sheet, edit.values, before, after)
    except ValueError as error:
        raise LastmileError(f"Nothing was saved: {str(error).rstrip('.')}.") from error
    return changes


def _refuse_unknown(sheets: Iterable[Sheet], names: Iterable[str], noun: str) -> None:
    known = [one.name for sheet in sheets for one in sheet.fields]
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"Did you mean “{near[0]}”? " if near else ""
            article = "An" if noun[0] in "aeiou" else "A"
            raise LastmileError(f"{article} {noun} has no field “{name}”.", f"{meant}Its fields: {', '.join(known)}.")


def _refuse_rows(stored: Mapping[str, Row], edit: FieldEdit) -> None:
    for key in edit.values:
        if edit.is_new and key in stored:
            raise LastmileError(f"There is a {edit.noun} “{key}” already.", "Leave --new out to change it.")
        if not edit.is_new and key not in stored:
            names = ", ".join(list(stored)[:_NAMED]) or "none yet"
            raise LastmileError(f"There is no {edit.noun} “{key}”.", f"Known: {names}.")


def _rows(sheet: Sheet, stored: Mapping[str, Row], edit: FieldEdit, *, is_first: bool) -> tuple[dict[str, Row], ...]:
    """Return the rows as they were seen and as they are wanted, those alone that this sheet has to do with."""
    fields = {one.name: one for one in sheet.fields}
    shown: dict[str, Row] = {}
    wanted: dict[str, Row] = {}
    for key, texts in edit.values.items():
        mine = {name: _value(fields[name], text, key, edit) for name, text in texts.items() if name in fields}
        if edit.is_gone:
            shown[key] = stored[key]
        elif edit.is_new and is_first:
            assert sheet.new_row is not None
            wanted[key] = {**sheet.new_row(key), **mine}
        elif mine:
            if key not in stored:
                raise ValueError(f"{edit.noun} {key} is out of use; set active=yes first")
            seen = {name: text for name, text in edit.seen.get(key, {}).items() if name in mine}
            shown[key] = {**stored[key], **_seen(fields, stored[key], seen, key, edit)}
            wanted[key] = {**stored[key], **mine}
    return shown, wanted


def _seen(fields: Mapping[str, SheetField], stored: Row, texts: Mapping[str, str], key: str, edit: FieldEdit) -> Row:
    """Return what was seen before; what only lacks digits that nobody is shown is what is stored."""
    found = {name: _value(fields[name], text, key, edit) for name, text in texts.items()}
    return {n: stored.get(n) if value_words(v) == value_words(stored.get(n)) else v for n, v in found.items()}


def _value(one: SheetField, text: str, key: str, edit: FieldEdit) -> Any:
    return (replace(one, name=key) if edit.by_row else one).read(text)


def _conflict(sheet: Sheet, conflicts: Sequence[Conflict], edit: FieldEdit) -> FieldConflictError:
    said = "; ".join(conflict_line(sheet, one) for one in conflicts)
    return FieldConflictError(
        f"Nothing was saved: {said}.", "Look at what is stored now, and say it again if yours is right.", conflicts
    )


def conflict_line(sheet: Sheet, one: Conflict) -> str:
    """Return a conflict as plain text: what you saw, what somebody else stored and when, what you want."""
    names = sheet.wholes.get(one.field, (one.field,))
    when = f" on {one.at:%Y-%m-%d at %H:%M} UTC" if one.at is not None else ""
    return (
        f"{', '.join(names)} of {one.row}: you saw {_said(one.shown)}, "
        f"{one.by or 'somebody'} saved {_said(one.theirs)}{when}, you want {_said(one.mine)}"
    )


def _said(value: Any) -> str:
    return f"“{text}”" if (text := value_words(value)) else "nothing"


def _changes(
    sheet: Sheet, keys: Iterable[str], before: Mapping[str, Row], after: Mapping[str, Row]
) -> list[FieldChange]:
    found = []
    for key in keys:
        old, new = before.get(key, {}), after.get(key, {})
        found += [
            FieldChange(row=key, field=one.name, old=old.get(one.name), new=new.get(one.name))
            for one in sheet.fields
            if not same(old.get(one.name), new.get(one.name))
        ]
    return found
