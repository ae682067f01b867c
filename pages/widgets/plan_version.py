"""Which plan version this tab looks at. A newer one by somebody else is announced, never slipped in under an edit."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan
from pages.widgets import state
from pages.widgets.page import Here
from pages.widgets.text import md_escape


def _slot(now: Here) -> str:
    return f"version_{now.service_date.isoformat()}_{now.depot.depot_id}"


def pin(now: Here, version: int) -> None:
    """Look at this version from now on."""
    state.put(_slot(now), version)


def shown_version(now: Here) -> Plan | None:
    """Return the version this tab works on; explain what to do when there is none."""
    head = now.store.plans.latest(now.service_date, now.depot.depot_id)
    if head is None:
        st.info("There is no plan for this day yet. Plan it, and its routes appear here.", icon=":material/route:")
        st.page_link("plan.py", label="Go to Plan", icon=":material/arrow_forward:")
        return None
    pinned = state.get(_slot(now))
    if pinned is None or pinned > head.version:
        pin(now, head.version)
        return head
    if pinned == head.version:
        return head
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/update: **{md_escape(head.created_by)} saved version {head.version}** "
            f"while you look at version {pinned}. {md_escape(head.why)}"
        )
        if st.button(f"Show version {head.version}", key="show_newest", type="primary"):
            pin(now, head.version)
            st.rerun()
    return now.store.plans.get(now.service_date, now.depot.depot_id, pinned) or head
