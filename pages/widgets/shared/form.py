"""A form of one row: it keeps what it showed while it is open, and is saved on top of what others saved meanwhile."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Row, same
from pages.widgets.shared import saving, state
from pages.widgets.shared.page import PageContext, remember_message
from pages.widgets.shared.text import md_escape


def key(name: str, cell: str) -> str:
    """Return the key of a widget of the form; another one after saving, so that the form shows what is stored."""
    return f"{cell}_{name}_{state.count(name)}"


def shown(name: str, probe: str, stored: Row) -> Row:
    """Return what the form shows: what was stored when it was opened, for as long as it stays open.

    Parameters
    ----------
    probe
        One of its cells: without a widget for it, the form was not open in the run before.
    """
    if state.widget(key(name, probe)) is None:
        state.put(f"{name}_shown", dict(stored))
        saving.forget(name)
    return dict(state.get(f"{name}_shown") or stored)


def say_changed(name: str, sheet: Sheet, seen: Row, stored: Row) -> None:
    """Say that somebody else saved since the form was opened, and offer to show that."""
    changed = [md_escape(sheet.label(cell), 60) for cell in stored if not same(stored[cell], seen.get(cell))]
    if not changed:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f":material/update: Somebody else changed {', '.join(changed[:5])}{' …' if len(changed) > 5 else ''} since "
            "you opened this. What you typed is kept, and both are compared when you save."
        )
        if st.button("Show what is stored now", key=f"{name}_refresh", type="tertiary"):
            start_afresh(name)
            st.rerun()


def start_afresh(name: str) -> None:
    """Let the form show what is stored."""
    state.drop(f"{name}_shown")
    state.count(name, 1)
    saving.forget(name)


def save(
    page: PageContext, name: str, sheet: Sheet, row: str, seen: Row, typed: Row, *, pressed: bool, message: str
) -> None:
    """Save the form when its button was pressed, or ask about what somebody else changed."""
    if pressed and same(seen, typed):
        st.info("Nothing was changed.", icon=":material/info:")
        return

    def done(number: int) -> None:
        start_afresh(name)
        remember_message(message if number else "Nothing was left to save.")
        st.rerun()

    attempt = saving.Try(name=name, sheet=sheet, shown={row: seen}, wanted={row: typed}, row_words={row: ""}, done=done)
    saving.save(page, attempt, pressed=pressed)
