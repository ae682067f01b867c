"""Orders that cannot be planned yet, and a dispatcher's word that the day is planned without some of them."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.model import DayKey, Order, OrderStatus
from lastmile_core.store import Store

_WAITING = (OrderStatus.NEEDS_PLACE, OrderStatus.NEEDS_LOOK)


def unseen_orders(store: Store, day: DayKey) -> list[Order]:
    """Return the orders of a day that need a place or a look and of which nobody said that they may be left out."""
    seen = {order.order_id for order in store.left_out_orders.of_day(day)}
    return [
        order
        for order in store.orders.due_on(day.service_date, day.depot_id)
        if order.status in _WAITING and order.order_id not in seen
    ]


def plan_without(store: Store, day: DayKey, order_ids: Sequence[str], *, by: str) -> None:
    """Say by name that a day is planned without some orders; one that comes later must be named anew."""
    if not order_ids:
        return
    with store.atomic():
        store.left_out_orders.add_many(day, order_ids, by=by)
        store.audit.write(who=by, what="plan without", subject=day.subject, detail={"orders": list(order_ids)})
