"""Orders that no route serves, each with its reason and the way on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lastmile_core.model import Plan, Unassigned, UnassignedKind
from lastmile_core.units import show_distance, show_duration, show_money
from pages.widgets.page import Here
from pages.widgets.text import md_escape

KINDS = {
    UnassignedKind.PROVEN: ("Cannot be served", "No vehicle can serve it, even with nothing else on board."),
    UnassignedKind.SQUEEZED_OUT: ("Squeezed out", "It would fit alone; taking it in costs something else."),
    UnassignedKind.NOT_FOUND_YET: ("No place found yet", "A longer search may find one."),
}

READABLE = 25
ALT = "Orders that are not served, with the reason and what would help"


def show(now: Here, plan: Plan) -> None:
    """List what was left out; say so when nothing was."""
    st.subheader("Not served")
    if not plan.unassigned:
        st.success("Every order that was ready is on a route.", icon=":material/check_circle:")
        return
    orders = {order.order_id: order for order in now.store.orders.due_on(plan.service_date, plan.depot_id)}
    rows = []
    for left in plan.unassigned:
        order = orders.get(left.order_id)
        rows.append(
            {
                "Order": left.order_id,
                "Customer": order.customer_name if order else "",
                "Reason": KINDS[left.kind][0],
                "Why": left.message,
                "What would help": left.mend,
                "To include": _price(left, now.depot.currency),
            }
        )
    if len(rows) <= READABLE:
        # A table of plain text wraps its lines; every cell is outside text or may quote some.
        st.table(
            [
                {name: md_escape(text, 400) for name, text in row.items() if name != "To include" or text}
                for row in rows
            ],
            border="horizontal",
            hide_index=True,
            alt=ALT,
        )
    else:
        st.dataframe(pd.DataFrame(rows), hide_index=True, height=480, alt=ALT)
    st.caption(" · ".join(f"**{name}**: {text}" for name, text in KINDS.values()))


def _price(left: Unassigned, currency: str) -> str:
    if left.kind is not UnassignedKind.SQUEEZED_OUT or not (left.extra_s or left.extra_m):
        return ""
    return f"+{show_duration(left.extra_s)}, +{show_distance(left.extra_m)}, +{show_money(left.extra_cost, currency)}"
