"""An editable table that is saved by a button, in one go, on top of what anybody else saved meanwhile.

The browser tab keeps the rows as it showed them and what was typed into them, by row and not by position: cells that
were typed survive another filter, and somebody else's saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import pandas as pd
import streamlit as st

from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Row, same
from pages.widgets.shared import saving, state, table
from pages.widgets.shared.page import PageContext, remember_message
from pages.widgets.shared.text import md_escape, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a table looks.

    Attributes
    ----------
    columns
        Column → how it is drawn.
    locked
        Columns that cannot be edited on rows that exist.
    new_rows
        What a row is called when rows can be added ("vehicle"); "" when they cannot.
    key_column
        The column that holds the key of an added row.
    gone
        What taking a row off the list means for its cells: past plans still name a vehicle, so it stays, out of use.
    view
        What the person chose to see (filters, page); while it stays, rows with typed cells stay as they were shown.
    row_words
        Row key → what people call the row.
    """

    columns: Mapping[str, Any]
    locked: list[str]
    alt: str
    new_rows: str = ""
    key_column: str = ""
    gone: Mapping[str, Any] | None = None
    view: str = ""
    row_words: Mapping[str, str] = field(default_factory=dict)
    save_label: str = "Save changes"


@dataclass(slots=True)
class _Shown:
    """What this tab shows: rows by key as they were read, their order in the browser's table, cells typed before."""

    rows: dict[str, Row]
    order: list[str]
    look: Look
    typed: dict[str, Row] = field(default_factory=dict)
    added: list[Row] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Typed:
    """What differs from what was shown."""

    cells: dict[str, Row]
    added: list[Row]
    removed: set[str]

    @property
    def number(self) -> int:
        return sum(len(cells) for cells in self.cells.values()) + len(self.added) + len(self.removed)


def edit(page: PageContext, name: str, rows: Mapping[str, Row], sheet: Sheet, look: Look) -> None:
    """Show rows for editing and save them all or not at all.

    Parameters
    ----------
    rows
        Row key → column → value, as the store holds them now.
    sheet
        Reads and writes the rows; see :func:`compare_and_save`.
    """
    shown, typed = _current(name, rows, look)
    key = f"{name}_{state.count(name)}"
    drawn = [{**shown.rows[row], **shown.typed.get(row, {})} for row in shown.order]
    frame = pd.DataFrame([*drawn, *shown.added], columns=list(shown.look.columns))
    table.edit(
        frame,
        key=key,
        height="content" if len(frame) <= 14 else 530,
        num_rows="dynamic" if look.new_rows else "fixed",
        disabled=[] if look.new_rows else look.locked,
        column_config=dict(shown.look.columns),
        placeholder="",
        alt=look.alt,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            look.save_label, key=f"{name}_save", type="primary", disabled=not typed.number, icon=":material/save:"
        )
        if typed.number and st.button("Discard", key=f"{name}_discard"):
            _start_afresh(name)
            st.rerun()
        if typed.number:
            st.caption(_unsaved(shown, typed, rows))
    if not typed.number:
        saving.forget(name)
        return
    try:
        wanted = _wanted(shown, typed, look)
    except ValueError as error:
        if pressed:
            st.error(f"Nothing was saved: {md_escape(error, 400)}", icon=":material/error:")
        return

    def done(number: int) -> None:
        _start_afresh(name)
        remember_message(f"Saved {plural(number, 'change')}." if number else "Nothing was left to save.")
        st.rerun()

    attempt = saving.Try(name=name, sheet=sheet, shown=shown.rows, wanted=wanted, row_words=look.row_words, done=done)
    saving.save(page, attempt, pressed=pressed)


def _start_afresh(name: str) -> None:
    state.drop(f"{name}_shown")
    state.count(name, 1)
    saving.forget(name)


