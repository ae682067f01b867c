"""Earlier imports: what each brought, how it was understood, who decided what; and taking one back whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Severity
from lastmile_core.store.records.imports import ImportRecord
from lastmile_core.workflows.imports.show_import import raw_file, refused_rows, show_import
from lastmile_core.workflows.imports.take_back_import import take_back_import
from pages.widgets.imports.import_labels import WEIGHT, field_label, issue_label
from pages.widgets.shared import state, table
from pages.widgets.shared.page import PageContext, remember_message, reopened, show_error
from pages.widgets.shared.text import md_escape, plural

_SHOWN = 20
_MOST_ISSUES = 300
_DEEDS = {"import": "imported", "take back import": "taken back"}
_ANSWERS = {
    "swap_lat_lon": "latitude and longitude were swapped back",
    "turn_sign": "a lost minus sign was put back",
    "keep_latlon": "the places are right as they are",
    "date_order": "the order of day and month was chosen",
    "no_header": "the file has no headings",
    "header_row": "the line of the headings was chosen",
    "sheet": "the sheet was chosen",
    "encoding": "the letters were chosen",
    "separator": "the separator was chosen",
    "decimal": "the decimal mark was chosen",
    "negative_is_collection": "amounts below zero were explained",
    "same_number": "rows of one number were explained",
    "join_parts": "parts were joined",
    "fill": "empty cells were filled",
    "cells": "refused rows were corrected",
    "same_customer": "another spelling of a known customer",
}


def show(page: PageContext) -> None:
    """List the newest imports, and open one."""
    records = page.store.imports.headlines(_SHOWN)
    if not records:
        return
    with st.expander("Earlier imports", expanded=bool(state.get("history_open")), icon=":material/history:"):
        _list(page, records)


def _list(page: PageContext, records: list[ImportRecord]) -> None:
    by_id = {record.import_id: record for record in records}
    undone = page.store.undo.undone(by_id)
    names = {import_id: _line(page, record, import_id in undone) for import_id, record in by_id.items()}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    chosen = left.selectbox("Import", list(by_id), format_func=lambda one: names[one], key="history_id")
    is_open = state.get("history_open") == chosen
    if right.button("Close" if is_open else "Open it", key="history_open_go", width="stretch"):
        state.put("history_open", None if is_open else chosen)
        st.rerun()
    if is_open:
        _details(page, chosen)


def _line(page: PageContext, record: ImportRecord, is_undone: bool) -> str:
    zone = page.day.midnight.tzinfo
    counts = record.counts
    back = " · taken back" if is_undone else ""
    return (
        f"{record.imported_at.astimezone(zone):%d %b %H:%M} · {record.file_name} · {counts.get('new', 0)} new, "
        f"{counts.get('changed', 0)} changed, {counts.get('refused', 0)} refused{back}"
    )


def _details(page: PageContext, import_id: str) -> None:
    try:
        facts = show_import(page.store, import_id)
    except LastmileError as error:
        show_error(error)
        return
    with st.container(border=True):
        by = md_escape(facts["imported_by"] or "somebody", 60)
        source = f" · a file of {md_escape(facts['source'], 60)}" if facts["source"] else ""
        st.markdown(f"**{md_escape(facts['file_name'])}** · brought in by {by}{source}")
        _files_and_back(page, facts)
        columns, issues, decisions = st.tabs(["Columns", f"Issues {len(facts['issues'])}", "Who decided what"])
        with columns:
            _columns(facts["columns"])
        with issues:
            _issues(facts["issues"])
        with decisions:
            _decisions(page, facts)


def _files_and_back(page: PageContext, facts: dict[str, Any]) -> None:
    import_id = facts["import_id"]
    with st.container(horizontal=True, vertical_alignment="center"):
        if facts["has_file"]:
            st.download_button(
                "The file as it came",
                lambda: _raw(page, import_id),
                facts["file_name"],
                key="history_raw",
                icon=":material/download:",
                on_click="ignore",
            )
        if facts["rejected_rows"]:
            st.download_button(
                f"{plural(len(facts['rejected_rows']), 'refused row')} with reasons",
                lambda: _refused(page, import_id),
                f"refused-{import_id[-8:]}.csv",
                "text/csv",
                key="history_refused",
                icon=":material/download:",
                on_click="ignore",
            )
        if facts["taken_back"]:
            st.caption("It was taken back.")
        elif facts["can_be_taken_back"]:
            _take_back(page, facts)


def _raw(page: PageContext, import_id: str) -> bytes:
    """Return the file; asked for after the page was drawn, when the page's own connection is closed."""
    with reopened(page) as inner:
        return raw_file(inner.store, import_id)[1]


