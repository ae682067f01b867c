"""An editable table that is saved by a button, in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

import pandas as pd
import streamlit as st

from lastmile_core.errors import LastmileError
from pages.widgets import state
from pages.widgets.page import remember_message, show_error
from pages.widgets.text import md_escape

Row = dict[str, Any]


def edit(
    name: str,
    rows: list[Row],
    *,
    columns: Mapping[str, Any],
    locked: list[str],
    can_add: bool,
    save: Callable[[list[Row]], int],
    alt: str,
    save_label: str = "Save changes",
) -> None:
    """Show rows for editing and save them all or not at all.

    Parameters
    ----------
    rows
        What the store holds; never what the browser sent back, so that an edit cannot overwrite itself.
    locked
        Columns that cannot be edited on rows that exist.
    save
        Gets the edited rows, writes them in one transaction and returns how many changed; a ``ValueError`` or
        ``LastmileError`` says what is wrong and nothing is written.
    """
    key = f"{name}_{state.count(name)}"
    frame = pd.DataFrame(rows, columns=list(columns))
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height="content" if len(frame) <= 14 else 530,
        num_rows="dynamic" if can_add else "fixed",
        disabled=[] if can_add else locked,
        column_config=dict(columns),
        placeholder="",
        alt=alt,
    )
    changes = state.widget(key) or {}
    count = sum(len(changes.get(part, [])) for part in ("edited_rows", "added_rows", "deleted_rows"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(save_label, key=f"{name}_save", type="primary", disabled=not count, icon=":material/save:"):
            _save(name, edited, columns, save)
        if count:
            if st.button("Discard", key=f"{name}_discard"):
                state.count(name, 1)
                st.rerun()
            st.caption(f"{count} unsaved")


def _save(name: str, edited: pd.DataFrame, columns: Mapping[str, Any], save: Callable[[list[Row]], int]) -> None:
    clocks = {key for key, config in columns.items() if ((config or {}).get("type_config") or {}).get("type") == "time"}
    try:
        records = [
            {str(column): _value(value, is_clock=column in clocks) for column, value in record.items()}
            for record in edited.to_dict("records")
        ]
        changed = save(records)
    except LastmileError as error:
        show_error(error)
        return
    except ValueError as error:
        st.error(f"Nothing was saved: {md_escape(error, 400)}", icon=":material/error:")
        return
    state.count(name, 1)
    remember_message(f"Saved {changed} change{'s' if changed != 1 else ''}.")
    st.rerun()


def _value(value: Any, *, is_clock: bool) -> Any:
    """Return what a cell holds; the browser sends clock times of a column without any other value as text."""
    if _is_missing(value):
        return None
    return time.fromisoformat(value) if is_clock and isinstance(value, str) else value


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and value != value)
