"""The first two blocks of an import: columns as understood, and issues with their mend."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Issue, Severity
from lastmile_core.workflows.correct_rows import refused_file, rows_of_file
from lastmile_core.workflows.import_orders import ImportReport
from pages.widgets import state
from pages.widgets.page import show_error
from pages.widgets.text import md_escape, plural

FIELDS = {
    "order_id": "Order number",
    "date": "Date",
    "depot": "Depot",
    "customer_name": "Customer",
    "customer_id": "Customer number",
    "address": "Address",
    "address2": "Address, second line",
    "house_number": "House number",
    "postcode": "Postcode",
    "city": "City",
    "district": "District",
    "lat": "Latitude",
    "lon": "Longitude",
    "latlon": "Latitude and longitude",
    "tw_start": "Earliest",
    "tw_end": "Latest",
    "tw_start_2": "Earliest, second window",
    "tw_end_2": "Latest, second window",
    "window": "Window in one cell",
    "service": "Time at the stop",
    "kg": "Weight",
    "m3": "Volume",
    "parcels": "Parcels",
    "priority": "Priority",
    "skills": "Skills",
    "kind": "Delivery or collection",
    "phone": "Phone",
    "email": "E-mail",
    "notes": "Notes",
}
WEIGHT = {Severity.STOPS: "✕ refused", Severity.LOOK: "▲ look", Severity.NOTE: "○ note"}
SHOWN_ROWS = 300


def understood(report: ImportReport, slot: str, mapping: dict[str, Any]) -> None:
    """Show which column was taken for what, and let it be corrected."""
    st.markdown("##### 1 · What I understood")
    if not report.headings:
        st.caption("Nothing could be read from this file.")
        return
    rows = [
        {
            "Field": FIELDS.get(name, name.replace("_", " ").capitalize()),
            "Column in the file": guess["heading"] + (f"  ({guess['unit']})" if guess.get("unit") else ""),
            "Sure (%)": guess["confidence"] * 100,
            "For example": ", ".join(str(sample) for sample in guess["samples"][:3]),
        }
        for name, guess in report.mapping.items()
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(38 * (len(rows) + 1), 300),
        alt="Columns of the file and what they were taken for",
        column_config={"Sure (%)": st.column_config.ProgressColumn(format="%.0f", min_value=0, max_value=100)},
    )
    taken = {guess["heading"] for guess in report.mapping.values()}
    others = [heading for heading in report.headings if heading and heading not in taken]
    if others:
        st.caption("Kept as they are: " + ", ".join(md_escape(heading, 40) for heading in others[:12]))
    with st.popover("Correct the columns", icon=":material/edit:"):
        _correct(report, slot, mapping)


def _correct(report: ImportReport, slot: str, mapping: dict[str, Any]) -> None:
    st.caption("Choose the column of each field. The answer is remembered for files with the same headings.")
    options = ["(not in this file)", *report.headings]
    changed = dict(mapping)
    for name in dict.fromkeys([*FIELDS, *report.mapping]):
        current = report.mapping.get(name, {}).get("heading")
        index = options.index(current) if current in options else 0
        label = FIELDS.get(name, name.replace("_", " ").capitalize())
        chosen = st.selectbox(label, options, index=index, key=f"map_{slot}_{name}")
        if chosen != options[index]:
            changed[name] = None if chosen == options[0] else chosen
    if changed != mapping:
        state.put(f"mapping_{slot}", changed)
        st.rerun()


def wrong(report: ImportReport, slot: str, fixes: dict[str, Any], content: bytes, name: str) -> None:
    """Show issues, ask what has to be asked, and let refused rows be mended in place."""
    st.markdown("##### 2 · What needs attention")
    if not report.issues:
        st.success("Nothing. Every row was understood.", icon=":material/check_circle:")
        return
    _ask(report, slot, fixes)
    rows = [_issue_row(issue) for issue in report.issues[:SHOWN_ROWS]]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(38 * (len(rows) + 1), 300),
        alt="Issues of the file with row, column, message and mend",
        column_config={
            "What": st.column_config.TextColumn(width="large"),
            "Mend": st.column_config.TextColumn(width="large"),
        },
    )
    if len(report.issues) > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS} of {len(report.issues):,} are shown.")
    if report.rejected_rows:
        _mend(report, slot, fixes, content, name)


def _issue_row(issue: Issue) -> dict[str, Any]:
    return {
        "": WEIGHT[issue.severity],
        "Row": issue.row,
        "Column": issue.column,
        "Found": issue.value,
        "What": issue.message,
        "Mend": issue.mend,
        "Code": issue.code,
    }


def _ask(report: ImportReport, slot: str, fixes: dict[str, Any]) -> None:
    """Turn a question of the reader into buttons."""
    codes = {issue.code for issue in report.issues}
    answers: list[tuple[str, dict[str, Any]]] = []
    if report.outcome == "ask" and "SWAPPED_LATLON" in codes:
        answers += [("Swap latitude and longitude", {"swap_lat_lon": True}), ("They are right", {"keep_latlon": True})]
    if "DATE_AMBIGUOUS" in codes:
        answers += [("Day first (03/04 is 3 April)", {"date_order": "dmy"}), ("Month first", {"date_order": "mdy"})]
    if report.outcome == "ask" and "HEADER" in codes:
        answers += [("The first row is an order, not a heading", {"no_header": True})]
    if not answers:
        return
    if report.outcome == "ask":
        st.warning("The file has a question that only you can answer:", icon=":material/help:")
    with st.container(horizontal=True):
        for label, answer in answers:
            if st.button(label, key=f"answer_{slot}_{next(iter(answer))}_{next(iter(answer.values()))}"):
                state.put(f"fixes_{slot}", {**fixes, **answer})
                st.rerun()


def _mend(report: ImportReport, slot: str, fixes: dict[str, Any], content: bytes, name: str) -> None:
    """Show the refused rows as the file has them; corrected cells are read again with the rest."""
    refused = report.rejected_rows[:200]
    try:
        headings, cells = rows_of_file(content, name, refused, fixes)
    except LastmileError as error:
        show_error(error)
        return
    with st.container(border=True):
        st.markdown(
            f"**{plural(len(report.rejected_rows), 'row')} refused.** Correct the cells here, or take them with you."
        )
        frame = pd.DataFrame([[row, *values] for row, values in cells.items()], columns=["Row", *_unique(headings)])
        key = f"mend_{slot}_{state.count(f'mend_{slot}')}"
        edited = st.data_editor(
            frame,
            key=key,
            hide_index=True,
            height="content" if len(frame) < 8 else 320,
            num_rows="fixed",
            disabled=["Row"],
            column_config={heading: st.column_config.TextColumn() for heading in frame.columns[1:]},
            alt="Refused rows; edit the cells and read them again",
        )
        with st.container(horizontal=True):
            number = sum(len(cells) for cells in (state.widget(key) or {}).get("edited_rows", {}).values())
            if st.button(
                f"Read again with {plural(number, 'correction')}" if number else "Read again with my corrections",
                icon=":material/refresh:",
                key="mend_go",
                type="primary",
                disabled=not number,
            ):
                patches = dict(state.get(f"patches_{slot}") or {})
                for (_, before), (_, after) in zip(frame.iterrows(), edited.iterrows(), strict=True):
                    if not before.equals(after):
                        patches[int(after["Row"])] = [
                            "" if value is None else str(value) for value in after.tolist()[1:]
                        ]
                state.put(f"patches_{slot}", patches)
                state.count(f"mend_{slot}", 1)
                st.rerun()
            st.download_button(
                "Download them with the reasons",
                lambda: refused_file(content, name, report.rejected_rows, report.issues, fixes),
                f"refused-{slot[-8:]}.csv",
                "text/csv",
                key="mend_download",
                icon=":material/download:",
                on_click="ignore",
            )


def _unique(headings: list[str]) -> list[str]:
    """Return headings that a table can have: none empty, none twice."""
    seen: dict[str, int] = {"Row": 1}
    unique = []
    for heading in headings:
        base = heading or "(no heading)"
        seen[base] = seen.get(base, 0) + 1
        unique.append(base if seen[base] == 1 else f"{base} ({seen[base]})")
    return unique
