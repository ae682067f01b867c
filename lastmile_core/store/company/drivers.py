"""Drivers in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from lastmile_core.model import Driver
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import clock_text, read_clock, read_words, words_json
from lastmile_core.store.database.sql import upsert_sql

_COLUMNS = (
    "driver_id",
    "name",
    "depot_id",
    "phone",
    "skills",
    "shift_start",
    "shift_end",
    "break_s",
    "break_earliest",
    "break_latest",
    "is_active",
    "break_after_s",
    "districts",
)
_SAVE = upsert_sql("drivers", _COLUMNS, ("driver_id",))
_OF_DEPOT = """
    SELECT * FROM drivers WHERE depot_id = :depot_id AND (is_active OR NOT :active_only) ORDER BY name, driver_id"""


class Drivers:
    """Drivers by id and depot."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_depot(self, depot_id: str, active_only: bool = True) -> list[Driver]:
        """Return the drivers of one depot, by name."""
        return [_read(row) for row in self._db.rows(_OF_DEPOT, depot_id=depot_id, active_only=active_only)]

    def get(self, driver_id: str) -> Driver | None:
        """Return the driver, or None."""
        row = self._db.one("SELECT * FROM drivers WHERE driver_id = :driver_id", driver_id=driver_id)
        return None if row is None else _read(row)

    def save(self, driver: Driver) -> None:
        """Add the driver or change the one of the same id."""
        self.save_many([driver])

    def save_many(self, drivers: Iterable[Driver]) -> None:
        """Add or change many, all or none."""
        self._db.write_many(_SAVE, [_row(driver) for driver in drivers])


def _row(driver: Driver) -> dict[str, object]:
    return {
        "driver_id": driver.driver_id,
        "name": driver.name,
        "depot_id": driver.depot_id,
        "phone": driver.phone,
        "skills": words_json(driver.skills),
        "shift_start": clock_text(driver.shift_start),
        "shift_end": clock_text(driver.shift_end),
        "break_s": int(driver.break_s),
        "break_earliest": clock_text(driver.break_earliest),
        "break_latest": clock_text(driver.break_latest),
        "is_active": int(driver.is_active),
        "break_after_s": None if driver.break_after_s is None else int(driver.break_after_s),
        "districts": words_json(driver.districts),
    }


def _read(row: sqlite3.Row) -> Driver:
    return Driver(
        driver_id=row["driver_id"],
        name=row["name"],
        depot_id=row["depot_id"],
        phone=row["phone"],
        skills=read_words(row["skills"]),
        shift_start=read_clock(row["shift_start"]),
        shift_end=read_clock(row["shift_end"]),
        break_s=row["break_s"],
        break_earliest=read_clock(row["break_earliest"]),
        break_latest=read_clock(row["break_latest"]),
        is_active=bool(row["is_active"]),
        break_after_s=row["break_after_s"],
        districts=read_words(row["districts"]),
    )
