"""Orders changed by hand: cell by cell on what is stored now, all together or not at all, with who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lastmile_core.errors import NotFoundError
from lastmile_core.model import Order, OrderStatus
from lastmile_core.store import Store


def change_orders(
    store: Store, service_date: date, changes: Mapping[str, Mapping[str, Any]], *, by: str, why: str = ""
) -> list[Order]:
    """Change fields of orders.

    Parameters
    ----------
    changes
        Order id → field of :class:`Order` → new value. Only these fields are touched, so that two people who change
        different fields of one order both keep their change.

    Raises
    ------
    NotFoundError
        If an order is gone; nothing is changed then.
    ValueError
        If a value is not possible; nothing is changed then.
    """
    with store.atomic():
        saved = []
        for order_id, fields in changes.items():
            order = store.orders.get(order_id, service_date)
            if order is None:
                raise NotFoundError(
                    f"Order {order_id} is not there any more; nothing was changed.", "Reload the page and try again."
                )
            saved.append(_with_status(replace(order, **fields), fields))
        store.orders.save_many(saved)
        store.audit.write(
            who=by,
            what="change orders",
            why=why,
            subject=service_date.isoformat(),
            detail={"orders": {order_id: sorted(fields) for order_id, fields in changes.items()}},
        )
    return saved


def _with_status(order: Order, fields: Mapping[str, Any]) -> Order:
    """Return the order with the status that follows from a place that was given or taken away."""
    if "status" in fields or order.status is OrderStatus.SKIPPED:
        return order
    if order.location is None:
        return replace(order, status=OrderStatus.NEEDS_PLACE)
    if "location" in fields:
        return replace(order, status=OrderStatus.READY)
    return order


def skip_orders(
    store: Store, service_date: date, order_ids: Sequence[str], *, by: str, why: str = "", skip: bool = True
) -> int:
    """Leave orders out of today's planning, or take them in again; return how many changed."""
    changes: dict[str, dict[str, Any]] = {}
    for order in store.orders.get_many(list(order_ids), service_date):
        if skip and order.status is not OrderStatus.SKIPPED:
            changes[order.order_id] = {"status": OrderStatus.SKIPPED}
        elif not skip and order.status is OrderStatus.SKIPPED:
            ready = OrderStatus.READY if order.location is not None else OrderStatus.NEEDS_PLACE
            changes[order.order_id] = {"status": ready}
    if changes:
        change_orders(store, service_date, changes, by=by, why=why)
    return len(changes)
