"""A depot says what a vehicle usually costs there."""

from __future__ import annotations

from typing import Any


def apply(db: Any) -> None:
    """Add the columns; empty for depots that were never asked."""
    for column in ("cost_per_day", "cost_per_km", "cost_per_hour"):
        db.execute(f"ALTER TABLE depots ADD COLUMN {column} REAL")
