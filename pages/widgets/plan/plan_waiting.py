"""Nothing is planned while an order that waits is unseen, unless somebody says so by name."""

from __future__ import annotations

import streamlit as st

from lastmile_core.model import Order, OrderStatus
from lastmile_core.workflows.day.waiting_orders import plan_without, unseen_orders
from pages.widgets.shared.page import PageContext, remember_message
from pages.widgets.shared.text import md_escape, plural

_NAMED = 12


def show(page: PageContext) -> bool:
    """Name the orders that wait, and return whether the day may be planned: settled, or left out by name."""
    counts = page.store.orders.counts(page.service_date, page.depot.depot_id)
    places, looks = counts.get(OrderStatus.NEEDS_PLACE, 0), counts.get(OrderStatus.NEEDS_LOOK, 0)
    if not places and not looks:
        return True
    parts = [f"{plural(places, 'order')} without a place on the map"] if places else []
    parts += [f"{plural(looks, 'order')} to look at"] if looks else []
    st.warning(f"Not planned until mended: {' and '.join(parts)}.", icon=":material/edit_location_alt:")
    unseen = unseen_orders(page.store, page.day_key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("orders.py", label="Mend them on Orders", icon=":material/arrow_forward:")
        if unseen:
            _leave_out(page, unseen)
    if not unseen:
        st.caption("Somebody looked at them and said that the day is planned without them.")
    return not unseen


def _leave_out(page: PageContext, unseen: list[Order]) -> None:
    with st.popover(f"Plan without {'it' if len(unseen) == 1 else 'them'}", icon=":material/visibility_off:"):
        names = [md_escape(f"{order.order_id} {order.customer_name}".strip(), 60) for order in unseen]
        st.markdown("These are left out of the plan and get no visit:")
        st.markdown("\n".join(f"* {name}" for name in names[:_NAMED]))
        if len(names) > _NAMED:
            with st.expander(f"and {len(names) - _NAMED} more"):
                st.markdown("\n".join(f"* {name}" for name in names[_NAMED:]))
        label = "Plan without this order" if len(names) == 1 else f"Plan without these {len(names)}"
        if st.button(label, key="plan_without_go"):
            ids = [order.order_id for order in unseen]
            plan_without(page.store, page.day_key, ids, by=page.user)
            remember_message(f"The day can be planned without {plural(len(ids), 'order')}.")
            st.rerun()
