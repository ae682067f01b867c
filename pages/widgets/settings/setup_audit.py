"""Who changed what, when and why, with what every field was before and became."""

from __future__ import annotations

import streamlit as st

from lastmile_core.store import AuditEntry, FieldChange
from lastmile_core.workflows.company.sheet_field import value_words
from pages.widgets.shared import table
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape, plural

_SHOWN = 200
_FIRST = 2


def show(page: PageContext) -> None:
    """List the newest entries of the audit and whether its chain is whole."""
    entries = page.store.audit.latest(_SHOWN)
    if not entries:
        st.info("Nothing was changed yet. Every saved change appears here with who and why.", icon=":material/history:")
        return
    zone = page.day.midnight.tzinfo
    rows = [
        {
            "When": entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            "Who": entry.who,
            "What": entry.what,
            "Changed": changes_words(entry),
            "Why": entry.why,
            "About": entry.subject,
        }
        for entry in entries
    ]
    st.caption("Tick an entry to see every field with its old and new value.")
    picked = table.show(
        rows,
        alt="Changes, newest first",
        key="audit_list",
        on_select="rerun",
        selection_mode="single-row",
        column_config={"Changed": st.column_config.TextColumn(width="large")},
        take="changes",
    )
    chosen = picked.selection.rows
    if chosen and chosen[0] < len(entries):
        _fields(entries[chosen[0]])
    if st.button("Check that no entry was altered", icon=":material/verified:", key="audit_check"):
        if page.store.audit.verify():
            st.success("The chain of entries is whole.", icon=":material/check_circle:")
        else:
            st.error("The chain is broken: an entry was altered outside Lastmile.", icon=":material/error:")


def _fields(entry: AuditEntry) -> None:
    """Show every field of one entry; those of before this was kept have none."""
    st.markdown(f"**{md_escape(entry.what)}** by {md_escape(entry.who)}: {plural(len(entry.changes), 'field')}")
    if not entry.changes:
        st.caption("For this entry no old and new values were kept.")
        return
    table.show(
        [
            {
                "Of": change.row,
                "Field": change.field,
                "Was": value_words(change.old),
                "Became": value_words(change.new),
            }
            for change in entry.changes
        ],
        alt="Fields of the chosen entry with old and new value",
    )


def changes_words(entry: AuditEntry) -> str:
    """Return the first changes of an entry: ``d1 Phone: 111 → 222; 3 more``."""
    parts = [_change(change, entry.subject) for change in entry.changes[:_FIRST]]
    if len(entry.changes) > _FIRST:
        parts.append(f"{len(entry.changes) - _FIRST} more")
    return "; ".join(parts)


def _change(change: FieldChange, subject: str) -> str:
    row = "" if change.row == subject else f"{change.row} "
    return f"{row}{change.field}: {value_words(change.old) or '–'} → {value_words(change.new) or '–'}"
