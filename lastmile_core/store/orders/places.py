"""Where people put the pin for an address, and what geocoders answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lastmile_core.clock import utc_now
from lastmile_core.model import Location
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_location, read_moment, to_json
from lastmile_core.store.database.sql import insert_sql, upsert_sql

_FIX_COLUMNS = ("customer_id", "line_key", "full_key", "address", "lat", "lon", "fixed_at", "fixed_by")
_ADD_FIX = insert_sql("place_fixes", _FIX_COLUMNS)
_FIXES = """
    SELECT * FROM place_fixes WHERE line_key IN (SELECT value FROM json_each(:keys)) ORDER BY seq"""
_KEEP = upsert_sql("place_answers", ("made_by", "key", "answer", "found_at"), ("made_by", "key"))
_ANSWERS = """
    SELECT key, answer FROM place_answers
    WHERE made_by = :made_by AND key IN (SELECT value FROM json_each(:keys))"""
_FORGET_OLD = """
    DELETE FROM place_answers WHERE substr(made_by, 1, length(:family)) = :family AND made_by <> :made_by"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFix:
    """A pin that a person set for an address.

    Attributes
    ----------
    customer_id
        Whose address it is; "" when the order names no customer.
    line_key, full_key
        The address without and with postcode and town, in a form that spelling does not change.
    address
        As it was written.
    location
        None takes earlier pins of this customer and address back.
    """

    customer_id: str
    line_key: str
    full_key: str
    address: str
    location: Location | None
    fixed_by: str
    fixed_at: datetime


class Places:
    """Pins by address, and kept answers by who made them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def fix(self, fix: PlaceFix) -> None:
        """Remember a pin, or that earlier ones are taken back."""
        place = fix.location
        self._db.write(
            _ADD_FIX,
            {
                "customer_id": fix.customer_id,
                "line_key": fix.line_key,
                "full_key": fix.full_key,
                "address": fix.address,
                "lat": None if place is None else float(place.lat),
                "lon": None if place is None else float(place.lon),
                "fixed_at": moment_text(fix.fixed_at),
                "fixed_by": fix.fixed_by,
            },
        )

    def fixes(self, line_keys: Iterable[str]) -> list[PlaceFix]:
        """Return every pin of these street lines, oldest first."""
        return [_read(row) for row in self._db.rows(_FIXES, keys=to_json(sorted(set(line_keys))))]

    def pinned(self) -> set[Location]:
        """Return every point at which somebody ever put a pin."""
        rows = self._db.rows("SELECT DISTINCT lat, lon FROM place_fixes WHERE lat IS NOT NULL")
        return {Location(lat=row["lat"], lon=row["lon"]) for row in rows}

    def answers(self, made_by: str, keys: Iterable[str]) -> dict[str, str]:
        """Return the kept answers of one geocoder by key; what the texts mean is known to the one who made them."""
        rows = self._db.rows(_ANSWERS, made_by=made_by, keys=to_json(sorted(set(keys))))
        return {row["key"]: row["answer"] for row in rows}

    def keep_answers(self, made_by: str, answers: Mapping[str, str]) -> bool:
        """Keep answers and return True; return False when somebody else is saving: they can be found again.

        Parameters
        ----------
        made_by
            Who answered, as ``family:name:version``. Answers of other versions of the same are deleted.
        """
        now = moment_text(utc_now())
        rows = [{"made_by": made_by, "key": key, "answer": answer, "found_at": now} for key, answer in answers.items()]
        old = {"family": made_by.rpartition(":")[0] + ":", "made_by": made_by}
        return self._db.try_write_many(_FORGET_OLD, [old]) and self._db.try_write_many(_KEEP, rows)


def _read(row: sqlite3.Row) -> PlaceFix:
    return PlaceFix(
        customer_id=row["customer_id"],
        line_key=row["line_key"],
        full_key=row["full_key"],
        address=row["address"],
        location=read_location(row["lat"], row["lon"]),
        fixed_by=row["fixed_by"],
        fixed_at=read_moment(row["fixed_at"]),
    )