def _refused(page: PageContext, import_id: str) -> bytes:
    with reopened(page) as inner:
        return refused_rows(inner.store, import_id)


def _take_back(page: PageContext, facts: dict[str, Any]) -> None:
    with st.popover("Take back whole", icon=":material/undo:"):
        counts: Mapping[str, Any] = facts["counts"]
        st.markdown(
            f"{plural(counts.get('new', 0), 'order')} that this file brought will go; "
            f"{counts.get('changed', 0)} that it changed will be as before. "
            "What somebody changed since stays. It is refused once an order of it is in a published plan."
        )
        why = st.text_input("Why", key="history_why", max_chars=120)
        if st.button("Take it back", key="history_back", type="primary"):
            try:
                taken = take_back_import(page.store, facts["import_id"], by=page.user, why=why)
            except LastmileError as error:
                show_error(error)
                return
            state.drop("import_sentence")
            state.drop("import_notices")
            remember_message(taken.sentence)
            st.rerun()


def _columns(columns: Mapping[str, Any]) -> None:
    rows = [
        {
            "Means": field_label(name),
            "Column in the file": guess["heading"],
            "For example": " · ".join(str(value) for value in guess.get("samples", [])),
        }
        for name, guess in columns.items()
    ]
    table.show(rows, alt="How the columns of the file were understood")


def _issues(issues: list[dict[str, Any]]) -> None:
    if not issues:
        st.caption("None.")
        return
    rows = [
        {
            "": WEIGHT[Severity(issue["severity"])],
            "Row": issue["row"],
            "Kind": issue_label(issue["code"]),
            "Column": issue["column"],
            "Found": issue["value"],
            "What": issue["message"],
        }
        for issue in issues[:_MOST_ISSUES]
    ]
    table.show(rows, height=300, alt="Issues of the file")
    if len(issues) > _MOST_ISSUES:
        st.caption(f"The first {_MOST_ISSUES} of {len(issues):,} are shown.")


def _decisions(page: PageContext, facts: dict[str, Any]) -> None:
    zone = page.day.midnight.tzinfo
    lines = []
    for entry in facts["log"]:
        at = datetime.fromisoformat(entry["at"]).astimezone(zone)
        why = f": {md_escape(entry['why'], 120)}" if entry["why"] else ""
        deed = _DEEDS.get(entry["what"], md_escape(entry["what"], 40))
        lines.append(f"* {at:%d %b %H:%M} · {md_escape(entry['who'], 60)} · {deed}{why}")
    decisions = facts["decisions"]
    for name, heading in (decisions.get("corrections") or {}).items():
        chosen = "nothing in this file" if heading is None else f"column “{md_escape(heading, 60)}”"
        lines.append(f"* {md_escape(field_label(name), 60)} is {chosen}")
    lines += [f"* {_answer(name, value)}" for name, value in (decisions.get("answers") or {}).items()]
    remembered = decisions.get("remembered") or {}
    known = len(remembered.get("corrections") or {}) + len(remembered.get("answers") or {})
    if known:
        lines.append(f"* {plural(known, 'decision')} remembered from earlier files like it")
    st.markdown("\n".join(lines))


def _answer(name: str, value: Any) -> str:
    words = _ANSWERS.get(name, md_escape(name, 40))
    if name == "fill":
        filled = ", ".join(f"{field_label(field)}: {text}" for field, text in value.items())
        return f"{words} ({md_escape(filled, 200)})"
    if name == "cells":
        return f"{words}: {md_escape(', '.join(value), 120)}"
    return words