def _current(name: str, rows: Mapping[str, Row], look: Look) -> tuple[_Shown, _Typed]:
    """Return what is shown and what was typed; the table is made anew when that loses nothing."""
    shown: _Shown | None = state.get(f"{name}_shown")
    if shown is None:
        shown = _Shown(rows=dict(rows), order=list(rows), look=look)
        state.put(f"{name}_shown", shown)
        return shown, _Typed(cells={}, added=[], removed=set())
    typed = _typed(shown, state.widget(f"{name}_{state.count(name)}") or {})
    others = shown.look.view != look.view or list(shown.look.columns) != list(look.columns)
    if not others and (typed.number or _is_unchanged(shown, rows, look)):
        return shown, typed
    # Rows with typed cells stay as they were shown: with what is stored now the comparison would see no difference.
    held = {row: shown.rows[row] for row in {*typed.cells, *typed.removed} if row in shown.rows}
    fresh = _Shown(
        rows={**rows, **{row: {**rows.get(row, {}), **cells} for row, cells in held.items()}},
        order=[row for row in rows if row not in typed.removed],
        look=look,
        typed=typed.cells,
        added=typed.added,
        removed=typed.removed,
    )
    state.put(f"{name}_shown", fresh)
    state.count(name, 1)
    return fresh, typed


def _is_unchanged(shown: _Shown, rows: Mapping[str, Row], look: Look) -> bool:
    return (
        shown.order == list(rows)
        and all(same(shown.rows[row], cells) for row, cells in rows.items())
        and str(shown.look.columns) == str(look.columns)
    )


def _typed(shown: _Shown, changes: Mapping[str, Any]) -> _Typed:
    """Return what was typed, by row: cells that came back to what was shown are not typed."""
    cells = {row: dict(typed) for row, typed in shown.typed.items()}
    added = [dict(row) for row in shown.added]
    clocks = _clocks(shown.look)
    for position, edits in (changes.get("edited_rows") or {}).items():
        values = {name: _value(value, is_clock=name in clocks) for name, value in edits.items()}
        if int(position) < len(shown.order):
            cells.setdefault(shown.order[int(position)], {}).update(values)
        elif int(position) - len(shown.order) < len(added):
            added[int(position) - len(shown.order)].update(values)
    for row, typed in list(cells.items()):
        kept = {name: value for name, value in typed.items() if not same(value, shown.rows.get(row, {}).get(name))}
        cells[row] = kept
        if not kept:
            del cells[row]
    gone = {int(position) for position in changes.get("deleted_rows") or ()}
    removed = shown.removed | {shown.order[position] for position in gone if position < len(shown.order)}
    added = [row for index, row in enumerate(added) if index + len(shown.order) not in gone]
    for row in changes.get("added_rows") or ():
        added.append({name: _value(row.get(name), is_clock=name in clocks) for name in shown.look.columns})
    return _Typed(cells={row: cell for row, cell in cells.items() if row not in removed}, added=added, removed=removed)


def _clocks(look: Look) -> set[str]:
    return {
        name for name, config in look.columns.items() if ((config or {}).get("type_config") or {}).get("type") == "time"
    }


def _value(value: Any, *, is_clock: bool) -> Any:
    """Return what a cell holds; the browser sends clock times as text."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return time.fromisoformat(value).replace(tzinfo=None) if is_clock and isinstance(value, str) else value


def _wanted(shown: _Shown, typed: _Typed, look: Look) -> dict[str, Row]:
    """Return all rows as they are wanted, by key.

    Raises
    ------
    ValueError
        If an added row has no key, or two rows have the same.
    """
    rows = [
        (row, {**cells, **typed.cells.get(row, {})}) for row, cells in shown.rows.items() if row not in typed.removed
    ]
    wanted: dict[str, Row] = {}
    for row, cells in [*rows, *(("", cells) for cells in typed.added)]:
        key = row
        if not row or look.key_column in typed.cells.get(row, {}):
            key = str(cells.get(look.key_column) or "").strip()
            cells = {**cells, look.key_column: key}
        if not key:
            label = (look.columns.get(look.key_column) or {}).get("label") or look.key_column
            raise ValueError(f"a {look.new_rows} has no id; fill the {label} column")
        if key in wanted:
            raise ValueError(f"two {look.new_rows}s have the same id {key}; give each its own")
        wanted[key] = cells
    if look.gone is not None:
        wanted = {row: {**shown.rows[row], **look.gone} for row in typed.removed if row not in wanted} | wanted
    return wanted


def _unsaved(shown: _Shown, typed: _Typed, rows: Mapping[str, Row]) -> str:
    """Say how much is not saved yet, and when somebody else saved meanwhile."""
    words = f"{typed.number} unsaved"
    hidden = sum(row not in rows for row in typed.cells)
    if hidden:
        words += f", {hidden} of it not among the rows shown"
    others = sum(row in rows and not same(cells, rows[row]) for row, cells in shown.rows.items())
    if others:
        words += f" · somebody else changed {plural(others, 'row')} meanwhile; both are compared when you save"
    return words
