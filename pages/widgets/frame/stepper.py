"""The day as steps, on every page; read from the store, never from clicks."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.running_day.day_state import day_state
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape

SHAPES = {"done": "●", "current": "◔", "todo": "○"}
WORDS = {"done": "done", "current": "now", "todo": "to come"}


def show(page: PageContext) -> None:
    """Draw the steps as links, and what comes next."""
    day = day_state(page.store, page.service_date, page.depot.depot_id)
    with st.container(border=True, key="stepper"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            for number, step in enumerate(day.steps, start=1):
                st.page_link(
                    f"{step.page}.py",
                    label=f"{SHAPES[step.state]} {number} {step.label}",
                    help=f"{step.label}: {WORDS[step.state]}",
                )
        st.markdown(
            f"**{page.service_date:%A %d %B}** · {md_escape(page.depot.name)} · {md_escape(day.sentence, 300)} "
            ":gray-badge[:material/lock_open: Demo access, no sign-in]"
        )
