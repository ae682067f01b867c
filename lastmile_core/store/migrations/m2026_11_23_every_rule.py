"""Orders, vehicles and drivers can say every rule; a depot has planning rules of its own."""

from __future__ import annotations

from typing import Any

_COLUMNS = (
    # Few orders have any of them, so they are one text that is empty for all others and costs nothing to read.
    "orders ADD COLUMN rules TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(rules))",
    "vehicles ADD COLUMN max_trips INTEGER NOT NULL DEFAULT 1",
    "vehicles ADD COLUMN loading_s INTEGER",
    "vehicles ADD COLUMN reload_s INTEGER",
    "vehicles ADD COLUMN max_duration_s INTEGER",
    "vehicles ADD COLUMN regular_s INTEGER",
    "vehicles ADD COLUMN overtime_price REAL NOT NULL DEFAULT 0",
    "vehicles ADD COLUMN open_start INTEGER NOT NULL DEFAULT 0",
    "vehicles ADD COLUMN open_end INTEGER NOT NULL DEFAULT 0",
    "vehicles ADD COLUMN start_lat REAL",
    "vehicles ADD COLUMN start_lon REAL",
    "vehicles ADD COLUMN end_lat REAL",
    "vehicles ADD COLUMN end_lon REAL",
    "drivers ADD COLUMN break_after_s INTEGER",
    "drivers ADD COLUMN districts TEXT NOT NULL DEFAULT '[]'",
)
_TABLE = """CREATE TABLE planning_rules (
    depot_id TEXT PRIMARY KEY REFERENCES depots (depot_id), waiting_price REAL NOT NULL,
    failed_attempt_price REAL NOT NULL, early_price REAL NOT NULL, late_price REAL NOT NULL,
    moved_stop_price REAL NOT NULL, changed_time_price REAL NOT NULL, unfamiliar_price REAL NOT NULL,
    balance_price REAL NOT NULL, traffic TEXT NOT NULL, district_traffic TEXT NOT NULL,
    use_docks INTEGER NOT NULL) STRICT"""


def apply(db: Any) -> None:
    """Add the columns and the table."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE {column}")
    db.execute(_TABLE)
