"""The rules of orders that few orders have: set-up, goods ready, wished times, pickups, riding together, chances."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.model import Order
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.orders.chance_words import HOW
from lastmile_core.workflows.orders.order_rules_sheet import KERB_SIDE, MOST_MIN, order_rules_row, order_rules_sheet
from pages.widgets.shared import grid
from pages.widgets.shared.page import PageContext


def show(page: PageContext, orders: list[Order], view: str) -> None:
    """Edit the rules of the orders that are shown; ``view`` is what the person chose to see."""
    if not orders:
        st.caption("No order passes the filters.")
        return
    st.caption(
        "All of it is optional: with an empty cell the rule does not exist. Point at a heading to read what it does."
    )
    sheet = order_rules_sheet(page.store, page.service_date, page.depot)
    grid.edit(
        page,
        f"order_rules_{page.service_date}_{page.depot.depot_id}",
        {order.order_id: _row(page, order) for order in orders},
        sheet,
        grid.Look(
            columns=_columns(sheet),
            locked=["order_id", "customer"],
            view=view,
            row_words={order.order_id: f"order {order.order_id}" for order in orders},
            alt="Rules of the orders: set-up, goods ready, wished times, pickups, riding together, chances",
            save_label="Save rules",
        ),
    )


def _columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    own_word = "A word of your own, several with commas."
    return {
        "order_id": column.TextColumn("Order", disabled=True, pinned=True),
        "customer": column.TextColumn("Customer", disabled=True),
        "set_up": column.NumberColumn(
            label("set_up"),
            min_value=0,
            max_value=MOST_MIN,
            format="%.3g",
            help="Park and find the door; orders at one place share it",
        ),
        "dock": column.NumberColumn(
            label("dock"),
            min_value=0,
            max_value=MOST_MIN,
            format="%.3g",
            help="At the dock, on top of the vehicle's loading time",
        ),
        "ready": column.TimeColumn(
            label("ready"), format="HH:mm", help="Loading (or fetching) begins no earlier. Empty: they are there"
        ),
        "wish_from": column.TimeColumn(
            label("wish_from"), format="HH:mm", help="Inside the window; outside it has a price"
        ),
        "wish_to": column.TimeColumn(
            label("wish_to"), format="HH:mm", help="Inside the window; outside it has a price"
        ),
        "early": column.NumberColumn(label("early"), min_value=0, help="Empty: the price of Settings, Planning rules"),
        "late": column.NumberColumn(label("late"), min_value=0, help="Empty: the price of Settings, Planning rules"),
        "chance": column.TextColumn(label("chance"), max_chars=200, help=f"Chance of the first attempt: {HOW}"),
        "kerb": column.SelectboxColumn(
            label("kerb"),
            options=list(KERB_SIDE.values()),
            help="Stops on the side of the road where the door is. Empty: as Settings, Planning rules say",
        ),
        **_pickup_columns(sheet),
        "together": column.TextColumn(
            label("together"), help=f"Orders with the same word ride on one vehicle. {own_word}"
        ),
        "apart": column.TextColumn(
            label("apart"), help=f"Orders with the same word ride on different ones. {own_word}"
        ),
        "only": column.TextColumn(label("only"), help="Ids of the vehicles that may serve it. Empty: all"),
        "never": column.TextColumn(label("never"), help="Ids of the vehicles that may not serve it"),
    }


def _pickup_columns(sheet: Sheet) -> dict[str, Any]:
    column, label = st.column_config, sheet.label
    return {
        "fetch_at": column.TextColumn(
            label("fetch_at"),
            max_chars=200,
            help="Where the goods are fetched on the way. Empty: they come from the depot",
        ),
        "fetch_lat": column.NumberColumn(label("fetch_lat"), min_value=-90, max_value=90, format="%.5f"),
        "fetch_lon": column.NumberColumn(label("fetch_lon"), min_value=-180, max_value=180, format="%.5f"),
        "fetch_from": column.TimeColumn(label("fetch_from"), format="HH:mm"),
        "fetch_to": column.TimeColumn(label("fetch_to"), format="HH:mm"),
    }


def _row(page: PageContext, order: Order) -> Row:
    known = {"order_id": order.order_id, "customer": order.customer_name}
    return known | order_rules_row(order, page.day)
