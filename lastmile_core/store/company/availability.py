"""Who drives what on one day: what was set by hand, else the usual driver and shift."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, time

from lastmile_core.model import Availability
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import clock_text, read_clock
from lastmile_core.store.database.sql import upsert_sql

# The shift of a vehicle without a usual driver; the same as a new driver's.
_USUAL_START, _USUAL_END = time(7, 0), time(16, 0)

_COLUMNS = ("service_date", "vehicle_id", "driver_id", "shift_start", "shift_end", "is_available", "note")
_SET = upsert_sql("availability", _COLUMNS, ("service_date", "vehicle_id"))
_FOR_DAY = """
    SELECT v.vehicle_id, a.service_date AS set_for, a.driver_id AS set_driver, a.shift_start, a.shift_end,
           a.is_available, a.note, d.driver_id AS usual_driver, COALESCE(v.shift_start, d.shift_start) AS usual_start,
           COALESCE(v.shift_end, d.shift_end) AS usual_end, d.is_active AS usual_is_active
    FROM vehicles v
    LEFT JOIN availability a ON a.vehicle_id = v.vehicle_id AND a.service_date = :service_date
    LEFT JOIN drivers d ON d.driver_id = v.driver_id
    WHERE v.depot_id = :depot_id AND v.is_active
    ORDER BY rtrim(v.name, '0123456789'), length(v.name), v.name, v.vehicle_id"""


class AvailabilityByDay:
    """The roster of a day."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def for_day(self, service_date: date, depot_id: str) -> list[Availability]:
        """Return one entry for each active vehicle of the depot, in the order of the fleet list.

        A vehicle that nobody set for this day has its usual driver and its own shift, else that driver's. Without
        either it is available from 07:00 to 16:00; when the usual driver is not active it stays in.
        """
        found = self._db.rows(_FOR_DAY, service_date=service_date.isoformat(), depot_id=depot_id)
        return [_read(row, service_date) for row in found]

    def set(self, availability: Availability) -> None:
        """Store what holds for one vehicle on one day."""
        self.set_many([availability])

    def set_many(self, entries: Iterable[Availability]) -> None:
        """Store many, all or none."""
        self._db.write_many(_SET, [_row(entry) for entry in entries])


def _row(entry: Availability) -> dict[str, object]:
    return {
        "service_date": entry.service_date.isoformat(),
        "vehicle_id": entry.vehicle_id,
        "driver_id": entry.driver_id,
        "shift_start": clock_text(entry.shift_start),
        "shift_end": clock_text(entry.shift_end),
        "is_available": int(entry.is_available),
        "note": entry.note,
    }


def _clock_or(text: str | None, usual: time) -> time:
    return usual if text is None else read_clock(text)


def _read(row: sqlite3.Row, service_date: date) -> Availability:
    vehicle_id = row["vehicle_id"]
    if row["set_for"] is not None:
        return Availability(
            service_date=service_date,
            vehicle_id=vehicle_id,
            driver_id=row["set_driver"],
            shift_start=read_clock(row["shift_start"]),
            shift_end=read_clock(row["shift_end"]),
            is_available=bool(row["is_available"]),
            note=row["note"],
        )
    if row["usual_driver"] is None:
        return Availability(
            service_date=service_date,
            vehicle_id=vehicle_id,
            driver_id=None,
            shift_start=_clock_or(row["usual_start"], _USUAL_START),
            shift_end=_clock_or(row["usual_end"], _USUAL_END),
        )
    is_active = bool(row["usual_is_active"])
    return Availability(
        service_date=service_date,
        vehicle_id=vehicle_id,
        driver_id=row["usual_driver"],
        shift_start=read_clock(row["usual_start"]),
        shift_end=read_clock(row["usual_end"]),
        is_available=is_active,
        note="" if is_active else "The usual driver is not active.",
    )
