"""Bringing an order file in: what was understood, what is wrong, what will happen."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.files.writers.templates import order_template_csv, order_template_xlsx
from lastmile_core.model import ImportOutcome
from lastmile_core.workflows.imports.bring_in_orders import bring_in_orders
from lastmile_core.workflows.imports.import_report import ImportReport
from lastmile_core.workflows.places.remote_geocoder import remote_settings
from pages.widgets.imports import import_decisions, import_history, import_understood, import_wrong
from pages.widgets.imports.import_decisions import Decisions
from pages.widgets.imports.import_reading import preview
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "json", "jsonl", "ndjson"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(page: PageContext, *, has_orders: bool) -> None:
    """Offer the upload; with a file chosen, show the three blocks."""
    with st.expander(
        "Bring in orders", expanded=not has_orders or state.get("import_open", False), icon=":material/upload_file:"
    ):
        _templates()
        left, right = st.columns([3, 2], vertical_alignment="top")
        content, name = _source(left)
        depot_id = _depot_choice(page, right)
        if not content:
            state.put("import_open", False)
        else:
            state.put("import_open", True)
            _read(page, content, name, depot_id)
    if not content:
        _last_import()
    import_history.show(page)


def _source(place: Any) -> tuple[bytes, str]:
    """Return the file that was dropped, or the cells that were pasted; empty when there is neither."""
    round_ = state.count("orders_file")
    upload = place.file_uploader(
        "Order file (CSV or Excel, as your shop exports it)", type=TYPES, key=f"orders_file_{round_}"
    )
    if upload is not None:
        return upload.getvalue(), upload.name
    with place.popover("Paste cells instead", icon=":material/content_paste:"):
        text = st.text_area(
            "Cells with their headings, copied from a spreadsheet", key=f"orders_paste_{round_}", height=160
        )
        st.caption("Press Ctrl+Enter when you have pasted them.")
    return (text or "").strip().encode(), "pasted cells"


def _templates() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("No file yet? Start from a template:", width="content")
        for label, make, name, kind, key in (
            ("CSV", order_template_csv, "lastmile-orders.csv", "text/csv", "tpl_csv"),
            ("Excel", order_template_xlsx, "lastmile-orders.xlsx", XLSX, "tpl_xlsx"),
        ):
            st.download_button(label, make, name, kind, key=key, type="tertiary", on_click="ignore")


def _depot_choice(page: PageContext, place: Any) -> str | None:
    depots = page.store.depots.all()
    if len(depots) < 2:
        return page.depot.depot_id
    by_file = "As the file says, else the nearest"
    chosen = place.radio("Depot of the orders", [by_file, f"All to {md_escape(page.depot.name)}"], key="import_depot")
    return None if chosen == by_file else page.depot.depot_id


def _last_import() -> None:
    """Say what the import of a moment ago did."""
    if sentence := state.get("import_sentence"):
        st.success(md_escape(sentence, 500), icon=":material/check_circle:")
    for notice in state.get("import_notices") or ():
        st.info(md_escape(notice, 500), icon=":material/info:")


def _read(page: PageContext, content: bytes, name: str, depot_id: str | None) -> None:
    """Show what the file would do, and import it on request."""
    file_key = import_decisions.file_key(content, name)
    made = import_decisions.current(file_key)
    try:
        report = preview(page, content, name, file_key, depot_id, made)
    except LastmileError as error:
        show_error(error)
        return
    import_understood.show(page, report, file_key, made)
    import_wrong.show(report, file_key, made, content, name)
    _happens(page, report)
    if _is_wanted(report):
        _import(page, content, name, depot_id, file_key, made)


def _happens(page: PageContext, report: ImportReport) -> None:
    st.markdown("##### 3 · What will happen")
    with st.container(horizontal=True):
        st.metric("New", report.new, border=True)
        st.metric("Changed", report.changed, border=True)
        st.metric("As before", report.unchanged, border=True)
        st.metric("Refused", report.refused, border=True)
        st.metric("Need a place", report.needs_place, border=True)
    if report.needs_place:
        _about_addresses(page, report.needs_place)
    other_days = sorted({order.service_date for order in report.orders if order.service_date != page.service_date})
    if other_days:
        span = f"{other_days[0]:%d %B %Y}"
        if len(other_days) > 1:
            span = f"from {span} to {other_days[-1]:%d %B %Y}"
        st.info(
            f"The file names its own dates: {plural(len(other_days), 'other day')}, {span}. "
            "Choose it in the side bar to see them.",
            icon=":material/calendar_month:",
        )


def _about_addresses(page: PageContext, number: int) -> None:
    """Say that addresses will be looked up, and where."""
    text = f"{plural(number, 'order')} {'comes' if number == 1 else 'come'} without coordinates. "
    text += "Addresses are looked up on your own map when you import; what is not sure waits in the list of places."
    chosen = remote_settings(page.store)
    if chosen:
        text += f" {chosen.notice}"
    st.info(md_escape(text, 700), icon=":material/location_searching:")


def _is_wanted(report: ImportReport) -> bool:
    """Offer the import and return whether it was clicked."""
    total = report.new + report.changed
    if report.outcome is ImportOutcome.ASK:
        st.caption("Answer the question above first.")
        return False
    if not total:
        st.caption(md_escape(report.sentence, 400))
        return False
    return st.button(
        f"Import {plural(total, 'order')}", type="primary", icon=":material/download_done:", key="import_go"
    )


def _import(page: PageContext, content: bytes, name: str, depot_id: str | None, file_key: str, made: Decisions) -> None:
    try:
        with st.spinner("Importing, and looking for places"):
            done = bring_in_orders(
                page.store,
                page.settings,
                content,
                name,
                service_date=page.service_date,
                depot_id=depot_id,
                by=page.user,
                answers=made.answers,
            )
    except LastmileError as error:
        show_error(error)
        return
    import_decisions.forget(file_key)
    state.count("orders_file", 1)
    state.put("import_open", False)
    state.put("import_sentence", done.sentence)
    state.put("import_notices", list(done.notices))
    remember_message(done.sentence)
    st.rerun()
