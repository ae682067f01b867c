"""Vehicles that go no further on a day: each word appended, the newest about a vehicle counts."""

from __future__ import annotations

from lastmile_core.clock import utc_now
from lastmile_core.model.basics.day_key import DayKey
from lastmile_core.model.facts.breakdown import Breakdown
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import (
    moment_or_none,
    moment_text,
    read_location,
    read_moment,
    read_moment_or_none,
)
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql(
    "breakdowns",
    ("service_date", "depot_id", "vehicle_id", "since", "lat", "lon", "note", "said_at", "said_by"),
)
_NEWEST = """
    SELECT * FROM breakdowns WHERE seq IN (
        SELECT MAX(seq) FROM breakdowns WHERE service_date = :service_date AND depot_id = :depot_id
        GROUP BY vehicle_id)
    AND since IS NOT NULL ORDER BY seq"""


class Breakdowns:
    """Breakdowns by day."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_day(self, day: DayKey) -> dict[str, Breakdown]:
        """Return the vehicles that go no further on a day, by vehicle id, the first marked first."""
        zone = self._db.zone(day.depot_id)
        rows = self._db.rows(_NEWEST, service_date=day.service_date.isoformat(), depot_id=day.depot_id)
        return {
            row["vehicle_id"]: Breakdown(
                vehicle_id=row["vehicle_id"],
                since=read_moment(row["since"], zone),
                location=read_location(row["lat"], row["lon"]),
                note=row["note"],
                said_by=row["said_by"],
                said_at=read_moment_or_none(row["said_at"]),
            )
            for row in rows
        }

    def add(self, day: DayKey, breakdown: Breakdown, *, by: str) -> None:
        """Say that a vehicle goes no further, or say it anew."""
        self._say(day, breakdown.vehicle_id, breakdown, by)

    def take_back(self, day: DayKey, vehicle_id: str, *, by: str) -> None:
        """Say that a vehicle goes on again."""
        self._say(day, vehicle_id, None, by)

    def _say(self, day: DayKey, vehicle_id: str, breakdown: Breakdown | None, by: str) -> None:
        place = breakdown.location if breakdown else None
        self._db.write(
            _ADD,
            {
                "service_date": day.service_date.isoformat(),
                "depot_id": day.depot_id,
                "vehicle_id": vehicle_id,
                "since": moment_or_none(breakdown.since if breakdown else None),
                "lat": None if place is None else float(place.lat),
                "lon": None if place is None else float(place.lon),
                "note": breakdown.note if breakdown else "",
                "said_at": moment_text(utc_now()),
                "said_by": by,
            },
        )
