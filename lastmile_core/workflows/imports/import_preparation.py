"""A file read into orders, before it is compared with the store (``import_comparison``)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from lastmile_core.errors import FileError, LastmileError
from lastmile_core.files.columns.map_columns import ColumnMapping, map_columns
from lastmile_core.files.columns.rider_columns import riders_of
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.read_orders import OrdersRead, read_orders
from lastmile_core.files.raw_table import RawTable, file_refused
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import Depot, ImportAnswers, ImportMemory, ImportOutcome, Order
from lastmile_core.places.keys import line_key
from lastmile_core.store.store import Store
from lastmile_core.workflows.company.known_customers import KnownCustomers
from lastmile_core.workflows.imports.import_memory import recall, signature_of
from lastmile_core.workflows.imports.import_report import ImportReport

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
    depots = _depots(store, depot_id)
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
    mapping = map_columns(
        table.headings, table.rows, answers=answers.after(memory.answers), has_header=table.has_header
    )
    context = _context(store, service_date, depot_id, depots, answers.after(chosen))
    read = _read_with_memory(table, mapping, context, memory)
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


def _depots(store: Store, depot_id: str | None) -> tuple[Depot, ...]:
    depots = tuple(store.depots.all())
    if not depots or (depot_id and depot_id not in {depot.depot_id for depot in depots}):
        raise LastmileError(
            f"There is no depot {depot_id!r}." if depots else "There is no depot yet.",
            "Add one on the Settings page first.",
        )
    return depots


def _read_with_memory(
    table: RawTable, mapping: ColumnMapping, context: ReadContext, memory: ImportMemory
) -> OrdersRead:
    """Read the orders; what was answered for such a file before is not asked again."""
    read = read_orders(table, mapping, context)
    used = memory.answers.without(set(context.answers.replies)).replies
    is_asked = read.outcome is ImportOutcome.ASK
    if used and (is_asked or any(name in _ALWAYS or name.startswith(_ALWAYS_ABOUT) for name in used)):
        # The rows are read anew, the table is the same.
        context = replace(context, answers=context.answers.after(ImportAnswers(replies=used)))
        read = read_orders(table, mapping, context)
    return read


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
