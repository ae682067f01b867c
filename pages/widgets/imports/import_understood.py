"""The first block of an import: how the file was read, and which column was taken for what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from lastmile_core.model import ImportAnswers, ImportOutcome
from lastmile_core.workflows.imports.import_report import ImportReport
from pages.widgets.imports.import_decisions import Decisions, decide
from pages.widgets.imports.import_labels import (
    ENCODINGS,
    FIELDS,
    LIKELY,
    SEPARATORS,
    encoding_label,
    field_label,
    how_sure,
)
from pages.widgets.shared import state, table
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape, plural

NOTHING = "(kept, not used)"
_SAMPLES = 5


def show(page: PageContext, report: ImportReport, file_key: str, made: Decisions) -> None:
    """Show the block; closed when somebody confirmed such a file before and nothing is doubtful."""
    if not report.headings:
        st.markdown("##### 1 · What I understood")
        st.caption("Nothing could be read from this file.")
        return
    if report.is_remembered and report.outcome is not ImportOutcome.ASK and not made.answers.columns:
        label = f"1 · Columns as {_who(page, report)}; nothing to check"
        with st.expander(label, expanded=False, icon=":material/task_alt:"):
            _inside(report, file_key, made)
        return
    st.markdown("##### 1 · What I understood")
    _inside(report, file_key, made)


def _who(page: PageContext, report: ImportReport) -> str:
    by, at = report.remembered.get("by", ""), report.remembered.get("at", "")
    name = "you" if by in ("", page.user) else md_escape(by, 40)
    if not at:
        return f"{name} confirmed them"
    zone = page.day.midnight.tzinfo
    return f"{name} confirmed them on {datetime.fromisoformat(at).astimezone(zone):%d %B}"


def _inside(report: ImportReport, file_key: str, made: Decisions) -> None:
    st.markdown(_how_read(report))
    doubtful = [field_label(name) for name, guess in report.mapping.items() if guess["confidence"] < LIKELY]
    if doubtful:
        st.warning(
            f"Only guessed, please check: {', '.join(md_escape(name, 40) for name in doubtful)}.",
            icon=":material/help:",
        )
    _columns(report, file_key, made)
    with st.popover("Read the file in another way", icon=":material/tune:"):
        _other_ways(report, file_key)


def _how_read(report: ImportReport) -> str:
    parts = [f"Recognised as a file of **{md_escape(report.source, 60)}**"] if report.source else []
    parts.append(plural(report.rows, "row"))
    if report.sheet:
        parts.append(f"sheet “{md_escape(report.sheet, 60)}”")
    if report.encoding:
        parts.append(f"letters: {encoding_label(report.encoding)}")
    if report.separator:
        parts.append(f"columns separated by {SEPARATORS.get(report.separator, 'an own sign')}")
    parts.append(f"headings in line {report.header_row}" if report.header_row else "no headings")
    return " · ".join(parts)


def _columns(report: ImportReport, file_key: str, made: Decisions) -> None:
    """Show every column with five values and what it means; another meaning is chosen in the table."""
    fields_by_idx = {guess["index"]: name for name, guess in report.mapping.items()}
    labels = {name: field_label(name) for name in [*FIELDS, *report.mapping]}
    # What is used stands first, what is empty last: a shop exports eighty columns and planning needs ten.
    order = sorted(
        range(len(report.headings)), key=lambda index: (index not in fields_by_idx, not _values(report, index))
    )
    rows = [_row(report, index, report.headings[index], fields_by_idx.get(index), labels) for index in order]
    key = f"columns_{file_key}_{state.count(f'columns_{file_key}')}"
    edited = table.edit(
        pd.DataFrame(rows),
        key=key,
        height=min(35 * (len(rows) + 1) + 3, 388),
        num_rows="fixed",
        disabled=["Column in the file", "How sure", *(f"Value {number + 1}" for number in range(_SAMPLES))],
        column_config={
            "Means": st.column_config.SelectboxColumn(options=[NOTHING, *labels.values()], required=True, width=160),
            "Column in the file": st.column_config.TextColumn(width=170),
            "How sure": st.column_config.TextColumn(width=120),
        }
        | {f"Value {number + 1}": st.column_config.TextColumn(width=98) for number in range(_SAMPLES)},
        alt="Columns of the file, what each was taken for, how sure that is, and five of its values",
    )
    number = len((state.widget(key) or {}).get("edited_rows", {}))
    if number and st.button(
        f"Read again with {plural(number, 'changed column')}", key="columns_go", icon=":material/refresh:"
    ):
        meanings = dict(zip(order, edited["Means"], strict=True))
        _take_columns(report, file_key, fields_by_idx, meanings, labels)


def _row(
    report: ImportReport, index: int, heading: str, name: str | None, labels: dict[str, str]
) -> dict[str, str | None]:
    guess = report.mapping.get(name) if name else None
    unit = f" ({guess['unit']})" if guess and guess.get("unit") else ""
    found = guess["samples"] if guess else _values(report, index)
    values = [str(value) for value in found[:_SAMPLES]] + [""] * _SAMPLES
    return {
        "Column in the file": heading + (unit if unit and unit not in heading else ""),
        "Means": labels[name] if name else NOTHING,
        "How sure": how_sure(guess["confidence"]) if guess else "○ extra",
        **{f"Value {number + 1}": values[number] for number in range(_SAMPLES)},
    }


def _values(report: ImportReport, index: int) -> list[str]:
    return list(dict.fromkeys(row[index][:60] for row in report.samples if index < len(row) and row[index]))


def _take_columns(
    report: ImportReport, file_key: str, before: dict[int, str], meanings: dict[int, str], labels: dict[str, str]
) -> None:
    """Turn the edited table into corrections of columns."""
    names = {label: name for name, label in labels.items()}
    after = {index: names[label] for index, label in meanings.items() if label != NOTHING}
    twice = {name for name in after.values() if list(after.values()).count(name) > 1}
    if twice:
        shown = ", ".join(md_escape(labels[name], 40) for name in sorted(twice))
        st.error(f"Two columns cannot both be: {shown}. Choose one of them.", icon=":material/error:")
        return
    changes: dict[str, str | int | None] = {
        name: None for index, name in before.items() if name not in after.values() and after.get(index) != name
    }
    for index, name in after.items():
        if before.get(index) != name:
            heading = report.headings[index]
            changes[name] = heading if report.headings.count(heading) == 1 else index
    state.count(f"columns_{file_key}", 1)
    decide(file_key, "the columns were changed", ImportAnswers(columns=changes))


def _other_ways(report: ImportReport, file_key: str) -> None:
    """Choose sheet, line of the headings, letters or separator; remembered for such files."""
    st.caption("Choose what was understood wrongly. It is remembered for files like this one.")
    if len(report.sheets) > 1:
        _choice("Sheet", list(report.sheets), report.sheet, file_key, "sheet", {})
    lines = {str(number): f"Line {number}: {text}" for number, text in enumerate(report.first_lines, 1) if text}
    lines["0"] = "There are no headings"
    _choice("Headings", list(lines), str(report.header_row), file_key, "header_row", lines)
    if report.encoding:
        names = {report.encoding: encoding_label(report.encoding), **ENCODINGS}
        _choice("Letters", list(names), report.encoding, file_key, "encoding", names)
    if report.separator:
        _choice("Columns are separated by", list(SEPARATORS), report.separator, file_key, "separator", SEPARATORS)


def _choice(label: str, options: list[str], now: str, file_key: str, answer: str, names: dict[str, str]) -> None:
    index = options.index(now) if now in options else 0
    chosen = st.selectbox(
        label, options, index=index, format_func=lambda one: names.get(one, one), key=f"read_{file_key}_{answer}_{now}"
    )
    if chosen == options[index]:
        return
    replies: dict[str, Any] = {answer: chosen}
    if answer == "header_row":
        replies = {"header_row": int(chosen) or None, "no_header": chosen == "0"}
    decide(file_key, f"{label.lower()}: {names.get(chosen, chosen)}", ImportAnswers(replies=replies))
