"""What happened on the road, from a file: brought in with the same report as on the command line."""

from __future__ import annotations

import hashlib

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.files.events.event_checks import HELD_CODES
from lastmile_core.model import ImportOutcome, Issue
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.workflows.imports.import_events import EventsReport, import_events
from pages.widgets.imports.import_labels import WEIGHT
from pages.widgets.shared import state, table
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "jsonl", "ndjson"]
FIELDS = {
    "kind": "What happened",
    "occurred_at": "When",
    "order_id": "Order number",
    "vehicle_id": "Vehicle",
    "date": "Day",
    "reason": "Why it failed",
    "note": "Note",
}
SHOWN = 200
NOT_THERE = "Not in this file"


def show(page: PageContext) -> None:
    """Offer the upload; rows that nobody knows are held, impossible ones refused, and both are shown."""
    report: EventsReport | None = state.get("events_report")
    with st.expander("Bring in events from a file", expanded=report is not None, icon=":material/upload_file:"):
        st.caption(
            "Arrivals, deliveries and failures as your telematics or driver app exports them. Known events are left "
            "alone; a row whose vehicle or order nobody knows is held and counts nowhere."
        )
        file = st.file_uploader("File of events (CSV or Excel)", type=TYPES, key=f"events_{state.count('events_file')}")
        if file is None:
            state.drop("events_report")
            return
        content = file.getvalue()
        asked = _asked(report, content)
        answers = ImportAnswers(columns=_columns(asked)) if asked is not None else NO_ANSWERS
        if st.button("Bring in events", type="primary", icon=":material/download_done:", key="events_import"):
            _bring(page, content, file.name, answers)
        if report is not None and report is _asked(report, content, any_outcome=True):
            _report(report)


def _asked(report: EventsReport | None, content: bytes, *, any_outcome: bool = False) -> EventsReport | None:
    """Return the report when it is about this very file, and (usually) asks for a column."""
    if report is None or state.get("events_of") != _mark(content):
        return None
    return report if any_outcome or report.outcome is ImportOutcome.ASK else None


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _columns(report: EventsReport) -> dict[str, str | int | None]:
    """Let a person say which column holds what; remembered for files with the same headings."""
    st.markdown("**Which column holds what?** Your answer is remembered for files with the same headings.")
    chosen: dict[str, str | int | None] = {}
    for place, (name, label) in zip(st.columns(3) * len(FIELDS), FIELDS.items(), strict=False):
        options = [NOT_THERE, *report.headings]
        known = report.mapping.get(name, NOT_THERE)
        picked = place.selectbox(
            label, options, index=options.index(known) if known in options else 0, key=f"events_map_{name}"
        )
        if picked != known:
            chosen[name] = None if picked == NOT_THERE else picked
    return chosen


def _bring(page: PageContext, content: bytes, name: str, answers: ImportAnswers) -> None:
    try:
        report = import_events(
            page.store,
            content,
            name,
            service_date=page.service_date,
            depot_id=page.depot.depot_id,
            by=page.user,
            answers=answers,
        )
    except LastmileError as error:
        show_error(error)
        return
    if report.outcome is ImportOutcome.ACCEPT and not report.conflicts:
        state.drop("events_report")
        state.count("events_file", 1)
        remember_message(report.sentence)
    else:
        state.put("events_report", report)
        state.put("events_of", _mark(content))
    st.rerun()


def _report(report: EventsReport) -> None:
    kind = st.warning if report.stored or report.duplicates or report.outcome is ImportOutcome.ASK else st.error
    kind(md_escape(report.sentence, 500))
    if report.issues:
        table.show(
            [_row(issue) for issue in report.issues[:SHOWN]],
            alt="Issues of the events file with row, column, message and mend",
            column_config={
                "What": st.column_config.TextColumn(width="large"),
                "Mend": st.column_config.TextColumn(width="large"),
            },
        )
    if len(report.issues) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(report.issues):,} are shown.")


def _row(issue: Issue) -> dict[str, object]:
    weight = "◌ held" if issue.code in HELD_CODES else WEIGHT[issue.severity]
    return {
        "": weight,
        "Row": str(issue.row) if issue.row else "file",
        "Column": issue.column,
        "What": issue.message,
        "Mend": issue.mend,
    }
