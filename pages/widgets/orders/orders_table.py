"""The day's orders: one sentence, filters, a table to edit, a map."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Order, OrderStatus
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.orders.order_sheet import KINDS, MOST_SERVICE_MIN, PRIORITIES, order_row, order_sheet
from pages.charts.orders_map import describe_orders_map, orders_map
from pages.widgets.orders import orders_bulk
from pages.widgets.shared import grid, state
from pages.widgets.shared.day_map import map_style
from pages.widgets.shared.page import PageContext
from pages.widgets.shared.text import plural, show_load

STATUS = {
    OrderStatus.READY: "● ready",
    OrderStatus.NEEDS_PLACE: "▲ needs a place",
    OrderStatus.NEEDS_LOOK: "▲ look at it",
    OrderStatus.SKIPPED: "○ skipped",
}
_PAGE = 1000


def load(page: PageContext) -> list[Order]:
    """Return the day's orders of the depot, by number."""
    return sorted(page.store.orders.due_on(page.service_date, page.depot.depot_id), key=lambda order: order.order_id)


def headline(page: PageContext, orders: list[Order]) -> None:
    """Say how the day's orders stand, and what to mend."""
    if not orders:
        st.info(
            f"No orders for {page.service_date:%A %d %B} at {page.depot.name} yet. Drop the file of the day below: "
            "CSV or Excel, as your shop exports it.",
            icon=":material/inbox:",
        )
        return
    count = Counter(order.status for order in orders)
    parts = []
    if count[OrderStatus.NEEDS_PLACE]:
        parts.append(f"{count[OrderStatus.NEEDS_PLACE]} need a place on the map")
    if count[OrderStatus.NEEDS_LOOK]:
        parts.append(f"{count[OrderStatus.NEEDS_LOOK]} need a look")
    if count[OrderStatus.SKIPPED]:
        parts.append(f"{count[OrderStatus.SKIPPED]} skipped")
    text = f"**{count[OrderStatus.READY]} of {plural(len(orders), 'order')} are ready.**"
    st.markdown(text + (" " + " · ".join(parts) if parts else ""))
    if count[OrderStatus.READY] and not page.store.plans.latest(page.service_date, page.depot.depot_id):
        st.page_link("plan.py", label="Plan the day", icon=":material/arrow_forward:")


def filtered(orders: list[Order]) -> list[Order]:
    """Ask for filters and return the orders that pass."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = Counter(order.status for order in orders)
        present = [status for status in STATUS if count[status]]
        chosen = st.pills(
            "Status",
            present,
            selection_mode="multi",
            format_func=lambda status: f"{STATUS[status]} {count[status]}",
            key="orders_status",
        )
        text = st.text_input("Find", key="orders_find", placeholder="number, customer, address, postcode", width=320)
    wanted = text.strip().lower()
    return [
        order
        for order in orders
        if (not chosen or order.status in chosen)
        and (
            not wanted
            or wanted
            in " ".join((order.order_id, order.customer_name, order.address, order.postcode, order.district)).lower()
        )
    ]


def one_page(orders: list[Order]) -> list[Order]:
    """Return the orders of one page of a long list: a browser does not draw tens of thousands of rows at once."""
    pages = -(-len(orders) // _PAGE)
    if pages < 2:
        return orders
    st.caption(f"{len(orders):,} orders, {_PAGE:,} on a page. The filters above find any of them; the map has all.")
    page = st.pagination(pages, key=f"orders_page_{pages}")
    return orders[(page - 1) * _PAGE : page * _PAGE]


def _row(order: Order, day: ServiceDay) -> Row:
    return order_row(order, day) | {
        "order_id": order.order_id,
        "status": STATUS[order.status],
        "more": f"+{len(order.windows) - 1}" if len(order.windows) > 1 else "",
        "load": show_load(order.load),
    }


def _columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    return {
        "order_id": column.TextColumn("Order", disabled=True, pinned=True),
        "status": column.TextColumn("Status", disabled=True),
        "customer": column.TextColumn(label("customer"), max_chars=120),
        "address": column.TextColumn(label("address"), max_chars=200),
        "postcode": column.TextColumn(label("postcode"), max_chars=20),
        "lat": column.NumberColumn(label("lat"), min_value=-90, max_value=90, format="%.5f"),
        "lon": column.NumberColumn(label("lon"), min_value=-180, max_value=180, format="%.5f"),
        "from": column.TimeColumn(label("from"), format="HH:mm"),
        "to": column.TimeColumn(label("to"), format="HH:mm"),
        "more": column.TextColumn("More windows", disabled=True, help="This table changes the first window only"),
        "service": column.NumberColumn(label("service"), min_value=0, max_value=MOST_SERVICE_MIN),
        "load": column.TextColumn("Load", disabled=True),
        "kind": column.SelectboxColumn(label("kind"), options=list(KINDS), required=True),
        "priority": column.SelectboxColumn(label("priority"), options=list(PRIORITIES), required=True),
        "skills": column.TextColumn(label("skills"), help="Separate with commas"),
        "notes": column.TextColumn(label("notes"), max_chars=300),
    }


def show(page: PageContext, orders: list[Order]) -> None:
    """Edit the orders that are shown; skip or take back all of them at once."""
    if not orders:
        st.caption("No order passes the filters.")
        return
    sheet = order_sheet(page.store, page.service_date, page.depot)
    grid.edit(
        page,
        f"orders_{page.service_date}_{page.depot.depot_id}",
        {order.order_id: _row(order, page.day) for order in orders},
        sheet,
        grid.Look(
            columns=_columns(sheet),
            locked=["order_id", "status", "more", "load"],
            view=view(orders),
            row_words={order.order_id: f"order {order.order_id}" for order in orders},
            alt="Orders of the day; edit cells and save",
        ),
    )
    orders_bulk.show(page, orders)


def view(orders: list[Order]) -> str:
    """Return what the person chose to see: filters and page."""
    page = orders[0].order_id if len(orders) == _PAGE else ""
    return repr((state.widget("orders_status"), state.widget("orders_find"), page))


def show_map(page: PageContext, orders: list[Order]) -> None:
    """Show the orders on the map; those without a place are listed in the table."""
    placed = [order for order in orders if order.location is not None]
    if len(placed) < len(orders):
        st.warning(
            f"{plural(len(orders) - len(placed), 'order')} without a place: put the pin in the list of places above.",
            icon=":material/edit_location_alt:",
        )
    st.pydeck_chart(
        orders_map(placed, page.depot, theme=page.theme, style_url=map_style(page)),
        height=560,
        key="orders_map",
        alt=describe_orders_map(placed, page.depot),
    )
