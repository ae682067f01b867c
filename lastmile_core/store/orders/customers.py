"""Customers in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from lastmile_core.model import Customer
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import read_location
from lastmile_core.store.database.sql import upsert_sql

_TEXTS = ("customer_id", "name", "address", "postcode", "city", "district", "phone", "email", "notes")
_SAVE = upsert_sql("customers", (*_TEXTS, "lat", "lon"), ("customer_id",))


class Customers:
    """Recurring recipients by id."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Customer]:
        """Return every customer, by id."""
        return [_read(row) for row in self._db.rows("SELECT * FROM customers ORDER BY customer_id")]

    def names(self) -> dict[str, str]:
        """Return the name of every customer by id."""
        return {row["customer_id"]: row["name"] for row in self._db.rows("SELECT customer_id, name FROM customers")}

    def get(self, customer_id: str) -> Customer | None:
        """Return the customer, or None."""
        row = self._db.one("SELECT * FROM customers WHERE customer_id = :customer_id", customer_id=customer_id)
        return None if row is None else _read(row)

    def save(self, customer: Customer) -> None:
        """Add the customer or change the one of the same id."""
        self.save_many([customer])

    def save_many(self, customers: Iterable[Customer]) -> None:
        """Add or change many, all or none."""
        self._db.write_many(_SAVE, [_row(customer) for customer in customers])


def _row(customer: Customer) -> dict[str, object]:
    place = customer.location
    row: dict[str, object] = {name: getattr(customer, name) for name in _TEXTS}
    row["lat"] = None if place is None else float(place.lat)
    row["lon"] = None if place is None else float(place.lon)
    return row


def _read(row: sqlite3.Row) -> Customer:
    return Customer(location=read_location(row["lat"], row["lon"]), **{name: row[name] for name in _TEXTS})
