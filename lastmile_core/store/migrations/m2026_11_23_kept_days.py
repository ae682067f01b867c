"""Sums of past days are kept, and every change of a day's orders is counted, so that stale ones are recognised."""

from __future__ import annotations

from typing import Any

_TABLES = (
    """CREATE TABLE order_changes (
        service_date TEXT NOT NULL, depot_id TEXT NOT NULL, changes INTEGER NOT NULL,
        PRIMARY KEY (service_date, depot_id)) STRICT, WITHOUT ROWID""",
    # Nothing may refer to a kept day and it refers to nothing: it can always be deleted and made again.
    """CREATE TABLE kept_days (
        service_date TEXT NOT NULL, depot_id TEXT NOT NULL, made_from TEXT NOT NULL, totals TEXT NOT NULL,
        cases BLOB NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (service_date, depot_id)) STRICT""",
)

# Triggers and not the program count, so that no way of writing orders can forget it.
_EVENTS = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}


def apply(db: Any) -> None:
    """Create both tables and the triggers on orders."""
    for statement in _TABLES:
        db.execute(statement)
    # A day that was filled before anybody counted has changed at least once.
    db.execute("INSERT INTO order_changes SELECT service_date, depot_id, COUNT(*) FROM orders GROUP BY 1, 2")
    for verb, sides in _EVENTS.items():
        steps = "".join(
            f"INSERT INTO order_changes (service_date, depot_id, changes) "
            f"VALUES ({side}.service_date, {side}.depot_id, 1) "
            "ON CONFLICT (service_date, depot_id) DO UPDATE SET changes = changes + 1; "
            for side in sides
        )
        db.execute(f"CREATE TRIGGER orders_count_{verb.lower()} AFTER {verb} ON orders BEGIN {steps}END")
