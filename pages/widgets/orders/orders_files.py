"""The orders that are shown as a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lastmile_core.model import Order
from lastmile_core.workflows.orders.export_orders import orders_file
from pages.widgets.shared.page import PageContext, reopened
from pages.widgets.shared.text import plural

KINDS = {
    "csv": ("Orders as CSV", "text/csv"),
    "xlsx": ("Orders as Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def show(page: PageContext, orders: Sequence[Order]) -> None:
    """Offer the orders that pass the filters as files; they can be brought in again."""
    if not orders:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for kind, (label, mime) in KINDS.items():
            st.download_button(
                label,
                partial(_file, page, kind, frozenset(order.order_id for order in orders)),
                f"orders-{page.service_date.isoformat()}-{page.depot.depot_id}.{kind}",
                mime,
                key=f"orders_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.caption(f"{plural(len(orders), 'order')} with all fields, as saved. The import reads these files again.")


def _file(page: PageContext, kind: str, order_ids: frozenset[str]) -> bytes:
    with reopened(page) as inner:
        return orders_file(inner.store, page.service_date, page.depot.depot_id, kind, order_ids)
