"""Orders that no route serves, each with its reason and the way on."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import OrderStatus, Plan, Unassigned, UnassignedKind
from lastmile_core.units import show_distance, show_duration, show_money
from lastmile_core.workflows.day.changed_since_plan import new_orders
from pages.widgets.shared import table
from pages.widgets.shared.page import PageContext
from pages.widgets.today import changes_bar

KINDS = {
    UnassignedKind.PROVEN: ("Cannot be served", "No vehicle can serve it, even with nothing else on board."),
    UnassignedKind.PROBABLE: (
        "Probably cannot be served",
        "No vehicle can by estimated times; roads may say other.",
    ),
    UnassignedKind.SQUEEZED_OUT: ("Squeezed out", "It would fit alone; taking it in costs something else."),
    UnassignedKind.NOT_FOUND_YET: ("No place found yet", "A longer search may find one."),
}

NEW = "New since the plan"
READABLE = 25
ALT = "Orders that are not served, with the reason and what would help"


def show(page: PageContext, plan: Plan) -> None:
    """List what was left out; say so when nothing was."""
    st.subheader("Not served")
    orders = {order.order_id: order for order in page.store.orders.due_on(plan.service_date, plan.depot_id)}
    named = {left.order_id for left in plan.unassigned}
    rows = [
        {
            "Order": order_id,
            "Customer": orders[order_id].customer_name,
            "Reason": NEW,
            "Why": f"It came after version {plan.version} was made.",
            "What would help": "Put in (the bar above), or plan again.",
            "To include": "",
        }
        for order_id in new_orders(changes_bar.current(page), plan)
        if order_id not in named and order_id in orders
    ]
    for left in plan.unassigned:
        order = orders.get(left.order_id)
        if order is None or order.status is OrderStatus.SKIPPED:
            continue  # cancelled or gone since: nobody waits for it
        rows.append(
            {
                "Order": left.order_id,
                "Customer": order.customer_name,
                "Reason": KINDS[left.kind][0],
                "Why": left.message,
                "What would help": left.mend,
                "To include": _price(left, page.depot.currency),
            }
        )
    if not rows:
        st.success("Every order that is ready is on a route.", icon=":material/check_circle:")
        return
    if len(rows) <= READABLE:
        # A table of plain text wraps its lines; every cell is outside text or may quote some.
        table.wrapped(
            [{name: text for name, text in row.items() if name != "To include" or text} for row in rows], alt=ALT
        )
    else:
        table.show(rows, height=480, alt=ALT)
    st.caption(" · ".join(f"**{name}**: {text}" for name, text in KINDS.values()))


def _price(left: Unassigned, currency: str) -> str:
    if left.kind is not UnassignedKind.SQUEEZED_OUT or not (left.extra_s or left.extra_m):
        return ""
    return f"+{show_duration(left.extra_s)}, +{show_distance(left.extra_m)}, +{show_money(left.extra_cost, currency)}"
