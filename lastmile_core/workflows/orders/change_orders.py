"""Orders changed by hand: cell by cell on what is stored now, all together or not at all, with who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from lastmile_core.errors import NotFoundError
from lastmile_core.model import Location, Order, OrderStatus, TimeWindow
from lastmile_core.store import FieldChange, Store


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
        pairs = apply_changes(store, service_date, changes)
        store.audit.write(
            who=by,
            what="change orders",
            why=why,
            subject=service_date.isoformat(),
            detail={"orders": {order_id: sorted(fields) for order_id, fields in changes.items()}},
            changes=[
                FieldChange(
                    row=old.order_id, field=name, old=_plain(getattr(old, name)), new=_plain(getattr(new, name))
                )
                for old, new in pairs
                for name in {**dict.fromkeys(changes[old.order_id]), "status": None}
                if getattr(old, name) != getattr(new, name)
            ],
        )
    return [new for _, new in pairs]


def apply_changes(
    store: Store, service_date: date, changes: Mapping[str, Mapping[str, Any]]
) -> list[tuple[Order, Order]]:
    """Change fields of orders without a word to the audit, for those who write their own; return old and new.

    Raises
    ------
    NotFoundError
        If an order is gone; nothing is changed then.
    """
    with store.atomic():
        pairs = []
        for order_id, fields in changes.items():
            order = store.orders.get(order_id, service_date)
            if order is None:
                raise NotFoundError(
                    f"Order {order_id} is not there any more; nothing was changed.", "Reload the page and try again."
                )
            pairs.append((order, _with_status(replace(order, **fields), fields)))
        store.orders.save_many([new for _, new in pairs])
    return pairs


def _plain(value: Any) -> Any:
    """Return a field of an order as the audit keeps it."""
    if isinstance(value, Location):
        return f"{value.lat:.6f}, {value.lon:.6f}"
    if isinstance(value, TimeWindow):
        return f"{value.earliest:%H:%M}–{value.latest:%H:%M}"
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) else value.name.lower()
    if isinstance(value, tuple | list):
        return ", ".join(str(_plain(one)) for one in value)
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else value


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
