"""What happened on the road: appended, and the same event sent again changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from lastmile_core.model import EventKind, StopEvent
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment, to_json
from lastmile_core.store.database.sql import insert_sql

_COLUMNS = (
    "event_id",
    "service_date",
    "depot_id",
    "vehicle_id",
    "kind",
    "occurred_at",
    "order_id",
    "reason",
    "outcome",
    "note",
    "odometer_m",
    "delivered_share",
    "source",
    "received_at",
)
# When the store took it is not part of what the reporter says: a resent event has a later one.
_COMPARED = _COLUMNS[:-1]
_APPEND = insert_sql("stop_events", _COLUMNS)
_BY_ID = "SELECT * FROM stop_events WHERE event_id IN (SELECT value FROM json_each(:event_ids))"
_IN_ORDER = " ORDER BY occurred_at, seq"
_BETWEEN = """
    SELECT * FROM stop_events
    WHERE service_date BETWEEN :start AND :end AND (:depot_id IS NULL OR depot_id = :depot_id)"""
_OF_VEHICLE = """
    SELECT * FROM stop_events
    WHERE service_date = :service_date AND depot_id = :depot_id AND vehicle_id = :vehicle_id"""
_ANY = "SELECT 1 FROM stop_events WHERE service_date = :service_date AND depot_id = :depot_id LIMIT 1"
_FIRST_DAYS = """
    SELECT order_id, MIN(service_date) AS first_day FROM stop_events
    WHERE service_date BETWEEN :start AND :end AND depot_id = :depot_id AND order_id <> ''
        AND (kind IN (SELECT value FROM json_each(:kinds))
            OR (kind = 'failed' AND reason IN (SELECT value FROM json_each(:reasons))))
    GROUP BY order_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendResult:
    """What became of the events.

    Attributes
    ----------
    stored, duplicates
        How many were new, and how many were known with the same content.
    conflicts
        Ids that were known with *other* content; what was stored first stays.
    """

    stored: int
    duplicates: int
    conflicts: list[str]


class Events:
    """Events by day, vehicle and order; always sorted by when they happened."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def append(self, events: Iterable[StopEvent]) -> AppendResult:
        """Store the events that are new, all in one transaction."""
        rows = [_row(event) for event in events]
        with self._db.atomic():
            found = self._db.rows(_BY_ID, event_ids=to_json([row["event_id"] for row in rows]))
            known: dict[object, Sequence[object]] = {
                row["event_id"]: [row[column] for column in _COMPARED] for row in found
            }
            new, duplicates, conflicts = [], 0, []
            for row in rows:
                body = [row[column] for column in _COMPARED]
                stored = known.setdefault(row["event_id"], body)
                if stored is body:
                    new.append(row)
                elif stored == body:
                    duplicates += 1
                else:
                    conflicts.append(str(row["event_id"]))
            self._db.write_many(_APPEND, new)
        return AppendResult(stored=len(new), duplicates=duplicates, conflicts=conflicts)

    def has_any(self, service_date: date, depot_id: str) -> bool:
        """Whether anything has happened on a day."""
        found = self._db.one(_ANY, service_date=service_date.isoformat(), depot_id=depot_id)
        return found is not None

    def of_day(self, service_date: date, depot_id: str | None = None) -> list[StopEvent]:
        """Return the events of one day; of every depot when none is named."""
        return self.between(service_date, service_date, depot_id)

    def between(self, start: date, end: date, depot_id: str | None = None) -> list[StopEvent]:
        """Return the events of a period, both ends included."""
        return self._read(
            self._db.rows(_BETWEEN + _IN_ORDER, start=start.isoformat(), end=end.isoformat(), depot_id=depot_id)
        )

    def of_vehicle(self, service_date: date, depot_id: str, vehicle_id: str) -> list[StopEvent]:
        """Return the events of one vehicle on one day."""
        return self._read(
            self._db.rows(
                _OF_VEHICLE + _IN_ORDER,
                service_date=service_date.isoformat(),
                depot_id=depot_id,
                vehicle_id=vehicle_id,
            )
        )

    def first_days(
        self, start: date, end: date, depot_id: str, *, kinds: Iterable[EventKind], reasons: Iterable[str]
    ) -> dict[str, date]:
        """Return the first day on which each order had an event of ``kinds`` or failed for one of ``reasons``."""
        rows = self._db.rows(
            _FIRST_DAYS,
            start=start.isoformat(),
            end=end.isoformat(),
            depot_id=depot_id,
            kinds=to_json([kind.value for kind in kinds]),
            reasons=to_json(list(reasons)),
        )
        return {row["order_id"]: date.fromisoformat(row["first_day"]) for row in rows}

    def _read(self, rows: Iterable[sqlite3.Row]) -> list[StopEvent]:
        return [_event(row, self._db.zone(row["depot_id"])) for row in rows]


def _row(event: StopEvent) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "service_date": event.service_date.isoformat(),
        "depot_id": event.depot_id,
        "vehicle_id": event.vehicle_id,
        "kind": event.kind.value,
        "occurred_at": moment_text(event.occurred_at),
        "received_at": moment_text(event.received_at),
        "order_id": event.visit_id,
        "reason": event.reason,
        "outcome": event.outcome,
        "note": event.note,
        "odometer_m": None if event.odometer_m is None else int(event.odometer_m),
        "delivered_share": float(event.delivered_share),
        "source": event.source,
    }


def _event(row: sqlite3.Row, zone: ZoneInfo) -> StopEvent:
    return StopEvent(
        event_id=row["event_id"],
        service_date=date.fromisoformat(row["service_date"]),
        depot_id=row["depot_id"],
        vehicle_id=row["vehicle_id"],
        kind=EventKind(row["kind"]),
        occurred_at=read_moment(row["occurred_at"], zone),
        received_at=read_moment(row["received_at"], zone),
        visit_id=row["order_id"],
        reason=row["reason"],
        outcome=row["outcome"],
        note=row["note"],
        odometer_m=row["odometer_m"],
        delivered_share=row["delivered_share"],
        source=row["source"],
    )
