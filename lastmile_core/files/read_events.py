"""An events file to stop events: words of many systems, ids made where the file has none, disorder tolerated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lastmile_core.files.column_mapping import ColumnMapping
from lastmile_core.files.dates import DateDecision, decide_dates, read_date
from lastmile_core.files.headings import normalise
from lastmile_core.files.raw_table import RawTable, look, stop
from lastmile_core.files.times import moment_at, read_time
from lastmile_core.files.values import CellError, decide_style, read_number
from lastmile_core.model import FAILURE_REASONS, EventKind, Issue, Severity, StopEvent

_WORDS: dict[str, EventKind] = {
    **{kind.value.replace("_", " "): kind for kind in EventKind},
    "success": EventKind.DELIVERED,
    "completed": EventKind.DELIVERED,
    "complete": EventKind.DELIVERED,
    "done": EventKind.DELIVERED,
    "zugestellt": EventKind.DELIVERED,
    "livre": EventKind.DELIVERED,
    "partial": EventKind.DELIVERED,
    "failure": EventKind.FAILED,
    "not delivered": EventKind.FAILED,
    "undelivered": EventKind.FAILED,
    "nicht zugestellt": EventKind.FAILED,
    "echec": EventKind.FAILED,
    "arrival": EventKind.ARRIVED,
    "arrive": EventKind.ARRIVED,
    "departure": EventKind.DEPARTED,
    "route started": EventKind.DEPARTED,
    "start": EventKind.DEPARTED,
    "service start": EventKind.SERVICE_STARTED,
    "return": EventKind.RETURNED,
    "route finished": EventKind.RETURNED,
    "break start": EventKind.BREAK_STARTED,
    "break end": EventKind.BREAK_FINISHED,
    "loading start": EventKind.LOADING_STARTED,
    "loading end": EventKind.LOADING_FINISHED,
    "at dock": EventKind.DOCK_ARRIVED,
}
_AT_STOP = {EventKind.ARRIVED, EventKind.SERVICE_STARTED, EventKind.DELIVERED, EventKind.FAILED, EventKind.LEFT}
_REASONS = {normalise(word): reason.code for reason in FAILURE_REASONS for word in (reason.code, reason.label)}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsRead:
    """Events of a file with their issues; rows = events + rejected rows + blank rows."""

    events: list[StopEvent] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0
    outcome: str = "accept"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """Surroundings of an events file.

    Attributes
    ----------
    vehicle_of
        Order number → vehicle by the published plan; fills rows that name no vehicle.
    received_at
        When the file came, zone-aware.
    """

    service_date: date
    depot_id: str
    timezone: str
    received_at: datetime
    vehicle_of: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""


def read_events(table: RawTable, mapping: ColumnMapping, ctx: EventContext) -> EventsRead:
    """Read the events of a table.

    Duplicates and disorder stay as they are: the store counts the ones, the fold of the day orders the others.
    """
    questions = list(mapping.questions)
    questions += [
        stop("MISSING_COLUMN", f"No column holds {name}.", "Choose one.", column=name)
        for name in ("kind", "occurred_at")
        if name not in mapping.fields
    ]
    dates = DateDecision()
    if "date" in mapping.fields:
        guess = mapping.fields["date"]
        dates = decide_dates(table.column(guess.index), ctx.service_date, guess.heading, ctx.date_order)
        questions += [dates.question] if dates.question else []
    blank = table.blank_rows
    if questions:
        return EventsRead(issues=[*questions, *table.notes], blank_rows=len(blank), outcome="ask")
    issues = [*table.notes, *mapping.notes, *dates.notes]
    refused = {issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS}
    events = []
    reader = _EventReader(mapping, ctx, dates)
    for number, row in enumerate(table.rows, 1):
        if number in blank or number in refused:
            continue
        try:
            event, notes = reader.read(number, row)
        except CellError as fault:
            refused.add(number)
            shown = " | ".join(cell for cell in row if cell)
            issues.append(stop(fault.code, fault.message, fault.mend, row=number, value=shown))
            continue
        events.append(event)
        issues += notes
    looks = any(issue.severity is Severity.LOOK for issue in issues)
    outcome = "partial" if refused else "accept_with_warnings" if looks else "accept"
    return EventsRead(
        events=events,
        issues=issues,
        rejected_rows=sorted(refused),
        blank_rows=len(blank),
        outcome=outcome if events else "reject_file",
    )


class _EventReader:
    def __init__(self, mapping: ColumnMapping, ctx: EventContext, dates: DateDecision) -> None:
        self.mapping = mapping
        self.ctx = ctx
        self.dates = dates

    def read(self, number: int, row: list[str]) -> tuple[StopEvent, list[Issue]]:
        """Return the event of a row, or raise CellError."""
        notes: list[Issue] = []
        kind = self._kind(row)
        order_id = self._text(row, "order_id")
        if kind in _AT_STOP and not order_id:
            raise CellError("MISSING_VALUE", f"{kind.value} needs an order number.", "Fill it in.")
        vehicle_id = self._text(row, "vehicle_id") or self.ctx.vehicle_of.get(order_id, "")
        if not vehicle_id:
            raise CellError("MISSING_VALUE", "The row names no vehicle, and no published plan tells it.", "Fill it in.")
        day = self._day(row)
        occurred = self._moment(row, day)
        reason = self._reason(row, number, notes) if kind is EventKind.FAILED else ""
        share = self._number(row, "delivered_share")
        kilometres = self._number(row, "odometer_km")
        event = StopEvent(
            event_id=self._text(row, "event_id") or _made_id(day, vehicle_id, kind, order_id, occurred, reason),
            service_date=day,
            depot_id=self.ctx.depot_id,
            vehicle_id=vehicle_id,
            kind=kind,
            occurred_at=occurred,
            received_at=self.ctx.received_at,
            order_id=order_id if kind in _AT_STOP else None,
            reason=reason,
            outcome=normalise(self._text(row, "outcome")).replace(" ", "_"),
            note=self._text(row, "note"),
            odometer_m=None if kilometres is None else round(kilometres * 1000),
            delivered_share=1.0 if share is None else min(1.0, max(0.0, share)),
            source="file",
        )
        return event, notes

    def _text(self, row: list[str], name: str) -> str:
        index = self.mapping.index(name)
        return "" if index is None else row[index]

    def _kind(self, row: list[str]) -> EventKind:
        text = self._text(row, "kind")
        kind = _WORDS.get(normalise(text))
        if kind is None:
            known = ", ".join(item.value for item in EventKind)
            raise CellError("EVENT_KIND", f"{text!r} is not a known event.", f"Write one of: {known}.")
        return kind

    def _day(self, row: list[str]) -> date:
        text = self._text(row, "date")
        return read_date(text, self.dates, self.ctx.service_date, self.ctx.timezone) if text else self.ctx.service_date

    def _moment(self, row: list[str], day: date) -> datetime:
        text = self._text(row, "occurred_at")
        if not text:
            raise CellError("MISSING_VALUE", "The row says no time.", "Fill it in.")
        zoned = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d.*?)\s*(Z|[+-]\d\d:?\d\d)", text)
        if zoned:
            try:
                return datetime.fromisoformat(f"{zoned.group(1)}T{zoned.group(2)}{zoned.group(3)}")
            except ValueError as error:
                raise CellError("TIME_FORMAT", f"{text!r} is no time.", "Write YYYY-MM-DDTHH:MM:SS+00:00.") from error
        clock = read_time(text, self.ctx.timezone)
        return moment_at(clock.day or day, clock.seconds, self.ctx.timezone)[0]

    def _reason(self, row: list[str], number: int, notes: list[Issue]) -> str:
        text = self._text(row, "reason")
        code = _REASONS.get(normalise(text), "")
        if not code:
            code = "no_attempt"
            notes.append(
                look(
                    "REASON",
                    f"Failure reason {text!r} is not known; it was taken as 'no attempt'.",
                    f"Write one of: {', '.join(reason.code for reason in FAILURE_REASONS)}.",
                    row=number,
                    column=self.mapping.heading("reason"),
                    value=text,
                )
            )
        return code

    def _number(self, row: list[str], name: str) -> float | None:
        text = self._text(row, name)
        return read_number(text, decide_style([text], "."), "", {"": 1.0, "km": 1.0}) if text else None


def _made_id(day: date, vehicle_id: str, kind: EventKind, order_id: str, occurred: datetime, reason: str) -> str:
    """Make the id from what happened, so that the same row of the same file is the same event."""
    parts = (day.isoformat(), vehicle_id, kind.value, order_id, occurred.isoformat(), reason)
    return "file-" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]
