"""Vehicles and drivers from a file."""

from __future__ import annotations

import zlib

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.files.writers.templates import (
    driver_template_csv,
    driver_template_xlsx,
    vehicle_template_csv,
    vehicle_template_xlsx,
)
from lastmile_core.model import ImportOutcome, Severity
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.workflows.imports.import_fleet import FleetReport, import_drivers, import_vehicles
from pages.widgets.fleet import fleet_columns
from pages.widgets.imports.import_labels import WEIGHT
from pages.widgets.shared import state, table
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEW = 12
"""Up to so many issues stand whole, line by line; more are scrolled through."""
KINDS = {
    "Drivers": (import_drivers, driver_template_csv, driver_template_xlsx, "drivers"),
    "Vehicles": (import_vehicles, vehicle_template_csv, vehicle_template_xlsx, "vehicles"),
}


def upload(page: PageContext) -> None:
    """Take a file of vehicles or drivers; known ones are updated, nothing is deleted."""
    kind = st.segmented_control(
        "What is in the file?", list(KINDS), default="Vehicles", key="fleet_kind", required=True
    )
    _, as_csv, as_xlsx, what = KINDS[kind or "Vehicles"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("No file yet? Start from a template. A file changes only what it has columns for.")
        st.download_button(
            "CSV", as_csv, f"lastmile-{what}.csv", "text/csv", key=f"tpl_{what}_csv", type="tertiary", on_click="ignore"
        )
        st.download_button(
            "Excel", as_xlsx, f"lastmile-{what}.xlsx", XLSX, key=f"tpl_{what}_xlsx", type="tertiary", on_click="ignore"
        )
    file = st.file_uploader(
        f"File of {what} (CSV or Excel)",
        type=["csv", "xlsx", "tsv", "txt"],
        key=f"fleet_file_{what}_{state.count('fleet_file')}",
    )
    if file is None:
        _last_report(page, what)
        return
    state.drop(f"fleet_report_{what}_{page.depot.depot_id}")
    _import(page, kind or "Vehicles", file.name, file.getvalue())


def _import(page: PageContext, kind: str, file_name: str, content: bytes) -> None:
    """Import a file; where it asks something, keep asking until a person answered."""
    bring, _, _, what = KINDS[kind]
    asked = f"fleet_asked_{what}_{zlib.crc32(content)}"
    is_pressed = st.button(f"Import {what}", type="primary", icon=":material/download_done:", key="fleet_import")
    report: FleetReport | None = state.get(asked)
    answers = NO_ANSWERS
    if report is not None and not is_pressed:
        chosen = fleet_columns.ask(report.unused, report.understood, what)
        if chosen is None:
            return
        answers = ImportAnswers(columns=chosen, replies={"unused": True})
    elif not is_pressed:
        return
    try:
        report = bring(page.store, content, file_name, depot_id=page.depot.depot_id, by=page.user, answers=answers)
    except LastmileError as error:
        show_error(error)
        return
    if report.outcome is ImportOutcome.ASK and any(issue.code == "COLUMN_UNUSED" for issue in report.issues):
        state.put(asked, report)
        st.rerun()
    state.drop(asked)
    if report.issues and not (report.new or report.changed):
        _show_issues(report)
        return
    # The other tabs were drawn before the file was in: the page is drawn anew, and what the file had stays in sight.
    state.count("fleet_file", 1)
    if report.issues:
        state.put(f"fleet_report_{what}_{page.depot.depot_id}", report)
    remember_message(report.sentence)
    st.rerun()


def _last_report(page: PageContext, what: str) -> None:
    """Show what the file of a moment ago had, until another one comes."""
    report: FleetReport | None = state.get(f"fleet_report_{what}_{page.depot.depot_id}")
    if report is not None:
        _show_issues(report)


def _show_issues(report: FleetReport) -> None:
    if not (report.new or report.changed or report.unchanged):
        say = st.error
    elif all(issue.severity is Severity.NOTE for issue in report.issues):
        say = st.success
    else:
        say = st.warning
    say(md_escape(report.sentence, 500))
    rows = [
        {
            "": WEIGHT[i.severity],
            "Row": str(i.row) if i.row else "file",
            "Column": i.column,
            "What": i.message,
            "Mend": i.mend,
        }
        for i in report.issues
    ]
    if len(rows) <= FEW:
        table.wrapped(rows, alt="Issues of the file")
    else:
        table.show(rows, alt="Issues of the file")
