"""Sums of days that were computed once: a cache that anybody may delete, with what tells whether it is still true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import to_json
from lastmile_core.store.database.sql import upsert_sql

_KEEP = upsert_sql(
    "kept_days",
    ("service_date", "depot_id", "made_from", "totals", "cases", "entries"),
    ("service_date", "depot_id"),
)
_PERIOD = "service_date BETWEEN :start AND :end AND depot_id = :depot_id"
_EVENTS = f"SELECT service_date, COUNT(*) AS num, MAX(seq) AS last FROM stop_events WHERE {_PERIOD} GROUP BY 1"
_PUBLISHED = f"SELECT service_date, MAX(publication_id) AS last FROM publications WHERE {_PERIOD} GROUP BY 1"
_CHANGES = f"SELECT service_date, changes FROM order_changes WHERE {_PERIOD}"
_TOTALS = f"SELECT service_date, made_from, totals FROM kept_days WHERE {_PERIOD}"
_CASES = """
    SELECT service_date, made_from, cases FROM kept_days
    WHERE depot_id = :depot_id AND service_date IN (SELECT value FROM json_each(:days))"""
_ENTRIES = _CASES.replace("cases", "entries")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """Numbers that grow whenever what happened, was promised or was due on a day changes.

    Events and publications are only ever appended, so their newest number says everything.
    """

    num_events: int = 0
    last_event: int = 0
    last_publication: int = 0
    order_changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """One kept day; what the texts mean is known to the one who made them.

    Attributes
    ----------
    made_from
        Fingerprint of everything that the sums were made from.
    totals, cases, entries
        The sums in three sizes, so that a trend need not read what only a table of rows shows.
    """

    service_date: date
    depot_id: str
    made_from: str
    totals: str
    cases: bytes
    entries: bytes


class KeptDays:
    """Kept sums by depot and day."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def marks(self, start: date, end: date, depot_id: str) -> dict[date, DayMark]:
        """Return the marks of every day of the period that has any."""
        period = {"start": start.isoformat(), "end": end.isoformat(), "depot_id": depot_id}
        events = {row["service_date"]: (row["num"], row["last"]) for row in self._db.rows(_EVENTS, **period)}
        published = {row["service_date"]: row["last"] for row in self._db.rows(_PUBLISHED, **period)}
        changes = {row["service_date"]: row["changes"] for row in self._db.rows(_CHANGES, **period)}
        return {
            date.fromisoformat(day): DayMark(
                num_events=events.get(day, (0, 0))[0],
                last_event=events.get(day, (0, 0))[1],
                last_publication=published.get(day, 0),
                order_changes=changes.get(day, 0),
            )
            for day in events.keys() | published.keys() | changes.keys()
        }

    def totals(self, start: date, end: date, depot_id: str) -> dict[date, tuple[str, str]]:
        """Return (fingerprint, totals) of every kept day of the period."""
        rows = self._db.rows(_TOTALS, start=start.isoformat(), end=end.isoformat(), depot_id=depot_id)
        return {date.fromisoformat(row["service_date"]): (row["made_from"], row["totals"]) for row in rows}

    def cases(self, days: Iterable[date], depot_id: str) -> dict[date, tuple[str, bytes]]:
        """Return (fingerprint, cases) of those of the days that are kept."""
        return self._blobs(_CASES, "cases", days, depot_id)

    def entries(self, days: Iterable[date], depot_id: str) -> dict[date, tuple[str, bytes]]:
        """Return (fingerprint, entries) of those of the days that are kept."""
        return self._blobs(_ENTRIES, "entries", days, depot_id)

    def keep(self, days: Iterable[KeptDay]) -> bool:
        """Keep the days and return True; return False when somebody else is saving or nothing can be saved.

        A page that only shows figures must neither wait for a writer nor fail on a full disk. The
        figures do not change, so :meth:`~lastmile_core.store.Store.data_version` does not either.
        """
        rows = [
            {
                "service_date": day.service_date.isoformat(),
                "depot_id": day.depot_id,
                "made_from": day.made_from,
                "totals": day.totals,
                "cases": day.cases,
                "entries": day.entries,
            }
            for day in days
        ]
        return self._db.try_write_many(_KEEP, rows)

    def forget(self) -> None:
        """Delete every kept day; they are made again when somebody asks."""
        self._db.write("DELETE FROM kept_days", counts=False)

    def _blobs(self, sql: str, column: str, days: Iterable[date], depot_id: str) -> dict[date, tuple[str, bytes]]:
        rows = self._db.rows(sql, days=to_json([day.isoformat() for day in days]), depot_id=depot_id)
        return {date.fromisoformat(row["service_date"]): (row["made_from"], row[column]) for row in rows}
