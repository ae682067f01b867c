"""Many stored orders mended at once, and the mend undone: "set the service time of these 17 to 4 min"."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.model import Order
from lastmile_core.store.records.undo import Row, RowChange
from lastmile_core.store.store import Store
from lastmile_core.workflows.orders.change_orders import change_orders
from lastmile_core.workflows.orders.undoable import Undoable


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMend:
    """A bulk change: ``mend_id`` undoes it."""

    mend_id: str
    orders: list[Order] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undoing a mend did; ``left`` are orders of which somebody changed the same field since."""

    restored: int = 0
    left: list[str] = field(default_factory=list)


def mend_orders(
    store: Store, service_date: date, order_ids: Sequence[str], fields: Mapping[str, Any], *, by: str, why: str = ""
) -> OrderMend:
    """Set the same fields of many orders, all or none.

    Parameters
    ----------
    fields
        Field of :class:`Order` → new value, such as ``{"service_s": 240}``.

    Raises
    ------
    NotFoundError
        If an order is gone; nothing is changed then.
    ValueError
        If a value is not possible; nothing is changed then.
    """
    mend_id = f"mend-{uuid.uuid4().hex[:12]}"
    with store.atomic():
        known = store.orders.get_many(list(order_ids), service_date)
        undoable = Undoable(store, known)
        changes = {order_id: dict(fields) for order_id in dict.fromkeys(order_ids)}
        saved = change_orders(store, service_date, changes, by=by, why=why)
        undoable.keep(mend_id, "mend", service_date.isoformat(), by)
    return OrderMend(mend_id=mend_id, orders=saved)


def undo_mend(store: Store, mend_id: str, *, by: str) -> Undone:
    """Give the orders of a mend the values that they had; other fields that changed since stay as they are.

    Raises
    ------
    NotFoundError
        If there is no such mend.
    LastmileError
        If it was undone already.
    """
    with store.atomic():
        entry = store.undo.get(mend_id)
        if entry is None or entry.what != "mend":
            raise NotFoundError(f"There is no change {mend_id!r}.", "Choose one that was made before.")
        if entry.undone_at is not None:
            raise LastmileError("This change was undone already.", "Nothing is left to do.")
        now = store.undo.now(entry.changes)
        back, left = [], []
        for change in entry.changes:
            row = now.get((change.table, change.key))
            if row is None:
                continue
            put = _put_back(change, row)
            if put is None:
                left.append(change.key[0])
            else:
                back.append(RowChange(table=change.table, key=change.key, before=put))
        store.undo.put_back(back)
        store.undo.mark_undone(mend_id)
        store.settled_looks.take_back(mend_id)
        detail = {"restored": len(back), "left": left}
        store.audit.write(who=by, what="undo mend", subject=entry.subject, detail=detail)
    return Undone(restored=len(back), left=left)


def _put_back(change: RowChange, row: Row) -> Row | None:
    """Return the row with the mended fields as they were; None when somebody changed one of them since."""
    if change.before is None or change.after is None:
        return None
    touched = [name for name, value in change.after.items() if change.before.get(name) != value]
    if any(row[name] != change.after[name] for name in touched):
        return None
    return {**row, **{name: change.before[name] for name in touched}}
