"""Putting one order where it belongs, and going on with the next of the list."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Location, Order
from lastmile_core.workflows.places.fix_place import fix_place
from pages.widgets.shared import state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape

_OPEN = "places_open"
"""Which order of which day and depot was open in the list."""


def look_at(page: PageContext, order_id: str) -> None:
    """Keep which order of the list is open."""
    state.put(_OPEN, (page.service_date, page.depot.depot_id, order_id))


def say_settled(page: PageContext, waiting: list[str]) -> None:
    """Say when the order that was open has been settled by somebody else, so that a pin put for it was not used."""
    before = state.get(_OPEN)
    if before is None or before[:2] != (page.service_date, page.depot.depot_id) or before[2] in waiting:
        return
    state.drop(_OPEN)
    order = page.store.orders.get(before[2], page.service_date)
    if order is None or order.location is None:
        return
    named = f"{order.order_id} {page.service_date.isoformat()}"
    entry = next((e for e in page.store.audit.latest(100) if named in (e.detail.get("orders") or ())), None)
    who = "somebody else" if entry is None else f"{entry.who} at {entry.at.astimezone(page.day.midnight.tzinfo):%H:%M}"
    st.info(
        md_escape(
            f"Order {order.order_id} was settled by {who} while you looked at it; nothing of yours was put over it. "
            "Its place can be changed in the table below.",
            300,
        ),
        icon=":material/group:",
    )


def settle(page: PageContext, order: Order, place: Location, *, remember: bool) -> None:
    """Put the order there, and say how many others got the same place."""
    try:
        changed = fix_place(page.store, order.order_id, page.service_date, place, by=page.user, remember=remember)
    except LastmileError as error:
        show_error(error)
        return
    more = f", and {len(changed) - 1} more that waited for it." if len(changed) > 1 else "."
    done(f"Order {order.order_id} has its place{more}")


def done(sentence: str) -> None:
    """Say what was done and draw the list afresh."""
    state.count("places_done", 1)
    state.drop(_OPEN)
    remember_message(sentence)
    st.rerun()
