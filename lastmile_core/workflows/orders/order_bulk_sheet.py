"""One thing set for many orders at once, so that it can be undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lastmile_core.model import Order
from lastmile_core.store import Store
from lastmile_core.workflows.company.compare_and_save import Sheet
from lastmile_core.workflows.company.compare_rows import Comparison, Row
from lastmile_core.workflows.orders.mend_orders import mend_orders

_LABELS = {"service_s": "Time at the stop (s)", "priority": "Priority", "skills": "Needs", "notes": "Notes"}


def order_bulk_sheet(store: Store, service_date: date, *, by: str, why: str) -> Sheet:
    """Return what can be set for many orders of a day, by number."""

    def read(keys: Sequence[str]) -> dict[str, Row]:
        return {order.order_id: order_bulk_row(order) for order in store.orders.get_many(list(keys), service_date)}

    def write(found: Comparison) -> None:
        """Write as one mend, so that it can be undone as one."""
        fields = {change.field: found.rows[change.row][change.field] for change in found.changes}
        fields = {name: frozenset(value) if name == "skills" else value for name, value in fields.items()}
        mend_orders(store, service_date, list(found.rows), fields, by=by, why=why)

    return Sheet(
        what="change orders",
        subject=service_date.isoformat(),
        read=read,
        write=write,
        labels=_LABELS,
        is_told=True,
    )


def order_bulk_row(order: Order) -> Row:
    """Return what of an order can be set for many."""
    return {
        "service_s": order.service_s,
        "priority": order.priority,
        "skills": tuple(sorted(order.skills)),
        "notes": order.notes,
    }
