"""Many orders changed at once, and the last such change undone."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lastmile_core.errors import LastmileError
from lastmile_core.model import Order, OrderStatus
from lastmile_core.workflows.company.compare_rows import Row
from lastmile_core.workflows.orders.change_orders import skip_orders
from lastmile_core.workflows.orders.mend_orders import undo_mend
from lastmile_core.workflows.orders.order_bulk_sheet import order_bulk_row, order_bulk_sheet
from lastmile_core.workflows.orders.order_sheet import PRIORITIES
from pages.widgets.shared import saving, state
from pages.widgets.shared.page import PageContext, remember_message, show_error
from pages.widgets.shared.text import md_escape, plural

_NAME = "bulk_set"
_FIELDS = ("Time at the stop", "Priority", "Needs", "Notes")


def show(page: PageContext, orders: list[Order]) -> None:
    """Offer what can be done with all shown orders."""
    # As the run before showed them: a button acts on these, not on what came in or was changed since.
    name = f"bulk_seen_{page.service_date}_{page.depot.depot_id}"
    fresh = {order.order_id: order_bulk_row(order) for order in orders}
    seen: dict[str, Row] = state.get(name) or fresh
    with st.container(horizontal=True, vertical_alignment="center"):
        _skip(page, orders, seen)
        _set(page, orders, seen)
        _undo(page)
    if not state.get(f"{_NAME}_asking"):
        state.put(name, fresh)


def _chosen(orders: list[Order], key: str) -> list[Order]:
    ids = st.multiselect("Only these (none chosen: all shown)", [order.order_id for order in orders], key=key)
    return [order for order in orders if not ids or order.order_id in ids]


def _skip(page: PageContext, orders: list[Order], seen: dict[str, Row]) -> None:
    with st.popover(f"Skip or take back {plural(len(orders), 'shown order')}", icon=":material/checklist:"):
        st.caption("Skipped orders stay in the list but are not planned. Narrow the list with the filters first.")
        chosen = _chosen(orders, "bulk_only")
        why = st.text_input("Why", key="bulk_why", max_chars=120)
        skipped = [order.order_id for order in chosen if order.status is OrderStatus.SKIPPED]
        active = [order.order_id for order in chosen if order.status is not OrderStatus.SKIPPED]
        with st.container(horizontal=True):
            for label, wanted, skip in (("Skip", active, True), ("Take back", skipped, False)):
                if st.button(f"{label} {len(wanted)}", key=f"bulk_{label}", disabled=not wanted):
                    wanted = [order_id for order_id in wanted if order_id in seen]
                    changed = skip_orders(page.store, page.service_date, wanted, by=page.user, why=why, skip=skip)
                    remember_message(f"{plural(changed, 'order')} changed.")
                    st.rerun()


def _set(page: PageContext, orders: list[Order], seen: dict[str, Row]) -> None:
    with st.popover("Set one thing for all shown", icon=":material/format_color_fill:"):
        chosen = [order.order_id for order in _chosen(orders, "bulk_set_only")]
        what = st.selectbox("What", _FIELDS, key="bulk_set_what")
        fields, shown = _value(what)
        why = st.text_input("Why", key="bulk_set_why", max_chars=120)
        label = f"Set {what.lower()} of {plural(len(chosen), 'order')} to {md_escape(shown, 40) or 'nothing'}"
        pressed = st.button(label, key="bulk_set_go", type="primary")

    def done(number: int) -> None:
        remember_message(f"{plural(number, 'order')} changed." if number else "Nothing was left to change.")
        st.rerun()

    cells = {name: tuple(sorted(value)) if name == "skills" else value for name, value in fields.items()}
    attempt = saving.Try(
        name=_NAME,
        sheet=order_bulk_sheet(page.store, page.service_date, by=page.user, why=why),
        shown={order_id: seen[order_id] for order_id in chosen if order_id in seen},
        wanted={order_id: {**seen[order_id], **cells} for order_id in chosen if order_id in seen},
        row_words={order_id: f"order {order_id}" for order_id in chosen},
        done=done,
    )
    saving.save(page, attempt, pressed=pressed)


def _value(what: str) -> tuple[dict[str, Any], str]:
    """Return the field with the value that was chosen, and the value in words."""
    if what == "Time at the stop":
        minutes = st.number_input("Minutes", min_value=0, max_value=600, value=4, key="bulk_set_min")
        return {"service_s": int(minutes) * 60}, f"{minutes} min"
    if what == "Priority":
        name = st.selectbox("Priority", list(PRIORITIES), index=1, key="bulk_set_priority")
        return {"priority": PRIORITIES[name]}, name
    text = st.text_input("Write", key=f"bulk_set_{what}", max_chars=300).strip()
    if what == "Needs":
        words = frozenset(word.strip().lower() for word in text.split(",") if word.strip())
        return {"skills": words}, ", ".join(sorted(words))[:40]
    return {"notes": text}, text[:40]


def _undo(page: PageContext) -> None:
    """Offer to undo the newest change of many orders of this day."""
    entry = page.store.undo.latest("mend", page.service_date.isoformat())
    if entry is None:
        return
    number = sum(change.table == "orders" for change in entry.changes)
    made = entry.made_at.astimezone(page.day.midnight.tzinfo)
    label = f"Undo the change of {plural(number, 'order')} at {made:%H:%M}"
    if not st.button(label, key="bulk_undo", icon=":material/undo:"):
        return
    try:
        undone = undo_mend(page.store, entry.undo_id, by=page.user)
    except LastmileError as error:
        show_error(error)
        return
    left = f" {plural(len(undone.left), 'order')} changed since and stayed." if undone.left else ""
    remember_message(f"{plural(undone.restored, 'order')} as before.{left}")
    st.rerun()
