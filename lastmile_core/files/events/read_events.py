"""An events file to stop events: words of many systems, ids made where the file has none, disorder tolerated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lastmile_core.files.cells.dates import DateDecision, decide_dates, read_date
from lastmile_core.files.cells.times import moment_at, read_time
from lastmile_core.files.cells.values import CellError, decide_style, read_number
from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.events.event_checks import check_moment, why_held
from lastmile_core.files.events.event_words import KIND_WORDS, REASON_WORDS, event_key
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, look, shorten, stop
from lastmile_core.model import FAILURE_REASONS, EventKind, ImportOutcome, Issue, Severity, StopEvent

_AT_STOP = {EventKind.ARRIVED, EventKind.SERVICE_STARTED, EventKind.DELIVERED, EventKind.FAILED, EventKind.LEFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsRead:
    """Events of a file with their issues; rows = events + rejected rows + held rows + blank rows.

    ``held_rows`` name a vehicle or an order that nobody knows: read, and not counted.
    """

    events: list[StopEvent] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    held_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0
    outcome: ImportOutcome = ImportOutcome.ACCEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """Surroundings of an events file.

    Attributes
    ----------
    vehicle_of
        Order number → vehicle by the published plan; fills rows that name no vehicle.
    vehicles
        What files call a vehicle (number, name, plate; see ``vehicle_key``) → its id; None to believe every one.
    is_order
        Whether an order is known on a day; None to believe every one.
    received_at
        When the file came, zone-aware.
    """

    service_date: date
    depot_id: str
    timezone: str
    received_at: datetime
    vehicle_of: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] | None = None
    is_order: Callable[[date, str], bool] | None = None
    date_order: str = ""


def read_events(table: RawTable, mapping: ColumnMapping, ctx: EventContext) -> EventsRead:
    """Read the events of a table.

    Duplicates and disorder stay as they are: the store counts the ones, the fold of the day orders the others.
    """
    questions = list(mapping.questions)
    questions += [
        stop("MISSING_COLUMN", f"No column says {words} ({name}).", "Choose one.", column=name)
        for name, words in (("kind", "what happened"), ("occurred_at", "when"))
        if name not in mapping.fields
    ]
    dates = DateDecision()
    if "date" in mapping.fields:
        guess = mapping.fields["date"]
        dates = decide_dates(table.column(guess.index), ctx.service_date, guess.heading, ctx.date_order)
        questions += [dates.question] if dates.question else []
    blank = table.blank_rows
    if questions:
        return EventsRead(issues=[*questions, *table.notes], blank_rows=len(blank), outcome=ImportOutcome.ASK)
    issues = [*table.notes, *mapping.notes, *dates.notes]
    refused = {issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS}
    events, held = [], []
    reader = _EventReader(mapping, ctx, dates)
    for number, row in enumerate(table.rows, 1):
        if number in blank or number in refused:
            continue
        try:
            event, notes = reader.read(number, row)
        except CellError as fault:
            refused.add(number)
            shown = " | ".join(cell for cell in row if cell)
            issues.append(fault.as_issue(number, value=shown))
            continue
        why = why_held(event, number, ctx.vehicles, ctx.is_order)
        if why is not None:
            held.append(number)
            issues.append(why)
            continue
        events.append(event)
        issues += notes
    looks = any(issue.severity is Severity.LOOK for issue in issues)
    outcome = (
        ImportOutcome.PARTIAL
        if refused or held
        else ImportOutcome.ACCEPT_WITH_WARNINGS
        if looks
        else ImportOutcome.ACCEPT
    )
    return EventsRead(
        events=events,
        issues=issues,
        rejected_rows=sorted(refused),
        held_rows=held,
        blank_rows=len(blank),
        outcome=outcome if events or held else ImportOutcome.REJECT_FILE,
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
        if kind is EventKind.DEPARTED and order_id and event_key(self._text(row, "kind")) != kind.value:
            # A driver who leaves a customer: files have one word for both.
            kind = EventKind.LEFT
        if kind in _AT_STOP and not order_id:
            raise CellError("MISSING_VALUE", f"{kind.value} needs an order number.", "Fill it in.")
        named = self._text(row, "vehicle_id")
        known = (self.ctx.vehicles or {}).get(vehicle_key(named), named)
        vehicle_id = known or self.ctx.vehicle_of.get(order_id, "")
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
            visit_id=order_id if kind in _AT_STOP else None,
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
        kind = KIND_WORDS.get(event_key(text))
        if kind is None:
            known = ", ".join(item.value for item in EventKind)
            raise CellError("EVENT_KIND", f"{shorten(text)!r} is not a known event.", f"Write one of: {known}.")
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
                moment = datetime.fromisoformat(f"{zoned.group(1)}T{zoned.group(2)}{zoned.group(3)}")
            except ValueError as error:
                raise CellError("TIME_FORMAT", f"{text!r} is no time.", "Write YYYY-MM-DDTHH:MM:SS+00:00.") from error
        else:
            moment = self._local(text, day)
        return check_moment(moment, day, self.ctx.timezone, self.ctx.received_at, shorten(text))

    def _local(self, text: str, day: date) -> datetime:
        try:
            clock = read_time(text, self.ctx.timezone)
            return moment_at(clock.day or day, clock.seconds, self.ctx.timezone)[0]
        except (OverflowError, OSError) as error:  # a number of seconds that no calendar reaches
            raise CellError("TIME_FORMAT", f"{shorten(text)!r} is no time.", "Write HH:MM.") from error

    def _reason(self, row: list[str], number: int, notes: list[Issue]) -> str:
        text = self._text(row, "reason")
        kind_word = event_key(self._text(row, "kind"))
        code = REASON_WORDS.get(event_key(text), "") if text else REASON_WORDS.get(kind_word, "")
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


def vehicle_key(text: str) -> str:
    """Return a vehicle's number, name or plate without capitals, spaces and dashes: ``"AAA-1A11"`` → ``"aaa1a11"``."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _made_id(day: date, vehicle_id: str, kind: EventKind, order_id: str, occurred: datetime, reason: str) -> str:
    """Make the id from what happened, so that the same row of the same file is the same event."""
    parts = (day.isoformat(), vehicle_id, kind.value, order_id, occurred.isoformat(), reason)
    return "file-" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]
