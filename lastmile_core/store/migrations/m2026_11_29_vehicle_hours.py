"""A vehicle can say its plate, its own shift and break, and how fast it is."""

from __future__ import annotations

from typing import Any

_COLUMNS = (
    "plate TEXT NOT NULL DEFAULT ''",
    "shift_start TEXT",
    "shift_end TEXT",
    "break_s INTEGER",
    "break_earliest TEXT",
    "break_latest TEXT",
    "speed_factor REAL NOT NULL DEFAULT 1",
)


def apply(db: Any) -> None:
    """Add the columns."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE vehicles ADD COLUMN {column}")
