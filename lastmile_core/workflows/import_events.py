"""Events from a file: appended in one transaction, what is known already counted and left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.errors import FileError, NotFoundError
from lastmile_core.files.columns import map_columns
from lastmile_core.files.raw_table import stop
from lastmile_core.files.read_events import EventContext, EventsRead, read_events
from lastmile_core.files.read_table import read_table
from lastmile_core.model import Issue, StopEvent
from lastmile_core.store.events import AppendResult
from lastmile_core.store.store import Store


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
    """

    stored: int = 0
    duplicates: int = 0
    conflicts: list[str] = field(default_factory=list)
    refused: int = 0
    blank: int = 0
    issues: list[Issue] = field(default_factory=list)
    outcome: str = "accept"
    sentence: str = ""


def import_events(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    service_date: date,
    depot_id: str,
    by: str,
    mapping: Mapping[str, str | int | None] | None = None,
    fixes: Mapping[str, Any] | None = None,
) -> EventsReport:
    """Append the events of a file.

    Parameters
    ----------
    service_date
        Day of rows that name none.
    mapping, fixes
        As in ``import_orders``; ``fixes["date_order"]`` answers which of day and month comes first.

    Raises
    ------
    NotFoundError
        If there is no such depot.
    """
    depot = store.depots.get(depot_id)
    if depot is None:
        raise NotFoundError(f"There is no depot {depot_id!r}.", "Choose another one.")
    fixes = fixes or {}
    try:
        table = read_table(content, file_name, choices=fixes)
    except FileError as error:
        issue = stop(error.code, error.message, error.mend)
        return EventsReport(issues=[issue], outcome="reject_file", sentence=str(error))
    columns = map_columns(table.headings, table.rows, "events", mapping, has_header=table.has_header)
    ctx = EventContext(
        service_date=service_date,
        depot_id=depot_id,
        timezone=depot.timezone,
        received_at=utc_now(),
        vehicle_of=_vehicle_of(store, service_date, depot_id),
        date_order=str(fixes.get("date_order") or ""),
    )
    read = read_events(table, columns, ctx)
    result = _append(store, read.events, file_name, by)
    return _report(read, result, file_name)


def _vehicle_of(store: Store, service_date: date, depot_id: str) -> dict[str, str]:
    plan = store.plans.latest_published(service_date, depot_id)
    if plan is None:
        return {}
    return {stop.order_id: route.vehicle_id for route in plan.routes for stop in route.stops}


def _append(store: Store, events: list[StopEvent], file_name: str, by: str) -> AppendResult:
    if not events:
        return AppendResult(stored=0, duplicates=0, conflicts=[])
    with store.atomic():
        result = store.events.append(events)
        if result.stored:
            detail = {"stored": result.stored, "duplicates": result.duplicates, "conflicts": len(result.conflicts)}
            store.audit.write(by, "import events", subject=file_name, detail=detail)
    return result


def _report(read: EventsRead, result: AppendResult, file_name: str) -> EventsReport:
    parts = [f"{result.stored} events stored"]
    if result.duplicates:
        parts.append(f"{result.duplicates} known already")
    if result.conflicts:
        parts.append(f"{len(result.conflicts)} contradict what is stored and were not taken")
    if read.rejected_rows:
        parts.append(f"{len(read.rejected_rows)} rows refused")
    sentence = f"{file_name}: " + "; ".join(parts) + "."
    if read.outcome == "ask":
        sentence = f"{file_name}: {read.issues[0].message} {read.issues[0].mend}"
    return EventsReport(
        stored=result.stored,
        duplicates=result.duplicates,
        conflicts=list(result.conflicts),
        refused=len(read.rejected_rows),
        blank=read.blank_rows,
        issues=read.issues,
        outcome=read.outcome,
        sentence=sentence,
    )
