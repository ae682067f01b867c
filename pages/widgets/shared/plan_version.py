"""Which plan version this tab looks at: the newest of the day, unless a person pinned another one.

What somebody else saved meanwhile is shown and announced, and a change that was begun on the version before is not
saved on it without a word: changes start from the version that was on the screen (:func:`seen`).
"""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Plan
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import md_escape


def _slot(page: PageContext, what: str) -> str:
    return f"{what}_{page.service_date.isoformat()}_{page.depot.depot_id}"


def pin(page: PageContext, version: int) -> None:
    """Look at this version on every page until it is unpinned."""
    state.drop(_slot(page, "news"))
    state.put(_slot(page, "pinned"), version)


def unpin(page: PageContext) -> None:
    """Look at the newest version again."""
    for what in ("pinned", "seen", "news"):
        state.drop(_slot(page, what))


def saved(page: PageContext, version: int) -> None:
    """Look at a version that this tab has just made; it is no news here."""
    unpin(page)
    state.put(_slot(page, "seen"), version)


def pinned(page: PageContext) -> int | None:
    """Return the pinned version, or None."""
    found: int | None = state.get(_slot(page, "pinned"))
    return found


def seen(page: PageContext, plan: Plan) -> int:
    """Return the version that was on the screen when the person clicked; changes start from it."""
    return int(state.get(_slot(page, "before"), plan.version))


def shown_version(page: PageContext) -> Plan | None:
    """Return the version this tab works on; explain what to do when there is none."""
    head = page.store.plans.latest(page.service_date, page.depot.depot_id)
    if head is None:
        st.info("There is no plan for this day yet. Plan it, and its routes appear here.", icon=":material/route:")
        st.page_link("plan.py", label="Go to Plan", icon=":material/arrow_forward:")
        return None
    return newest_or_pinned(page, head)


def newest_or_pinned(page: PageContext, head: Plan) -> Plan:
    """Return the newest version (``head``) or the pinned one, and tell when it is another than a moment ago."""
    plan = show_pin(page, head) or head
    before = state.get(_slot(page, "seen"), plan.version)
    state.put(_slot(page, "before"), before)
    state.put(_slot(page, "seen"), plan.version)
    if before < plan.version and plan.version == head.version:
        # Told until the person has answered: a click may run the page twice.
        state.put(_slot(page, "news"), state.get(_slot(page, "news"), before))
    news = state.get(_slot(page, "news"))
    if news is not None and plan.version == head.version:
        _announce(page, head, news)
    return plan


def show_pin(page: PageContext, head: Plan) -> Plan | None:
    """Say which version is pinned, with the way back to the newest; return it, or None when none is."""
    version = pinned(page)
    if version is None:
        return None
    found = page.store.plans.get(page.service_date, page.depot.depot_id, version) if version < head.version else None
    if found is None:
        unpin(page)
        return None
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="pinned_version"):
        by = f" by {md_escape(head.created_by)}" if head.created_by and head.created_by != page.user else ""
        why = f": {md_escape(head.why)}" if head.why else ""
        st.markdown(
            f":material/keep: **Version {version} is pinned** here. The newest is version {head.version}{by}{why}."
        )
        if st.button(f"Show version {head.version}", key="show_newest", type="primary"):
            unpin(page)
            st.rerun()
    return found


def _announce(page: PageContext, head: Plan, before: int) -> None:
    """Tell that a newer version is on the screen than the one before, and offer to look at that one again."""
    who = f"{md_escape(head.created_by)} saved version {head.version}"
    if not head.created_by or head.created_by == page.user:
        who = f"Version {head.version} was saved under your name, perhaps in another window"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="newer_version"):
        why = f" ({md_escape(head.why)})" if head.why else ""
        st.markdown(f":material/update: **{who}**{why}. It is shown now instead of version {before}.")
        st.button("OK", key="news_seen", on_click=unpin, args=(page,), type="primary")
        st.button(f"Keep looking at version {before}", key="pin_before", on_click=pin, args=(page, before))
