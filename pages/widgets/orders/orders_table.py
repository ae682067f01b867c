"""The day's orders: one sentence, filters, a table to edit, a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import time
from typing import Any

import streamlit as st

from lastmile_core.clock import ServiceDay
from lastmile_core.model import Location, Order, OrderKind, OrderStatus, Priority, TimeWindow
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.orders.change_orders import apply_changes
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
PRIORITIES = {Priority.LOW: "low", Priority.NORMAL: "normal", Priority.HIGH: "high", Priority.MUST: "must"}
_PAGE = 1000
# A place and a window are one thing each: half of one person's and half of the other's was promised by nobody.
_WHOLES = {"place": ("lat", "lon"), "window": ("from", "to")}
PRIORITY_OF = {name: value for value, name in PRIORITIES.items()}


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
    window = order.windows[0] if order.windows else None
    zone = day.midnight.tzinfo
    return {
        "order_id": order.order_id,
        "status": STATUS[order.status],
        "customer": order.customer_name,
        "address": order.address,
        "postcode": order.postcode,
        "lat": order.location.lat if order.location else None,
        "lon": order.location.lon if order.location else None,
        "from": window.earliest.astimezone(zone).time() if window else None,
        "to": window.latest.astimezone(zone).time() if window else None,
        "more": f"+{len(order.windows) - 1}" if len(order.windows) > 1 else "",
        "service": order.service_s / 60,
        "load": show_load(order.load),
        "kind": "collection" if order.kind is OrderKind.COLLECTION else "delivery",
        "priority": PRIORITIES[order.priority],
        "skills": ", ".join(sorted(order.skills)),
        "notes": order.notes,
    }


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "order_id": column.TextColumn("Order", disabled=True, pinned=True),
        "status": column.TextColumn("Status", disabled=True),
        "customer": column.TextColumn("Customer", max_chars=120),
        "address": column.TextColumn("Address", max_chars=200),
        "postcode": column.TextColumn("Postcode", max_chars=20),
        "lat": column.NumberColumn("Latitude (°)", min_value=-90, max_value=90, format="%.5f"),
        "lon": column.NumberColumn("Longitude (°)", min_value=-180, max_value=180, format="%.5f"),
        "from": column.TimeColumn("From", format="HH:mm"),
        "to": column.TimeColumn("To", format="HH:mm"),
        "more": column.TextColumn("More windows", disabled=True, help="This table changes the first window only"),
        "service": column.NumberColumn("At the stop (min)", min_value=0, max_value=600),
        "load": column.TextColumn("Load", disabled=True),
        "kind": column.SelectboxColumn("Kind", options=["delivery", "collection"], required=True),
        "priority": column.SelectboxColumn("Priority", options=list(PRIORITY_OF), required=True),
        "skills": column.TextColumn("Needs", help="Separate with commas"),
        "notes": column.TextColumn("Notes", max_chars=300),
    }


def show(page: PageContext, orders: list[Order]) -> None:
    """Edit the orders that are shown; skip or take back all of them at once."""
    if not orders:
        st.caption("No order passes the filters.")
        return
    columns = _columns()
    grid.edit(
        page,
        f"orders_{page.service_date}_{page.depot.depot_id}",
        {order.order_id: _row(order, page.day) for order in orders},
        Sheet(
            what="change orders",
            subject=page.service_date.isoformat(),
            read=lambda keys: _read(page, keys),
            write=lambda found: _write(page, found),
            wholes=_WHOLES,
            labels=grid.labels(columns) | {"place": "Place", "window": "Window"},
        ),
        grid.Look(
            columns=columns,
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


def _read(page: PageContext, keys: Sequence[str]) -> dict[str, Row]:
    found = page.store.orders.get_many(list(keys), page.service_date)
    return {order.order_id: _row(order, page.day) for order in found}


def _write(page: PageContext, found: Comparison) -> None:
    orders = {one.order_id: one for one in page.store.orders.get_many(list(found.rows), page.service_date)}
    changes = {
        order_id: _fields(page, orders[order_id], row, found.fields_of(order_id))
        for order_id, row in found.rows.items()
        if order_id in orders
    }
    missing = [order_id for order_id in found.rows if order_id not in orders]
    if missing:
        raise ValueError(f"order {missing[0]} is not there any more; discard what you typed for it")
    apply_changes(page.store, page.service_date, changes)


def _fields(page: PageContext, order: Order, row: Row, differing: set[str]) -> dict[str, Any]:
    """Return only the fields whose cells were changed."""
    fields: dict[str, Any] = {}
    texts = {"customer": "customer_name", "address": "address", "postcode": "postcode", "notes": "notes"}
    fields |= {texts[name]: row[name] or "" for name in differing & texts.keys()}
    if differing & {"lat", "lon"}:
        if (row["lat"] is None) != (row["lon"] is None):
            raise ValueError(f"order {order.order_id} has only one of latitude and longitude; give both or none")
        fields["location"] = None if row["lat"] is None else Location(lat=float(row["lat"]), lon=float(row["lon"]))
    if differing & {"from", "to"}:
        fields["windows"] = _windows(page, order, row["from"], row["to"])
    if "service" in differing:
        fields["service_s"] = round(float(row["service"] or 0) * 60)
    if "kind" in differing:
        fields["kind"] = OrderKind(row["kind"])
    if "priority" in differing:
        fields["priority"] = PRIORITY_OF[row["priority"]]
    if "skills" in differing:
        fields["skills"] = frozenset(w.strip().lower() for w in (row["skills"] or "").split(",") if w.strip())
    return fields


def _windows(page: PageContext, order: Order, earliest: time | None, latest: time | None) -> tuple[TimeWindow, ...]:
    if earliest is None and latest is None:
        return order.windows[1:]
    if earliest is None or latest is None:
        raise ValueError(f"order {order.order_id} has only one end of its window; fill both or none")
    if latest < earliest:
        raise ValueError(
            f"the window of order {order.order_id} ends ({latest:%H:%M}) before it begins ({earliest:%H:%M}); "
            "swap the two"
        )
    first = TimeWindow(earliest=page.day.local(earliest), latest=page.day.local(latest))
    return (first, *order.windows[1:])


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
