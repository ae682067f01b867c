"""Places of the day's orders that are remembered from a pin, and how one is forgotten."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Order
from lastmile_core.store import PlaceFix
from lastmile_core.units import plural
from lastmile_core.workflows.places.fix_place import forget_place, remembered_places
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape


def show(page: PageContext) -> None:
    """Offer to forget a remembered place; nothing while none of the day's orders has one."""
    found = {
        order.order_id: (order, fix)
        for order, fix in _remembered(
            str(page.settings.database), page.store.data_version(), page.service_date, page.depot.depot_id, page
        )
    }
    if not found:
        return
    with st.expander(f"Remembered places · {plural(len(found), 'order')}", icon=":material/bookmark:"):
        st.caption(
            "These orders stand where somebody once put the pin. Forget a place that is wrong: later orders to the "
            "address are looked up again. Orders that have it keep it; change theirs in the table."
        )
        order_id = st.selectbox(
            "Order",
            list(found),
            format_func=lambda one: _line(*found[one]),
            key="remembered_order",
        )
        _, fix = found[order_id]
        made = fix.fixed_at.astimezone(page.day.midnight.tzinfo)
        st.markdown(f"Put by {md_escape(fix.fixed_by, 40)} on {made:%d %B %Y at %H:%M}.")
        if st.button("Forget this place", key=f"forget_{order_id}", icon=":material/bookmark_remove:"):
            _forget(page, order_id, fix)


@st.cache_data(max_entries=20, ttl=3600, show_spinner=False)
def _remembered(
    database: str, data_version: int, service_date: date, depot_id: str, _page: PageContext
) -> list[tuple[Order, PlaceFix]]:
    """Return the orders with their pins; kept until anything in the store changes."""
    orders = sorted(_page.store.orders.due_on(service_date, depot_id), key=lambda order: order.order_id)
    return remembered_places(_page.store, orders)


def _line(order: Order, fix: PlaceFix) -> str:
    # A choice is shown letter by letter, not as Markdown.
    return " · ".join(part for part in (order.order_id, order.customer_name, fix.address) if part)[:140]


def _forget(page: PageContext, order_id: str, fix: PlaceFix) -> None:
    try:
        forget_place(page.store, order_id, page.service_date, by=page.user, seen=fix.location)
    except LastmileError as error:
        show_error(error)
        return
    remember_message(f"The place of {fix.address or 'this customer'} is forgotten.")
    st.rerun()
