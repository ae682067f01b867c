"""Orders that cannot be planned yet, and a dispatcher's word that the day is planned without some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lastmile_core.model import Order, OrderStatus
from lastmile_core.store import Store

_WAITING = (OrderStatus.NEEDS_PLACE, OrderStatus.NEEDS_LOOK)


def unseen_orders(store: Store, service_date: date, depot_id: str) -> list[Order]:
    """Return the orders of a day that need a place or a look and of which nobody said that they may be left out."""
    seen = set(_left_out(store, service_date, depot_id))
    return [
        order
        for order in store.orders.due_on(service_date, depot_id)
        if order.status in _WAITING and order.order_id not in seen
    ]


def plan_without(store: Store, service_date: date, depot_id: str, order_ids: Sequence[str], *, by: str) -> None:
    """Say by name that a day is planned without some orders; one that comes later must be named anew."""
    if not order_ids:
        return
    with store.atomic():
        known = _left_out(store, service_date, depot_id)
        store.settings.set(_key(service_date, depot_id), list(dict.fromkeys([*known, *order_ids])))
        store.audit.write(
            who=by,
            what="plan without",
            subject=f"{service_date.isoformat()}/{depot_id}",
            detail={"orders": list(order_ids)},
        )


def _left_out(store: Store, service_date: date, depot_id: str) -> list[str]:
    return list(store.settings.get(_key(service_date, depot_id), []))


def _key(service_date: date, depot_id: str) -> str:
    return f"planned_without:{service_date.isoformat()}/{depot_id}"
