"""Refused rows mended in place, empty cells filled in bulk, or the bad rows taken along as a file."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import ImportAnswers, ImportOutcome, Severity
from lastmile_core.workflows.imports.correct_rows import refused_file
from lastmile_core.workflows.imports.import_report import ImportReport
from pages.widgets.imports.import_decisions import Decisions, decide
from pages.widgets.imports.import_labels import field_label
from pages.widgets.imports.import_reading import rows_on_file
from pages.widgets.shared import state, table
from pages.widgets.shared.page import show_error
from pages.widgets.shared.text import plural

_MOST_ROWS = 200
_FILLABLE = (
    "service",
    "city",
    "postcode",
    "date",
    "weight",
    "volume",
    "parcels",
    "priority",
    "skills",
    "kind",
    "depot",
)
_SERVICE_UNIT = {"s": 60.0, "h": 1 / 60}


def in_bulk(report: ImportReport, file_key: str, made: Decisions) -> None:
    """Offer to fill the empty cells of a column, above all the missing times at the stop."""
    if report.outcome is ImportOutcome.ASK or not report.accepted:
        return
    missing = next((issue for issue in report.issues if issue.code == "SERVICE_DEFAULT"), None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if missing:
            number = missing.facts.get("count", 0)
            minutes = st.number_input(
                f"{plural(number, 'order')} without a time at the stop: minutes",
                min_value=0,
                max_value=600,
                value=4,
                key=f"fill_service_{file_key}",
                width=320,
            )
            label = f"Set all {number} to {minutes} min" if number > 1 else f"Set it to {minutes} min"
            if st.button(label, key="fill_service_go", icon=":material/format_color_fill:"):
                decide(file_key, label, _filled(made, "service", _service_text(report, minutes)))
        with st.popover("Fill empty cells of a column", icon=":material/format_color_fill:"):
            _fill_any(report, file_key, made)


def _fill_any(report: ImportReport, file_key: str, made: Decisions) -> None:
    st.caption("What you write here goes into every empty cell of the column, in this file only.")
    names = list(dict.fromkeys([*_FILLABLE, *(name for name in report.mapping if name.startswith("load:"))]))
    name = st.selectbox("Column", names, format_func=field_label, key=f"fill_name_{file_key}")
    text = st.text_input("Write into every empty cell", key=f"fill_text_{file_key}", max_chars=120)
    if st.button("Fill them", key="fill_go", disabled=not text.strip()):
        decide(file_key, f"{field_label(name)}: empty cells are “{text}”", _filled(made, name, text.strip()))


def _filled(made: Decisions, name: str, text: str) -> ImportAnswers:
    return ImportAnswers(replies={"fill": {**made.answers.entries("fill"), name: text}})


def _service_text(report: ImportReport, minutes: int) -> str:
    """Return minutes in the unit that the heading of the column names."""
    unit = report.mapping.get("service", {}).get("unit", "")
    return f"{minutes * _SERVICE_UNIT.get(unit, 1.0):g}"


def in_place(report: ImportReport, file_key: str, made: Decisions, content: bytes, name: str) -> None:
    """Show the refused rows as the file has them; corrected cells are read again with the rest."""
    why: dict[int, str] = {}
    for issue in report.issues:
        if issue.row and issue.severity is Severity.STOPS:
            why.setdefault(issue.row, issue.message)
    refused = [row for row in report.rejected_rows if row in why]
    if len(refused) < len(report.rejected_rows):
        st.caption(
            f"{plural(len(report.rejected_rows) - len(refused), 'row')} left out for good: nothing to bring there."
        )
    if not refused:
        return
    try:
        headings, cells = rows_on_file(content, name, file_key, refused[:_MOST_ROWS], made)
    except LastmileError as error:
        show_error(error)
        return
    with st.container(border=True):
        st.markdown(f"**{plural(len(refused), 'row')} refused.** Correct the cells here, or take them with you.")
        if len(refused) > _MOST_ROWS:
            st.caption(f"The first {_MOST_ROWS} are shown; the file below has all of them.")
        table, buttons = st.container(), st.container(horizontal=True)
        with table:
            grid = _grid(report, file_key, headings, cells, why)
        with buttons:
            _read_again(grid, file_key, made)
            _download(report, refused, made, content, name, file_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The rows before and after editing; ``order`` is which column of the file stands where."""

    before: pd.DataFrame
    after: pd.DataFrame
    order: list[int]
    num_changed: int


def _grid(
    report: ImportReport, file_key: str, headings: list[str], cells: dict[int, list[str]], why: dict[int, str]
) -> _Grid:
    """Show the rows for editing: the columns that are used first, then the others."""
    used = sorted({guess["index"] for guess in report.mapping.values() if guess["index"] < len(headings)})
    order = [*used, *(index for index in range(len(headings)) if index not in used)]
    titles = table.unique_titles(headings, taken=("Row", "Why"))
    frame = pd.DataFrame(
        [[row, why.get(row, ""), *(values[index] for index in order)] for row, values in cells.items()],
        columns=["Row", "Why", *(titles[index] for index in order)],
    )
    key = f"mend_{file_key}_{state.count(f'mend_{file_key}')}"
    edited = table.edit(
        frame,
        key=key,
        height="content" if len(frame) < 8 else 320,
        num_rows="fixed",
        disabled=["Row", "Why"],
        column_config={"Row": st.column_config.NumberColumn(width=60), "Why": st.column_config.TextColumn(width=280)}
        | {title: st.column_config.TextColumn() for title in titles},
        alt="Refused rows; edit the cells and read them again",
    )
    number = sum(len(row) for row in (state.widget(key) or {}).get("edited_rows", {}).values())
    return _Grid(before=frame, after=edited, order=order, num_changed=number)


def _read_again(grid: _Grid, file_key: str, made: Decisions) -> None:
    label = plural(grid.num_changed, "correction") if grid.num_changed else "my corrections"
    if not st.button(
        f"Read again with {label}",
        icon=":material/refresh:",
        key="mend_go",
        type="primary",
        disabled=not grid.num_changed,
    ):
        return
    typed = dict(made.answers.entries("cells"))
    for (_, before), (_, after) in zip(grid.before.iterrows(), grid.after.iterrows(), strict=True):
        if not before.equals(after):
            texts = ["" if value is None else str(value) for value in after.tolist()[2:]]
            typed[str(int(after["Row"]))] = [texts[grid.order.index(index)] for index in range(len(grid.order))]
    state.count(f"mend_{file_key}", 1)
    decide(file_key, plural(grid.num_changed, "corrected cell"), ImportAnswers(replies={"cells": typed}))


def _download(
    report: ImportReport, refused: list[int], made: Decisions, content: bytes, name: str, file_key: str
) -> None:
    st.download_button(
        "Download them with the reasons",
        lambda: refused_file(content, name, refused, report.issues, made.answers),
        f"refused-{file_key[-8:]}.csv",
        "text/csv",
        key="mend_download",
        icon=":material/download:",
        on_click="ignore",
        help="Mend the rows in your spreadsheet program and drop that file here: only these rows are read.",
    )
