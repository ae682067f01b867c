"""Which vehicle may, may not, or should rather serve which customer, for all days."""

from __future__ import annotations

from typing import Any


def apply(db: Any) -> None:
    """Add the table; a customer may be one who has not ordered yet, so it refers to nobody."""
    db.execute(
        "CREATE TABLE customer_vehicles ("
        " customer_id TEXT NOT NULL,"
        " vehicle_id TEXT NOT NULL,"
        " kind TEXT NOT NULL CHECK (kind IN ('allowed', 'forbidden', 'preferred')),"
        " PRIMARY KEY (customer_id, vehicle_id)) STRICT"
    )
