"""What orders and customers were before a deed that may be taken back whole: an import, a bulk change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment, read_moment_or_none, to_json
from lastmile_core.store.database.sql import insert_sql, upsert_sql

OrderKey = tuple[str, date]
Row = dict[str, Any]
_ADD = insert_sql("undo", ("undo_id", "what", "subject", "made_at", "made_by", "changes"))
_TABLES = {"orders": ("order_id", "service_date"), "customers": ("customer_id",)}
_ORDERS = """
    SELECT o.* FROM json_each(:keys) k
    JOIN orders o ON o.order_id = json_extract(k.value, '$[0]') AND o.service_date = json_extract(k.value, '$[1]')"""
_CUSTOMERS = "SELECT c.* FROM json_each(:keys) k JOIN customers c ON c.customer_id = json_extract(k.value, '$[0]')"
_USERS = """
    SELECT customer_id, order_id, service_date FROM orders
    WHERE customer_id IN (SELECT value FROM json_each(:ids))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row of a table before and after a deed.

    Attributes
    ----------
    table
        ``orders`` or ``customers``.
    key
        Its key as text: order number and service date, or customer number.
    before
        The row as it was; None when the deed made it.
    after
        The row as the deed left it; only kept where there was one before.
    """

    table: str
    key: tuple[str, ...]
    before: Row | None = None
    after: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEntry:
    """A deed that can be taken back; ``undone_at`` is None while it was not."""

    undo_id: str
    what: str
    subject: str
    made_at: datetime
    made_by: str
    changes: list[RowChange] = field(default_factory=list)
    undone_at: datetime | None = None


class Undo:
    """Deeds with what they changed, row by row."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def orders(self, keys: Iterable[OrderKey]) -> dict[tuple[str, ...], Row]:
        """Return the stored rows of orders by key, as they are in the table."""
        return self._rows("orders", [(order_id, day.isoformat()) for order_id, day in keys])

    def customers(self, ids: Iterable[str]) -> dict[tuple[str, ...], Row]:
        """Return the stored rows of customers by key."""
        return self._rows("customers", [(customer_id,) for customer_id in ids])

    def now(self, changes: Sequence[RowChange]) -> dict[tuple[str, tuple[str, ...]], Row]:
        """Return the rows that changes are about as they are now, by table and key."""
        found: dict[tuple[str, tuple[str, ...]], Row] = {}
        for table in _TABLES:
            keys = [change.key for change in changes if change.table == table]
            found.update({(table, key): row for key, row in self._rows(table, keys).items()})
        return found

    def keep(self, undo_id: str, what: str, subject: str, by: str, changes: Sequence[RowChange]) -> None:
        """Keep what a deed changed; call it inside ``store.atomic()`` together with the deed."""
        written = [[change.table, change.key, change.before, change.after] for change in changes]
        self._db.write(
            _ADD,
            {
                "undo_id": undo_id,
                "what": what,
                "subject": subject,
                "made_at": moment_text(utc_now()),
                "made_by": by,
                "changes": to_json(written),
            },
        )

    def get(self, undo_id: str) -> UndoEntry | None:
        """Return a deed, or None."""
        row = self._db.one("SELECT * FROM undo WHERE undo_id = :undo_id", undo_id=undo_id)
        return None if row is None else _read(row)

    def undone(self, undo_ids: Iterable[str]) -> set[str]:
        """Return which of these deeds were taken back."""
        rows = self._db.rows(
            "SELECT undo_id FROM undo WHERE undone_at IS NOT NULL AND undo_id IN (SELECT value FROM json_each(:ids))",
            ids=to_json(list(undo_ids)),
        )
        return {str(row["undo_id"]) for row in rows}

    def follow(self, undo_id: str, table: str, keys: Container[tuple[str, ...]], columns: Sequence[str]) -> None:
        """Count what some columns hold now as part of a deed: it went on after the deed was kept."""
        with self._db.atomic():
            entry = self.get(undo_id)
            if entry is None:
                return
            mine = [change for change in entry.changes if change.table == table and change.key in keys and change.after]
            rows = self.now(mine)
            later = {
                (change.table, change.key): {name: rows[change.table, change.key][name] for name in columns}
                for change in mine
                if (change.table, change.key) in rows
            }
            written = [
                [c.table, c.key, c.before, {**c.after, **later.get((c.table, c.key), {})} if c.after else c.after]
                for c in entry.changes
            ]
            self._db.write(
                "UPDATE undo SET changes = :changes WHERE undo_id = :undo_id",
                {"changes": to_json(written), "undo_id": undo_id},
            )

    def latest(self, what: str, subject: str) -> UndoEntry | None:
        """Return the newest deed of a kind about one thing that was not taken back, or None."""
        row = self._db.one(
            "SELECT * FROM undo WHERE what = :what AND subject = :subject AND undone_at IS NULL "
            "ORDER BY rowid DESC LIMIT 1",
            what=what,
            subject=subject,
        )
        return None if row is None else _read(row)

    def users_of(self, customer_ids: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
        """Return the keys of the orders that refer to each customer; customers without orders are absent."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for row in self._db.rows(_USERS, ids=to_json(list(customer_ids))):
            found.setdefault(row["customer_id"], set()).add((row["order_id"], row["service_date"]))
        return found

    def put_back(self, changes: Sequence[RowChange]) -> None:
        """Store rows as they were before and remove those that a deed made."""
        with self._db.atomic():
            for table, key in _TABLES.items():
                mine = [change for change in changes if change.table == table]
                rows = [change.before for change in mine if change.before is not None]
                if rows:
                    self._db.write_many(upsert_sql(table, list(rows[0]), key), rows)
                where = " AND ".join(f"{name} = :{name}" for name in key)
                made = [dict(zip(key, change.key, strict=True)) for change in mine if change.before is None]
                self._db.write_many(f"DELETE FROM {table} WHERE {where}", made)

    def mark_undone(self, undo_id: str) -> None:
        """Say that a deed was taken back."""
        self._db.write(
            "UPDATE undo SET undone_at = :at WHERE undo_id = :undo_id",
            {"at": moment_text(utc_now()), "undo_id": undo_id},
        )

    def _rows(self, table: str, keys: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], Row]:
        if not keys:
            return {}
        found = self._db.rows(_ORDERS if table == "orders" else _CUSTOMERS, keys=json.dumps(list(keys)))
        return {tuple(str(row[name]) for name in _TABLES[table]): dict(row) for row in found}


def _read(row: sqlite3.Row) -> UndoEntry:
    return UndoEntry(
        undo_id=row["undo_id"],
        what=row["what"],
        subject=row["subject"],
        made_at=read_moment(row["made_at"]),
        made_by=row["made_by"],
        changes=[
            RowChange(table=table, key=tuple(key), before=before, after=after)
            for table, key, before, after in json.loads(row["changes"])
        ],
        undone_at=read_moment_or_none(row["undone_at"]),
    )
