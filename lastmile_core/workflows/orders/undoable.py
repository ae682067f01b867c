"""Watches what saving orders and customers changes, so that it can be taken back whole."""

from __future__ import annotations

from collections.abc import Sequence

from lastmile_core.model import Customer, Order
from lastmile_core.store.records.undo import RowChange
from lastmile_core.store.store import Store


class Undoable:
    """Make it before saving, call :meth:`keep` after it, all inside one transaction."""

    def __init__(self, store: Store, orders: Sequence[Order], customers: Sequence[Customer] = ()) -> None:
        self._store = store
        self.customers = list(customers)
        self._orders = [(order.order_id, order.service_date) for order in orders]
        self._before = {
            "orders": store.undo.orders(self._orders),
            "customers": store.undo.customers(customer.customer_id for customer in self.customers),
        }

    def keep(self, undo_id: str, what: str, subject: str, by: str) -> list[RowChange]:
        """Keep what was changed under an id, and return it."""
        undo = self._store.undo
        known = [
            (order_id, day) for order_id, day in self._orders if (order_id, day.isoformat()) in self._before["orders"]
        ]
        after = {
            "orders": undo.orders(known),
            "customers": undo.customers(key[0] for key in self._before["customers"]),
        }
        keys: dict[str, list[tuple[str, ...]]] = {
            "orders": [(order_id, day.isoformat()) for order_id, day in self._orders],
            "customers": [(customer.customer_id,) for customer in self.customers],
        }
        changes = [
            RowChange(table=table, key=key, before=self._before[table].get(key), after=after[table].get(key))
            for table, names in keys.items()
            for key in dict.fromkeys(names)
        ]
        changes = [change for change in changes if change.before is None or change.before != change.after]
        undo.keep(undo_id, what, subject, by, changes)
        return changes
