"""Bringing an order file in: what was understood, what is wrong, what will happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.files.templates import order_template_csv, order_template_xlsx
from lastmile_core.workflows.correct_rows import corrected_file
from lastmile_core.workflows.import_orders import ImportReport, import_orders, preview_orders
from pages.widgets import import_blocks, state
from pages.widgets.page import Here, remember_message, show_error
from pages.widgets.text import md_escape, plural

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(now: Here, *, has_orders: bool) -> None:
    """Offer the upload; with a file chosen, show the three blocks."""
    with st.expander(
        "Bring in orders", expanded=not has_orders or state.get("import_open", False), icon=":material/upload_file:"
    ):
        _templates()
        left, right = st.columns([3, 2], vertical_alignment="top")
        upload = left.file_uploader(
            "Order file (CSV or Excel, as your shop exports it)",
            type=TYPES,
            key=f"orders_file_{state.count('orders_file')}",
        )
        depot_id = _depot_choice(now, right)
        if upload is None:
            state.put("import_open", False)
            if sentence := state.get("import_sentence"):
                st.success(md_escape(sentence, 400), icon=":material/check_circle:")
            else:
                _last_imports(now)
            return
        state.put("import_open", True)
        _read(now, upload.getvalue(), upload.name, depot_id)


def _templates() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("No file yet? Start from a template:")
        st.download_button(
            "CSV",
            order_template_csv,
            "lastmile-orders.csv",
            "text/csv",
            key="tpl_csv",
            type="tertiary",
            on_click="ignore",
        )
        st.download_button(
            "Excel",
            order_template_xlsx,
            "lastmile-orders.xlsx",
            XLSX,
            key="tpl_xlsx",
            type="tertiary",
            on_click="ignore",
        )


def _depot_choice(now: Here, place: Any) -> str | None:
    depots = now.store.depots.all()
    if len(depots) < 2:
        return now.depot.depot_id
    by_file = "As the file says, else the nearest"
    chosen = place.radio("Depot of the orders", [by_file, f"All to {now.depot.name}"], key="import_depot")
    return None if chosen == by_file else now.depot.depot_id


def _last_imports(now: Here) -> None:
    zone = now.day.midnight.tzinfo
    lines = [
        f"{md_escape(record.file_name)} {record.imported_at.astimezone(zone):%d %b %H:%M}: "
        f"{record.counts.get('new', 0)} new, {record.counts.get('changed', 0)} changed, "
        f"{record.counts.get('refused', 0)} refused"
        for record in now.store.imports.latest(3)
    ]
    if lines:
        st.caption("Last imports: " + " · ".join(lines))


def _read(now: Here, content: bytes, name: str, depot_id: str | None) -> None:
    """Show what the file would do, and import it on request."""
    slot = f"{name}_{len(content)}_{hash(content)}"
    fixes: dict[str, Any] = state.get(f"fixes_{slot}") or {}
    mapping: dict[str, Any] = state.get(f"mapping_{slot}") or {}
    patches: Mapping[int, list[str]] = state.get(f"patches_{slot}") or {}
    effective, effective_name = content, name
    try:
        if patches:
            effective = corrected_file(content, name, patches, fixes)
            effective_name = f"{name} (corrected)"
        report = preview_orders(
            now.store,
            effective,
            effective_name,
            service_date=now.service_date,
            depot_id=depot_id,
            mapping=mapping or None,
            fixes=fixes,
        )
    except LastmileError as error:
        show_error(error)
        return
    import_blocks.understood(report, slot, mapping)
    import_blocks.wrong(report, slot, fixes, effective, effective_name)
    _happens(now, report, effective, effective_name, depot_id, mapping, fixes)


def _happens(
    now: Here,
    report: ImportReport,
    content: bytes,
    name: str,
    depot_id: str | None,
    mapping: dict[str, Any],
    fixes: dict[str, Any],
) -> None:
    st.markdown("##### 3 · What will happen")
    with st.container(horizontal=True):
        st.metric("New", report.new, border=True)
        st.metric("Changed", report.changed, border=True)
        st.metric("As before", report.unchanged, border=True)
        st.metric("Refused", report.refused, border=True)
        st.metric("Need a place", report.needs_place, border=True)
    other_days = sorted({order.service_date for order in report.orders if order.service_date != now.service_date})
    if other_days:
        st.info(
            f"The file names its own dates: {plural(len(other_days), 'other day')}, "
            f"from {other_days[0]} to {other_days[-1]}. "
            "Choose it in the side bar to see them.",
            icon=":material/calendar_month:",
        )
    total = report.new + report.changed
    if report.outcome == "ask":
        st.caption("Answer the question above first.")
        return
    if not total:
        st.caption(md_escape(report.sentence, 400))
        return
    if st.button(f"Import {plural(total, 'order')}", type="primary", icon=":material/download_done:", key="import_go"):
        _import(now, content, name, depot_id, mapping, fixes)


def _import(
    now: Here, content: bytes, name: str, depot_id: str | None, mapping: dict[str, Any], fixes: dict[str, Any]
) -> None:
    try:
        done = import_orders(
            now.store,
            content,
            name,
            service_date=now.service_date,
            depot_id=depot_id,
            by=now.user,
            mapping=mapping or None,
            fixes=fixes,
        )
    except LastmileError as error:
        show_error(error)
        return
    state.count("orders_file", 1)
    state.put("import_open", False)
    state.put("import_sentence", done.sentence)
    remember_message(done.sentence)
    st.rerun()
