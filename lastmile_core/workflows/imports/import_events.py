"""Events from a file: appended in one transaction, what is known already counted and left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lastmile_core.clock import utc_now
from lastmile_core.errors import FileError, NotFoundError
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.events.read_events import EventContext, EventsRead, read_events, vehicle_key
from lastmile_core.files.raw_table import file_refused
from lastmile_core.files.tables.read_table import read_table
from lastmile_core.model import ImportOutcome, Issue, StopEvent, order_of
from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers
from lastmile_core.store.days.events import AppendResult
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.import_memory import recall, remember, signature_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsReport:
    """What an events file did.

    Attributes
    ----------
    stored, duplicates
        Events that were new, and that were known with the same content.
    conflicts
        Ids that were known with other content; what was stored first stays.
    refused, blank
        Rows that became no event.
    held
        Rows whose vehicle or order nobody knows: shown with the reason, counted nowhere.
    mapping
        Field → heading, as the columns were understood.
    headings
        All columns of the file.
    """

    stored: int = 0
    duplicates: int = 0
    conflicts: list[str] = field(default_factory=list)
    refused: int = 0
    held: int = 0
    blank: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    outcome: ImportOutcome = ImportOutcome.ACCEPT
    sentence: str = ""


def import_events(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    service_date: date,
    depot_id: str,
    by: str,
    answers: ImportAnswers = NO_ANSWERS,
) -> EventsReport:
    """Append the events of a file.

    Parameters
    ----------
    service_date
        Day of rows that name none.
    answers
        As in ``import_orders``; ``date_order`` says which of day and month comes first. They are remembered for files
        with the same headings.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot {depot_id!r}.", "Choose another one.")
    try:
        table = read_table(content, file_name, answers=answers)
    except FileError as error:
        issue = file_refused(error)
        return EventsReport(issues=[issue], outcome=ImportOutcome.REJECT_FILE, sentence=str(error))
    signature = signature_of(table)
    said = answers.after(recall(store, signature).answers)
    columns = map_columns(table.headings, table.rows, "events", said, has_header=table.has_header)
    ctx = EventContext(
        service_date=service_date,
        depot_id=depot_id,
        timezone=depot.timezone,
        received_at=utc_now(),
        vehicle_of=_vehicle_of(store, service_date, depot_id),
        vehicles=_vehicles(store, depot_id),
        is_order=_KnownOrders(store, depot_id),
        date_order=said.text("date_order"),
    )
    read = read_events(table, columns, ctx)
    with store.atomic():
        result = _append(store, read.events, file_name, by)
        if read.events or read.held_rows:
            remember(store, signature, replace(said, columns=answers.columns), by)
    understood = {name: guess.heading for name, guess in columns.fields.items()}
    return _report(read, result, file_name, understood, table.headings)


def _vehicles(store: Store, depot_id: str) -> dict[str, str]:
    """Return what files call a vehicle of the depot; a word that two of them share names neither, a number always."""
    fleet = store.vehicles.of_depot(depot_id, active_only=False)
    names: dict[str, set[str]] = {}
    for vehicle in fleet:
        for word in filter(None, (vehicle.name, vehicle.plate)):
            names.setdefault(vehicle_key(word), set()).add(vehicle.vehicle_id)
    clear = {word: next(iter(ids)) for word, ids in names.items() if len(ids) == 1}
    return clear | {vehicle_key(vehicle.vehicle_id): vehicle.vehicle_id for vehicle in fleet}


class _KnownOrders:
    """Answers whether an order of a day is known: imported for it, or on its published plan."""

    def __init__(self, store: Store, depot_id: str) -> None:
        self._store, self._depot_id = store, depot_id
        self._days: dict[date, frozenset[str]] = {}

    def __call__(self, day: date, order_id: str) -> bool:
        if day not in self._days:
            orders = {order.order_id for order in self._store.orders.due_on(day, self._depot_id)}
            planned = _vehicle_of(self._store, day, self._depot_id)
            self._days[day] = frozenset({*orders, *planned, *map(order_of, planned)})
        return order_id in self._days[day] or order_of(order_id) in self._days[day]


def _vehicle_of(store: Store, service_date: date, depot_id: str) -> dict[str, str]:
    plan = store.plans.latest_published(service_date, depot_id)
    if plan is None:
        return {}
    return {stop.visit_id: route.vehicle_id for route in plan.routes for stop in route.stops}


def _append(store: Store, events: list[StopEvent], file_name: str, by: str) -> AppendResult:
    if not events:
        return AppendResult(stored=0, duplicates=0, conflicts=[])
    with store.atomic():
        result = store.events.append(events)
        if result.stored:
            detail = {"stored": result.stored, "duplicates": result.duplicates, "conflicts": len(result.conflicts)}
            store.audit.write(by, "import events", subject=file_name, detail=detail)
    return result


def _report(
    read: EventsRead, result: AppendResult, file_name: str, mapping: dict[str, str], headings: Sequence[str]
) -> EventsReport:
    parts = [f"{_count(result.stored, 'event')} stored"]
    if result.duplicates:
        parts.append(f"{result.duplicates} known already")
    if result.conflicts:
        parts.append(f"{len(result.conflicts)} contradict what is stored and were not taken")
    if read.rejected_rows:
        parts.append(f"{_count(len(read.rejected_rows), 'row')} refused")
    if read.held_rows:
        parts.append(f"{_count(len(read.held_rows), 'row')} held, because nobody knows the vehicle or the order")
    sentence = f"{file_name}: " + "; ".join(parts) + "."
    if read.outcome is ImportOutcome.ASK:
        sentence = f"{file_name}: {read.issues[0].message} {read.issues[0].mend}"
    return EventsReport(
        stored=result.stored,
        duplicates=result.duplicates,
        conflicts=list(result.conflicts),
        refused=len(read.rejected_rows),
        held=len(read.held_rows),
        mapping=mapping,
        headings=list(headings),
        blank=read.blank_rows,
        issues=read.issues,
        outcome=read.outcome,
        sentence=sentence,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
