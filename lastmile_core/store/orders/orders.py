"""Orders in the store: one row for each order number and service date."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from lastmile_core.model import Order, OrderKind, OrderStatus, Priority
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import (
    load_json,
    read_load,
    read_location,
    read_windows,
    read_words,
    to_json,
    windows_json,
    words_json,
)
from lastmile_core.store.database.sql import upsert_sql
from lastmile_core.store.orders.order_rules import order_rules_json, read_order_rules

_TEXTS = ("customer_name", "address", "postcode", "city", "district", "phone", "email", "notes")
_COLUMNS = (
    "order_id",
    "service_date",
    "depot_id",
    "customer_id",
    *_TEXTS,
    "lat",
    "lon",
    "kind",
    "load",
    "windows",
    "service_s",
    "priority",
    "skills",
    "status",
    "custom",
    "rules",
    "import_id",
)
# The import that brought an order is no part of what the order says.
_COMPARED = tuple(column for column in _COLUMNS if column != "import_id")
_SAVE = upsert_sql("orders", _COLUMNS, ("order_id", "service_date"))
_BETWEEN = """
    SELECT * FROM orders
    WHERE service_date BETWEEN :start AND :end AND (:depot_id IS NULL OR depot_id = :depot_id)
    ORDER BY service_date, rowid"""
_MANY = """
    SELECT * FROM orders
    WHERE service_date = :service_date AND order_id IN (SELECT value FROM json_each(:order_ids)) ORDER BY rowid"""
_STORED = """
    SELECT o.* FROM json_each(:keys) k
    JOIN orders o ON o.order_id = json_extract(k.value, '$[0]') AND o.service_date = json_extract(k.value, '$[1]')"""
_COUNTS = """
    SELECT status, COUNT(*) AS num FROM orders
    WHERE service_date = :service_date AND (:depot_id IS NULL OR depot_id = :depot_id) GROUP BY status"""
_DATES = """
    SELECT DISTINCT service_date FROM orders
    WHERE :depot_id IS NULL OR depot_id = :depot_id ORDER BY service_date"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """What saving orders did (or would do): ids that are new, changed and already stored as they are."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


class Orders:
    """Orders by number and service date."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def due_on(self, service_date: date, depot_id: str | None = None) -> list[Order]:
        """Return the orders of one day in the order they came; of every depot when none is named."""
        return self.between(service_date, service_date, depot_id)

    def between(self, start: date, end: date, depot_id: str | None = None) -> list[Order]:
        """Return the orders of a period, both ends included."""
        return self._read(
            self._db.rows(_BETWEEN, start=start.isoformat(), end=end.isoformat(), depot_id=depot_id),
        )

    def get(self, order_id: str, service_date: date) -> Order | None:
        """Return the order, or None."""
        found = self.get_many([order_id], service_date)
        return found[0] if found else None

    def get_many(self, order_ids: Iterable[str], service_date: date) -> list[Order]:
        """Return those of the named orders that are stored for the day."""
        return self._read(
            self._db.rows(_MANY, service_date=service_date.isoformat(), order_ids=to_json(list(order_ids)))
        )

    def compare(self, orders: Iterable[Order]) -> SaveResult:
        """Return what :meth:`save_many` would do, and change nothing."""
        return self._compare([_row(order) for order in orders])[0]

    def save_many(self, orders: Iterable[Order]) -> SaveResult:
        """Add orders and change those of the same number and date, all or none.

        An order that is stored exactly so already is left alone. When one number comes twice for a
        day, the last one counts.
        """
        rows = [_row(order) for order in orders]
        with self._db.atomic():
            result, changed = self._compare(rows)
            self._db.write_many(_SAVE, changed)
        return result

    def save(self, order: Order) -> SaveResult:
        """Add or change one order."""
        return self.save_many([order])

    def counts(self, service_date: date, depot_id: str | None = None) -> dict[OrderStatus, int]:
        """Return how many orders of the day have each status; every status is named."""
        found = self._db.rows(_COUNTS, service_date=service_date.isoformat(), depot_id=depot_id)
        counted = {OrderStatus(row["status"]): int(row["num"]) for row in found}
        return {status: counted.get(status, 0) for status in OrderStatus}

    def dates(self, depot_id: str | None = None) -> list[date]:
        """Return the days that have orders, oldest first."""
        return [date.fromisoformat(row[0]) for row in self._db.rows(_DATES, depot_id=depot_id)]

    def _compare(self, rows: Sequence[dict[str, object]]) -> tuple[SaveResult, list[dict[str, object]]]:
        wanted = {(row["order_id"], row["service_date"]): row for row in rows}
        found = self._db.rows(_STORED, keys=json.dumps(list(wanted)))
        stored = {(row["order_id"], row["service_date"]): row for row in found}
        added, updated, unchanged = [], [], []
        changed = []
        for key, row in wanted.items():
            old = stored.get(key)
            if old is None:
                added.append(str(key[0]))
            elif any(old[column] != row[column] for column in _COMPARED):
                updated.append(str(key[0]))
            else:
                unchanged.append(str(key[0]))
                continue
            changed.append(row)
        return SaveResult(added=tuple(added), updated=tuple(updated), unchanged=tuple(unchanged)), changed

    def _read(self, rows: Iterable[sqlite3.Row]) -> list[Order]:
        return [_order(row, self._db.zone(row["depot_id"])) for row in rows]


def _row(order: Order) -> dict[str, object]:
    place = order.location
    row: dict[str, object] = {name: getattr(order, name) for name in _TEXTS}
    row.update(
        order_id=order.order_id,
        service_date=order.service_date.isoformat(),
        depot_id=order.depot_id,
        customer_id=order.customer_id,
        lat=None if place is None else float(place.lat),
        lon=None if place is None else float(place.lon),
        kind=order.kind.value,
        load=load_json(order.load),
        windows=windows_json(order.windows),
        service_s=int(order.service_s),
        priority=int(order.priority),
        skills=words_json(order.skills),
        status=order.status.value,
        custom=to_json(order.custom) if order.custom else "[]",
        rules=order_rules_json(order),
        import_id=order.import_id,
    )
    return row


def _order(row: sqlite3.Row, zone: ZoneInfo) -> Order:
    return Order(
        order_id=row["order_id"],
        service_date=date.fromisoformat(row["service_date"]),
        depot_id=row["depot_id"],
        customer_id=row["customer_id"],
        location=read_location(row["lat"], row["lon"]),
        kind=OrderKind(row["kind"]),
        load=read_load(row["load"]),
        windows=read_windows(row["windows"], zone),
        service_s=row["service_s"],
        priority=Priority(row["priority"]),
        skills=read_words(row["skills"]),
        status=OrderStatus(row["status"]),
        import_id=row["import_id"],
        custom=() if row["custom"] == "[]" else tuple((name, text) for name, text in json.loads(row["custom"])),
        **{name: row[name] for name in _TEXTS},
        **read_order_rules(row["rules"], zone),
    )
