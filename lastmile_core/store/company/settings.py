"""Choices of the company that live in the database: targets, figures' rules, backups, the server for addresses.

What somebody said about a day, a file or a customer is no setting: it has a table of its own (``model/facts``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, to_json
from lastmile_core.store.database.sql import upsert_sql

_SET = upsert_sql("settings", ("key", "value"), ("key",))


class Setting(StrEnum):
    """Every choice there is; a new one is added here, and is a choice and not a fact."""

    TARGETS = "targets"
    METRIC_RULES = "metric_rules"
    REMOTE_GEOCODER = "remote_geocoder"
    NIGHTLY_BACKUPS_KEPT = "nightly_backups_kept"


class StoredSettings:
    """JSON values by setting."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, setting: Setting, default: Any = None) -> Any:
        """Return the value, or ``default`` when it was never set."""
        text = self._db.value("SELECT value FROM settings WHERE key = :key", key=Setting(setting).value)
        return from_json(text, default)

    def set(self, setting: Setting, value: Any) -> None:
        """Store a JSON value; the old one is replaced whole.

        Raises
        ------
        ValueError
            If there is no such setting.
        """
        self._db.write(_SET, {"key": Setting(setting).value, "value": to_json(value)})

    def all(self) -> dict[str, Any]:
        """Return every key with its value."""
        return {
            row["key"]: from_json(row["value"]) for row in self._db.rows("SELECT key, value FROM settings ORDER BY key")
        }
