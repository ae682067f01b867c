"""Putting one order where it belongs, and going on with the next of the list."""

from __future__ import annotations

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Location, Order
from lastmile_core.workflows.fix_place import fix_place
from pages.widgets import state
from pages.widgets.page import Here, remember_message, show_error


def settle(now: Here, order: Order, place: Location, *, remember: bool) -> None:
    """Put the order there, and say how many others got the same place."""
    try:
        changed = fix_place(now.store, order.order_id, now.service_date, place, by=now.user, remember=remember)
    except LastmileError as error:
        show_error(error)
        return
    more = f", and {len(changed) - 1} more that waited for it." if len(changed) > 1 else "."
    done(f"Order {order.order_id} has its place{more}")


def done(sentence: str) -> None:
    """Say what was done and draw the list afresh."""
    state.count("places_done", 1)
    remember_message(sentence)
    st.rerun()
