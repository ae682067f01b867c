"""Who may serve whom: customers with the vehicles that never, only or rather serve them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import ImportOutcome, ServiceKind, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.company.sheets.customer_vehicles_sheet import customer_vehicles_sheet
from lastmile_core.workflows.imports.import_customer_vehicles import import_customer_vehicles
from lastmile_core.workflows.imports.import_fleet import FleetReport
from pages.widgets.imports.import_labels import WEIGHT
from pages.widgets.shared import grid, state, table
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "jsonl", "ndjson"]
_KINDS = {
    ServiceKind.FORBIDDEN: "They never serve them",
    ServiceKind.ALLOWED: "Only they serve them",
    ServiceKind.PREFERRED: "They should rather serve them",
}
_NONE = "Choose a column"


def show(page: PageContext) -> None:
    """Edit who serves whom, and take a file of it."""
    sheet = customer_vehicles_sheet(page.store)
    rows = sheet.read([])
    if not rows:
        st.info(
            "Every vehicle may serve every customer. Add a customer with the vehicles that never, only or rather serve "
            "them, or bring in a file below.",
            icon=":material/handshake:",
        )
    st.caption("For all days and depots. Vehicles by name, number or plate, several with commas.")
    _edit(page, rows, sheet)
    _upload(page)


def _edit(page: PageContext, rows: Mapping[str, Row], sheet: Sheet) -> None:
    grid.edit(
        page,
        "who_serves_whom",
        rows,
        sheet,
        grid.Look(
            columns=_columns(sheet),
            locked=[],
            new_rows="customer",
            key_column="customer",
            row_words={key: str(row["customer"]) for key, row in rows.items()},
            alt="Customers with the vehicles that never, only or rather serve them",
            save_label="Save who serves whom",
        ),
    )


def _columns(sheet: Sheet) -> dict[str, Any]:
    text, label = st.column_config.TextColumn, sheet.label
    return {
        "customer": text(
            label("customer"), required=True, max_chars=120, help="Name or number, also of one who never ordered"
        ),
        "number": text(label("number"), disabled=True, help="As orders name the customer. Empty: not known yet"),
        "never": text(label("never"), max_chars=400, help="These vehicles never serve the customer"),
        "only": text(label("only"), max_chars=400, help="No other vehicle serves the customer. Empty: all may"),
        "rather": text(
            label("rather"),
            max_chars=400,
            help="Any other vehicle has the price of an unfamiliar stop (Settings, Planning rules)",
        ),
    }


def _upload(page: PageContext) -> None:
    """Take a file; where it asks something, keep asking until a person answered."""
    file = st.file_uploader(
        "File of who may serve whom (CSV or Excel)", type=TYPES, key=f"serving_file_{state.count('serving_file')}"
    )
    if file is None:
        state.drop("serving_report")
        return
    content = file.getvalue()
    known: tuple[int, FleetReport] | None = state.get("serving_report")
    report = known[1] if known is not None and known[0] == zlib.crc32(content) else None
    answers = _questions(report) if report is not None and report.outcome is ImportOutcome.ASK else NO_ANSWERS
    if st.button("Bring it in", type="primary", icon=":material/download_done:", key="serving_import"):
        _bring(page, file.name, content, answers)
    if report is not None and report.outcome is not ImportOutcome.ASK:
        _show(report)


def _questions(report: FleetReport) -> ImportAnswers:
    """Let a person answer what the file does not say; the answers are remembered for files with its headings."""
    asked = {issue.code: issue for issue in report.issues if issue.severity is Severity.STOPS}
    said = " ".join(issue.message for issue in asked.values())
    st.warning(md_escape(f"{said} Answer below; it is remembered for files with these headings.", 500))
    columns: dict[str, str] = {}
    replies: dict[str, Any] = {}
    if "SERVE_KIND" in asked:
        question = "What do the vehicles of this file mean for their customers?"
        kind = st.radio(question, list(_KINDS), index=None, format_func=_KINDS.__getitem__, key="serving_kind")
        replies |= {} if kind is None else {"kind": kind.value}
    if "COLUMN_UNUSED" in asked or "MISSING_COLUMN" in asked:
        columns = _chosen(report, [column.heading for column in report.unused])
    if "COLUMN_UNUSED" in asked:
        left = [column.heading for column in report.unused if column.heading not in columns.values()]
        label = f"Nothing else of it is needed: {md_escape(', '.join(left), 200)}"
        replies |= {"unused": True} if left and st.checkbox(label, key="serving_unused") else {}
    return ImportAnswers(columns=columns, replies=replies)


def _chosen(report: FleetReport, headings: Sequence[str]) -> dict[str, str]:
    labels = {"customer": "Customer", "vehicle": "Vehicle", "kind": "Never, only or rather"}
    missing: Mapping[str, str] = {name: label for name, label in labels.items() if name not in report.understood}
    found: dict[str, str] = {}
    for place, (name, label) in zip(st.columns(3), missing.items(), strict=False):
        picked = place.selectbox(label, [_NONE, *headings], key=f"serving_map_{name}")
        if picked != _NONE:
            found[name] = picked
    return found


def _bring(page: PageContext, name: str, content: bytes, answers: ImportAnswers) -> None:
    try:
        report = import_customer_vehicles(page.store, content, name, by=page.user, answers=answers)
    except LastmileError as error:
        show_error(error)
        return
    if report.outcome is ImportOutcome.ACCEPT:
        state.drop("serving_report")
        state.count("serving_file", 1)
        remember_message(report.sentence)
    else:
        state.put("serving_report", (zlib.crc32(content), report))
    st.rerun()


def _show(report: FleetReport) -> None:
    (st.error if report.outcome is ImportOutcome.REJECT_FILE else st.warning)(md_escape(report.sentence, 500))
    rows = [
        {
            "": WEIGHT[issue.severity],
            "Row": str(issue.row) if issue.row else "file",
            "Column": issue.column,
            "What": issue.message,
            "Mend": issue.mend,
        }
        for issue in report.issues
    ]
    table.show(rows, alt="Issues of the file of who may serve whom")
