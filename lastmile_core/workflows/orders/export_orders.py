"""The orders of a day as a file that spreadsheets show as it is and the import reads back without loss."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lastmile_core.clock import utc_now
from lastmile_core.errors import LastmileError, NotFoundError
from lastmile_core.files.writers.order_files import orders_csv, orders_xlsx
from lastmile_core.store import Store

ORDER_FILE_KINDS = ("csv", "xlsx")


def orders_file(
    store: Store, service_date: date, depot_id: str, kind: str, only: Collection[str] | None = None
) -> bytes:
    """Return the orders of a depot's day, by number, as ``csv`` or ``xlsx``; with ``only`` those of these numbers.

    Raises
    ------
    NotFoundError
        If the depot is gone.
    LastmileError
        If the kind is not one of these.
    """
    if kind not in ORDER_FILE_KINDS:
        raise LastmileError(f"Orders cannot be written as {kind}.", f"Choose one of: {', '.join(ORDER_FILE_KINDS)}.")
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot “{depot_id}” any more.", "Choose another one.")
    orders = sorted(store.orders.due_on(service_date, depot_id), key=lambda order: order.order_id)
    chosen = [order for order in orders if only is None or order.order_id in only]
    if kind == "csv":
        return orders_csv(chosen, depot.timezone)
    return orders_xlsx(chosen, depot.timezone, created=utc_now())
