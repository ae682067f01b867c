"""A file read and compared with the store before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from lastmile_core.errors import FileError, LastmileError
from lastmile_core.files.columns.map_columns import ColumnMapping, map_columns
from lastmile_core.files.columns.rider_columns import riders_of
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead, read_orders
from lastmile_core.files.raw_table import RawTable, file_refused
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, ImportMemory, ImportOutcome, Order, OrderStatus
from lastmile_core.places.keys import line_key
from lastmile_core.store.store import Store
from lastmile_core.workflows.company.known_customers import KnownCustomers
from lastmile_core.workflows.imports.import_known_orders import (
    ask_about_known,
    called_off,
    moved_orders,
    waiting_report,
)
from lastmile_core.workflows.imports.import_memory import recall, signature_of
from lastmile_core.workflows.imports.import_report import ImportReport, say
from lastmile_core.workflows.places.settled_looks import with_settled

_NOT_COMPARED = {"import_id"}
# Answers that settle something without a question being open.
_ALWAYS = {"join_parts", "same_number", "negative_is_collection", "decimal", "date_order"}
_ALWAYS_ABOUT = ("status:", "unused:", "rider:")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedImport:
    """A file read and compared with the store; nothing written."""

    report: ImportReport
    to_save: list[Order] = field(default_factory=list)
    customers: KnownCustomers | None = None
    signature: str = ""
    file_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodFile:
    """A file read into orders, before anybody looked at what is stored: the slow part, done outside a transaction.

    Attributes
    ----------
    plain_signature
        What such files are known by before anybody chose another sheet, heading row or encoding; "" without a choice.
    """

    file_name: str
    file_hash: str
    signature: str
    table: RawTable
    mapping: ColumnMapping
    read: OrdersRead
    memory: ImportMemory
    answers: ImportAnswers
    plain_signature: str = ""
    service_date: date
    depot_id: str | None = None


def understand(
    store: Store,
    content: bytes,
    file_name: str,
    service_date: date,
    depot_id: str | None,
    answers: ImportAnswers,
) -> UnderstoodFile | PreparedImport:
    """Read a file into orders; a file that cannot be read at all comes back as the report that says so.

    Raises
    ------
    LastmileError
        If there is no such depot.
    """
    depots = tuple(store.depots.all())
    if not depots or (depot_id and depot_id not in {depot.depot_id for depot in depots}):
        raise LastmileError(
            f"There is no depot {depot_id!r}." if depots else "There is no depot yet.",
            "Add one on the Settings page first.",
        )
    try:
        table = read_table(content, file_name, answers=answers)
        plain = _plain_signature(content, file_name, answers)
        memory = recall(store, signature_of(table))
        chosen = memory.answers.reading.without(set(answers.replies))
        if chosen:
            table = _read_as_before(content, file_name, answers.after(chosen)) or table
            memory = recall(store, signature_of(table), memory)
    except FileError as error:
        issue = file_refused(error)
        return PreparedImport(
            report=ImportReport(issues=[issue], outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
        )
    known = answers.after(memory.answers)
    mapping = map_columns(table.headings, table.rows, answers=known, has_header=table.has_header)
    context = _context(store, service_date, depot_id, depots, answers.after(chosen))
    read = read_orders(table, mapping, context)
    used = memory.answers.without(set(context.answers.replies)).replies
    if used and (
        read.outcome is ImportOutcome.ASK or any(name in _ALWAYS or name.startswith(_ALWAYS_ABOUT) for name in used)
    ):
        # What was answered for such a file before is not asked again; rows are read anew, the table is the same.
        context = replace(context, answers=context.answers.after(ImportAnswers(replies=used)))
        read = read_orders(table, mapping, context)
    return UnderstoodFile(
        file_name=file_name,
        file_hash=hashlib.sha256(content).hexdigest(),
        signature=signature_of(table),
        table=table,
        mapping=mapping,
        read=read,
        memory=memory,
        plain_signature=plain,
        answers=answers,
        service_date=service_date,
        depot_id=depot_id,
    )


def _plain_signature(content: bytes, file_name: str, answers: ImportAnswers) -> str:
    """Return under which headings the file is known when nobody chooses how it is read; "" when nobody did."""
    if not answers.reading:
        return ""
    try:
        return signature_of(read_table(content, file_name))
    except FileError:
        return ""


def _read_as_before(content: bytes, file_name: str, answers: ImportAnswers) -> RawTable | None:
    """Read with the choices of an earlier file; None when they do not fit this one (its sheet has another name)."""
    try:
        return read_table(content, file_name, answers=answers)
    except FileError:
        return None


def _context(
    store: Store, service_date: date, depot_id: str | None, depots: tuple[Depot, ...], answers: ImportAnswers
) -> ReadContext:
    chosen = next((depot for depot in depots if depot.depot_id == depot_id), depots[0])
    of = [depot_id] if depot_id else [depot.depot_id for depot in depots]
    return ReadContext(
        service_date=service_date,
        depot_id=depot_id,
        depots=depots,
        timezone=chosen.timezone,
        opens=chosen.opens,
        closes=chosen.closes,
        largest=_largest(store, of),
        riders=riders_of(
            (vehicle for one in of for vehicle in store.vehicles.of_depot(one)),
            (driver for one in of for driver in store.drivers.of_depot(one)),
        ),
        front_door=line_key,
        answers=answers,
    )


def _largest(store: Store, depot_ids: list[str]) -> dict[str, float]:
    """Return the most that any vehicle of the depots takes, for dimensions that all of them limit."""
    fleet = [vehicle for depot_id in depot_ids for vehicle in store.vehicles.of_depot(depot_id)]
    capacities = [vehicle.capacity.as_dict() for vehicle in fleet]
    if not capacities:
        return {}
    limited = set.intersection(*(set(capacity) for capacity in capacities))
    return {name: max(capacity[name] for capacity in capacities) for name in limited}


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
    stored = _stored(store, orders)
    kept: list[Order] = []
    to_save: list[Order] = []
    changes: list[dict[str, Any]] = []
    num_new = 0
    for order in orders:
        old = stored.get((order.order_id, order.service_date))
        if old is None:
            num_new += 1
            to_save.append(order)
        elif old.import_id in earlier:  # this very file brought it; what a person changed since stays
            kept.append(old)
        else:
            merged = _carry_over(order, old)
            differing = _differing(merged, old)
            if differing:
                to_save.append(merged)
                changes.append(
                    {"order_id": order.order_id, "date": order.service_date.isoformat(), "fields": differing}
                )
            else:
                kept.append(old)
    report = ImportReport(
        rows=len(table.rows),
        source=mapping.source,
        new=num_new,
        changed=len(changes),
        unchanged=len(kept),
        refused=len(read.rejected_rows),
        blank=read.blank_rows,
        merged=read.merged_rows,
        waiting=read.waiting,
        needs_place=sum(order.status is OrderStatus.NEEDS_PLACE for order in to_save + kept),
        needs_look=sum(order.status is OrderStatus.NEEDS_LOOK for order in to_save + kept),
        issues=[*read.issues, *customers.suggest()],
        outcome=read.outcome,
        changes=changes,
        mapping=mapping.as_dict(),
        headings=table.headings,
        samples=table.rows[:5],
        rejected_rows=read.rejected_rows,
        orders=to_save + kept,
        encoding=table.encoding,
        separator=table.separator,
        sheet=table.sheet,
        header_row=table.header_row,
        sheets=table.sheets,
        first_lines=table.first_lines,
    )
    return report, to_save, customers


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
