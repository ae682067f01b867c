"""Loads that meet no limit are asked about before the day is planned."""

from __future__ import annotations

import streamlit as st

from lastmile_core.workflows.company.load_names import NO_LIMIT_NAME, forget_load_name, keep_load_name, load_names
from lastmile_core.workflows.day.load_meetings import LoadQuestion
from lastmile_core.workflows.day.prepare_day import load_inputs, loads_of
from pages.widgets.shared.page import PageContext, remember_message
from pages.widgets.shared.text import md_escape


def show(page: PageContext) -> bool:
    """Ask, say what is odd, and return whether the day may be planned."""
    found = loads_of(page.store, load_inputs(page.store, page.service_date, page.depot.depot_id))
    for number, question in enumerate(found.questions):
        _ask(page, question, number)
    if found.notes:
        with st.expander("Loads and capacities that do not meet", icon=":material/scale:"):
            st.markdown("\n".join(f"* {md_escape(note, 300)}" for note in found.notes))
    _answers(page)
    return not found.questions


def _ask(page: PageContext, question: LoadQuestion, number: int) -> None:
    with st.container(border=True, key=f"plan_load_{number}"):
        st.warning(md_escape(question.sentence, 300), icon=":material/scale:")
        with st.container(horizontal=True):
            for limit in question.limits[:3]:
                if st.button(f"Yes, {question.load} = {limit}", key=f"plan_load_{number}_{limit}"):
                    _keep(page, question.load, limit)
            if st.button(f"No, {question.load} has no limit", key=f"plan_load_{number}_none"):
                _keep(page, question.load, NO_LIMIT_NAME)
        st.caption("The answer is kept for all days of the company.")


def _keep(page: PageContext, load: str, limit: str) -> None:
    keep_load_name(page.store, load, limit, by=page.user)
    remember_message(f"Kept: {load} {'= ' + limit if limit else 'has no limit'}.")
    st.rerun()


def _answers(page: PageContext) -> None:
    names = load_names(page.store)
    if not names:
        return
    with st.popover("Names of loads", icon=":material/translate:"):
        for number, (load, limit) in enumerate(sorted(names.items())):
            st.markdown(md_escape(f"{load} = {limit}" if limit else f"{load} has no limit", 120))
            if st.button("Ask again", key=f"plan_load_forget_{number}"):
                forget_load_name(page.store, load, by=page.user)
                st.rerun()
