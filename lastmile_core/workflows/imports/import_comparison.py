"""What storing the orders of a file would change: new, changed, as before, called off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.orders.read_orders import OrdersRead
from lastmile_core.files.raw_table import RawTable
from lastmile_core.model import ImportMemory, Order, OrderStatus
from lastmile_core.store.store import Store
from lastmile_core.workflows.company.known_customers import KnownCustomers
from lastmile_core.workflows.imports.import_known_orders import (
    ask_about_known,
    called_off,
    moved_orders,
    waiting_report,
)
from lastmile_core.workflows.imports.import_preparation import PreparedImport, UnderstoodFile
from lastmile_core.workflows.imports.import_report import ImportReport, say
from lastmile_core.workflows.places.settled_looks import with_settled

_NOT_COMPARED = {"import_id"}


def compare_with_store(store: Store, file: UnderstoodFile) -> PreparedImport:
    """Say what storing the file's orders would change; inside the transaction that stores them, so that it is true."""
    told = file.answers.to_json()
    earlier = {
        record.import_id
        for record in store.imports.of_file(file.file_hash)
        if {name: record.mapping.get(name) for name in told} == told
    }
    same = file.answers.entries("same_customer")
    report, to_save, customers = _compared(store, file.table, file.mapping, file.read, earlier, same)
    question = ask_about_known(store, file.read, file.service_date, file.depot_id, file.answers) if to_save else None
    if question:
        report, to_save = waiting_report(report, question), []
    else:
        off, issues = called_off(store, file.read)
        report = replace(report, issues=[*report.issues, *issues])
        to_save = [*to_save, *off, *moved_orders(store, file.read, file.service_date, file.answers)]
    memory = file.memory
    report = replace(
        report,
        file_name=file.file_name,
        is_known=bool(earlier),
        signature=file.signature,
        is_remembered=memory.is_confirmed,
        remembered=_told(memory) if memory.is_confirmed else {},
    )
    report = replace(report, sentence=say(report))
    return PreparedImport(
        report=report, to_save=to_save, customers=customers, signature=file.signature, file_hash=file.file_hash
    )


def _told(memory: ImportMemory) -> dict[str, str]:
    return {"by": memory.said_by, "at": memory.said_at.isoformat() if memory.said_at else ""}


def _compared(
    store: Store,
    table: RawTable,
    mapping: ColumnMapping,
    read: OrdersRead,
    earlier: set[str],
    same: Mapping[str, str],
) -> tuple[ImportReport, list[Order], KnownCustomers]:
    customers = KnownCustomers(store.customers.all(), store.customer_aliases.by_alias(), same)
    orders = with_settled(store, [customers.recognise(order) for order in read.orders])
    found = _changes(store, orders, earlier)
    report = ImportReport(
        rows=len(table.rows),
        source=mapping.source,
        new=found.num_new,
        changed=len(found.changes),
        unchanged=len(found.kept),
        refused=len(read.rejected_rows),
        blank=read.blank_rows,
        merged=read.merged_rows,
        waiting=read.waiting,
        needs_place=sum(order.status is OrderStatus.NEEDS_PLACE for order in found.orders),
        needs_look=sum(order.status is OrderStatus.NEEDS_LOOK for order in found.orders),
        issues=[*read.issues, *customers.suggest()],
        outcome=read.outcome,
        changes=found.changes,
        mapping=mapping.as_dict(),
        headings=table.headings,
        samples=table.rows[:5],
        rejected_rows=read.rejected_rows,
        orders=found.orders,
        encoding=table.encoding,
        separator=table.separator,
        sheet=table.sheet,
        header_row=table.header_row,
        sheets=table.sheets,
        first_lines=table.first_lines,
    )
    return report, found.to_save, customers


@dataclass(slots=True, kw_only=True)
class _Changes:
    """Orders of a file by what storing them does; ``kept`` ones are as they are stored."""

    to_save: list[Order] = field(default_factory=list)
    kept: list[Order] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    num_new: int = 0

    @property
    def orders(self) -> list[Order]:
        """All orders of the file, as they are or would be stored."""
        return self.to_save + self.kept


def _changes(store: Store, orders: list[Order], earlier: set[str]) -> _Changes:
    found, stored = _Changes(), _stored(store, orders)
    for order in orders:
        old = stored.get((order.order_id, order.service_date))
        if old is None:
            found.num_new += 1
            found.to_save.append(order)
        elif old.import_id in earlier:  # this very file brought it; what a person changed since stays
            found.kept.append(old)
        elif differing := _differing(merged := _carry_over(order, old), old):
            found.to_save.append(merged)
            changed = {"order_id": order.order_id, "date": order.service_date.isoformat(), "fields": differing}
            found.changes.append(changed)
        else:
            found.kept.append(old)
    return found


def _stored(store: Store, orders: list[Order]) -> dict[tuple[str, date], Order]:
    found: dict[tuple[str, date], Order] = {}
    for day in {order.service_date for order in orders}:
        ids = [order.order_id for order in orders if order.service_date == day]
        found.update({(order.order_id, day): order for order in store.orders.get_many(ids, day)})
    return found


def _carry_over(order: Order, old: Order) -> Order:
    """Keep what people or earlier files added where the new file says nothing."""
    same_address = (order.address, order.postcode, order.city) == (old.address, old.postcode, old.city)
    kept: dict[str, Any] = {
        "district": order.district or old.district,
        "customer_id": order.customer_id or old.customer_id,
    }
    if order.location is None and old.location is not None and same_address:
        kept |= {"location": old.location, "status": old.status}
    elif order.location == old.location and old.status is OrderStatus.READY:
        kept["status"] = old.status  # somebody looked at the place already
    if old.status is OrderStatus.SKIPPED:
        kept["status"] = old.status
    return replace(order, **kept)


def _differing(order: Order, old: Order) -> list[str]:
    return [
        item.name
        for item in fields(Order)
        if item.name not in _NOT_COMPARED and getattr(order, item.name) != getattr(old, item.name)
    ]
