"""Who may serve whom, in the store."""

from __future__ import annotations

from collections.abc import Iterable

from lastmile_core.model import CustomerVehicle, ServiceKind
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.sql import upsert_sql

_SAVE = upsert_sql("customer_vehicles", ("customer_id", "vehicle_id", "kind"), ("customer_id", "vehicle_id"))


class CustomerVehicles:
    """Pairs of customers and vehicles, one word a pair."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[CustomerVehicle]:
        """Return every pair, by customer and vehicle."""
        found = self._db.rows("SELECT * FROM customer_vehicles ORDER BY customer_id, vehicle_id")
        return [
            CustomerVehicle(customer_id=row["customer_id"], vehicle_id=row["vehicle_id"], kind=ServiceKind(row["kind"]))
            for row in found
        ]

    def save_many(self, pairs: Iterable[CustomerVehicle]) -> None:
        """Add pairs, or change what is said of them."""
        rows = [{"customer_id": one.customer_id, "vehicle_id": one.vehicle_id, "kind": one.kind.value} for one in pairs]
        self._db.write_many(_SAVE, rows)

    def remove(self, customer_id: str, vehicle_id: str) -> None:
        """Remove a pair; nothing happens when it is not there."""
        self._db.write(
            "DELETE FROM customer_vehicles WHERE customer_id = :customer_id AND vehicle_id = :vehicle_id",
            {"customer_id": customer_id, "vehicle_id": vehicle_id},
        )
