"""A depot says where its vehicles stop on the side of the road where the door is."""

from __future__ import annotations

from typing import Any


def apply(db: Any) -> None:
    """Add the columns."""
    for column in ("van_kerb", "cargo_bike_kerb"):
        db.execute(f"ALTER TABLE planning_rules ADD COLUMN {column} TEXT NOT NULL DEFAULT 'never'")
