"""Docks in the store."""

from __future__ import annotations

from lastmile_core.model import Dock
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import clock_text, read_clock
from lastmile_core.store.database.sql import upsert_sql

_SAVE = upsert_sql("docks", ("dock_id", "depot_id", "name", "opens", "closes"), ("dock_id",))


class Docks:
    """Docks by depot."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_depot(self, depot_id: str) -> list[Dock]:
        """Return the docks of one depot, by name."""
        found = self._db.rows(
            "SELECT * FROM docks WHERE depot_id = :depot_id ORDER BY name, dock_id", depot_id=depot_id
        )
        return [
            Dock(
                dock_id=row["dock_id"],
                depot_id=row["depot_id"],
                name=row["name"],
                opens=read_clock(row["opens"]),
                closes=read_clock(row["closes"]),
            )
            for row in found
        ]

    def save(self, dock: Dock) -> None:
        """Add the dock or change the one of the same id."""
        self._db.write(
            _SAVE,
            {
                "dock_id": dock.dock_id,
                "depot_id": dock.depot_id,
                "name": dock.name,
                "opens": clock_text(dock.opens),
                "closes": clock_text(dock.closes),
            },
        )

    def remove(self, dock_id: str) -> None:
        """Remove the dock; nothing happens when it is not there."""
        self._db.write("DELETE FROM docks WHERE dock_id = :dock_id", {"dock_id": dock_id})
