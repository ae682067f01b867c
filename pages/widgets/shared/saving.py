"""Saving a form or a table: compared with what is stored now; what two people changed differently is asked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError
from lastmile_core.workflows.company.compare_and_save import Saved, Sheet, compare_and_save, look_for_conflicts
from lastmile_core.workflows.company.compare_rows import WHOLE_ROW, Conflict, Decision, Row, same
from lastmile_core.workflows.company.sheet_field import value_words
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, show_error
from pages.widgets.shared.text import md_escape, plural

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try to save: the rows as this tab showed them and as they were typed.

    Attributes
    ----------
    name
        Of the form, for keys.
    row_words
        Row key → what people call the row; the key itself when absent, nothing when it is "".
    done
        Called after everything was stored, with how many rows changed.
    """

    name: str
    sheet: Sheet
    shown: Mapping[str, Row]
    wanted: Mapping[str, Row]
    row_words: Mapping[str, str]
    done: Callable[[int], None]
    why: str = ""


def save(page: PageContext, attempt: Try, *, pressed: bool) -> None:
    """Save when the button was pressed; while something is to be decided, ask field by field."""
    if pressed:
        _store(page, attempt)
    if state.get(f"{attempt.name}_asking"):
        _ask(page, attempt)


def forget(name: str) -> None:
    """Drop what was decided and asked for a form: it was saved or discarded."""
    state.drop(f"{name}_asking")
    state.drop(f"{name}_decisions")


def _decisions(name: str) -> list[Decision]:
    return list(state.get(f"{name}_decisions") or ())


def _store(page: PageContext, attempt: Try) -> None:
    """Store, or remember that something has to be decided first."""
    try:
        saved = compare_and_save(
            page.store,
            attempt.sheet,
            attempt.shown,
            attempt.wanted,
            by=page.user,
            why=attempt.why,
            decisions=_decisions(attempt.name),
        )
    except LastmileError as error:
        show_error(error)
        return
    except ValueError as error:
        st.error(f"Nothing was saved: {md_escape(error, 400)}", icon=":material/error:")
        return
    if saved.conflicts:
        state.put(f"{attempt.name}_asking", True)
        return
    _finish(attempt, saved)


def _finish(attempt: Try, saved: Saved) -> None:
    forget(attempt.name)
    attempt.done(saved.num_rows)


def _ask(page: PageContext, attempt: Try) -> None:
    """Show every field that two people changed differently, and take a decision for each."""
    found = look_for_conflicts(
        page.store, attempt.sheet, attempt.shown, attempt.wanted, decisions=_decisions(attempt.name)
    )
    if not found:
        state.drop(f"{attempt.name}_asking")
        return
    with st.container(border=True, key=f"{attempt.name}_conflicts"):
        st.warning(
            f"**{plural(len(found), 'field was', 'fields were')} changed by somebody else while you were typing.** "
            "Nothing of yours is saved yet, and nothing is lost: choose, and everything is saved together.",
            icon=":material/compare_arrows:",
        )
        chosen = _all_at_once(attempt, found) if len(found) > 1 else []
        for number, conflict in enumerate(found[:_SHOWN]):
            chosen += _one(page, attempt, conflict, number)
        if len(found) > _SHOWN:
            st.caption(f"And {len(found) - _SHOWN} more, shown when these are decided.")
    if chosen:
        state.put(f"{attempt.name}_decisions", [*_decisions(attempt.name), *chosen])
        if len(chosen) == len(found):
            _store(page, attempt)
        st.rerun()


def _all_at_once(attempt: Try, found: list[Conflict]) -> list[Decision]:
    chosen: list[Decision] = []
    with st.container(horizontal=True):
        for label, keep_theirs in (("Keep all of theirs", True), ("Use all of mine", False)):
            if st.button(label, key=f"{attempt.name}_all_{keep_theirs}"):
                chosen = [_decided(one, keep_theirs=keep_theirs) for one in found]
    return chosen


def _one(page: PageContext, attempt: Try, conflict: Conflict, number: int) -> list[Decision]:
    """Show one conflict as a sentence with its two buttons."""
    chosen: list[Decision] = []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(conflict_words(attempt.sheet, conflict, attempt.row_words, page.day.midnight.tzinfo))
        for label, keep_theirs in (("Keep theirs", True), ("Use mine", False)):
            if st.button(label, key=f"{attempt.name}_{'theirs' if keep_theirs else 'mine'}_{number}"):
                chosen = [_decided(conflict, keep_theirs=keep_theirs)]
    return chosen


def _decided(one: Conflict, *, keep_theirs: bool) -> Decision:
    return Decision(row=one.row, field=one.field, theirs=one.theirs, mine=one.mine, keep_theirs=keep_theirs)


def conflict_words(sheet: Sheet, conflict: Conflict, row_words: Mapping[str, str], zone: Any) -> str:
    """Return one conflict as a Markdown sentence: what you saw, what they saved and when, what you typed."""
    row = row_words.get(conflict.row, conflict.row)
    when = ""
    if conflict.at is not None:
        at = conflict.at.astimezone(zone)
        when = f" at {at:%H:%M}" if at.date() == utc_now().astimezone(zone).date() else f" on {at:%d %B at %H:%M}"
    who = md_escape(conflict.by or "somebody", 40)
    if conflict.field == WHOLE_ROW:
        return _row_sentence(sheet, conflict, md_escape(row, 60), who, when)
    named = f"**{md_escape(sheet.label(conflict.field), 60)}**" + (f" of {md_escape(row, 60)}" if row else "")
    return (
        f"{named}: you saw {_said(conflict.shown)}, {who} saved {_said(conflict.theirs)}{when}, "
        f"you typed {_said(conflict.mine)}."
    )


def _row_sentence(sheet: Sheet, conflict: Conflict, row: str, who: str, when: str) -> str:
    gone, changed = (who, "you") if conflict.theirs is None else ("you", who)
    after = conflict.mine if conflict.theirs is None else conflict.theirs
    shown = conflict.shown or {}
    cells = [
        f"{md_escape(sheet.label(name), 40)} {_said(shown.get(name))} → {_said(value)}"
        for name, value in (after or {}).items()
        if not same(value, shown.get(name))
    ]
    took = f"{gone} took it off the list{when if gone == who else ''}"
    made = f"{changed} changed {', '.join(cells[:4])}{when if changed == who else ''}"
    return f"**{row}**: {took}, {made}."


def _said(value: Any) -> str:
    return f"“{md_escape(text, 80)}”" if (text := value_words(value)) else "nothing"
