"""The second block of an import: one sentence, the issues by kind, and every way to mend them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from lastmile_core.model import ImportOutcome, Issue, Severity
from lastmile_core.workflows.imports.import_report import ImportReport, say_readiness
from pages.widgets.imports import import_mend, import_questions
from pages.widgets.imports.import_decisions import Decisions, undo
from pages.widgets.imports.import_labels import WEIGHT, issue_label
from pages.widgets.shared import table
from pages.widgets.shared.text import md_escape

_RANK = {Severity.STOPS: 0, Severity.LOOK: 1, Severity.NOTE: 2}
SHOWN_ROWS = 300


def show(report: ImportReport, file_key: str, made: Decisions, content: bytes, name: str) -> None:
    """Show the block."""
    st.markdown("##### 2 · What needs attention")
    if report.outcome is ImportOutcome.REJECT_FILE and not report.rows:
        _cannot_be_read(report)
        return
    st.markdown(f"**{say_readiness(report)}**")
    if made.label and st.button(f"Undo: {md_escape(made.label, 70)}", key="mend_undo", icon=":material/undo:"):
        undo(file_key)
    import_questions.show(report, file_key)
    if not report.issues:
        st.success("Nothing. Every row was understood.", icon=":material/check_circle:")
    else:
        _issues(report, file_key)
    import_mend.in_bulk(report, file_key, made)
    import_mend.in_place(report, file_key, made, content, name)


def _cannot_be_read(report: ImportReport) -> None:
    for issue in report.issues[:5]:
        st.error(f"{md_escape(issue.message, 400)}\n\n{md_escape(issue.mend, 300)}", icon=":material/error:")


def _issues(report: ImportReport, file_key: str) -> None:
    """Show the issues of the chosen kinds; notes only when asked for, or when there is nothing else."""
    worst: dict[str, int] = {}
    for issue in report.issues:
        worst[issue.code] = min(worst.get(issue.code, 2), _RANK[issue.severity])
    count = Counter(issue.code for issue in report.issues)
    kinds = sorted(count, key=lambda code: (worst[code], -count[code]))
    sign = {0: "✕", 1: "▲", 2: "○"}
    chosen = st.pills(
        "Show only",
        kinds,
        selection_mode="multi",
        format_func=lambda code: f"{sign[worst[code]]} {issue_label(code)} {count[code]}",
        key=f"issues_{file_key}",
    )
    serious = [issue for issue in report.issues if issue.severity is not Severity.NOTE]
    found = [issue for issue in report.issues if issue.code in chosen] if chosen else serious or report.issues
    found = sorted(found, key=lambda issue: (_RANK[issue.severity], issue.row or 0))
    table.show(
        [_issue_row(issue) for issue in found[:SHOWN_ROWS]],
        height=min(35 * (min(len(found), SHOWN_ROWS) + 1) + 3, 318),
        alt="Issues of the file with row, column, message and mend",
        column_config={
            "What": st.column_config.TextColumn(width="large"),
            "Mend": st.column_config.TextColumn(width="large"),
        },
    )
    hidden = len(report.issues) - len(serious)
    if not chosen and serious and hidden:
        st.caption(f"{hidden} more for information: choose ○ above to see them.")
    if len(found) > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS} of {len(found):,} are shown.")


def _issue_row(issue: Issue) -> dict[str, Any]:
    return {
        "": WEIGHT[issue.severity],
        "Row": str(issue.row) if issue.row else "file",
        "Column": issue.column,
        "Found": issue.value,
        "What": issue.message,
        "Mend": issue.mend,
    }
