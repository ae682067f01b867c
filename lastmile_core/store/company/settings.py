"""Choices of the company that live in the database: targets, names, columns of a shop's file."""

from __future__ import annotations

from typing import Any

from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, to_json
from lastmile_core.store.database.sql import upsert_sql

_SET = upsert_sql("settings", ("key", "value"), ("key",))


class StoredSettings:
    """JSON values by key."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value, or ``default`` when it was never set."""
        return from_json(self._db.value("SELECT value FROM settings WHERE key = :key", key=key), default)

    def set(self, key: str, value: Any) -> None:
        """Store a JSON value; the old one is replaced whole."""
        self._db.write(_SET, {"key": key, "value": to_json(value)})

    def all(self) -> dict[str, Any]:
        """Return every key with its value."""
        return {
            row["key"]: from_json(row["value"]) for row in self._db.rows("SELECT key, value FROM settings ORDER BY key")
        }
