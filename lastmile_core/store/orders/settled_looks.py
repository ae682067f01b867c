"""Doubtful places that a person found right, by the address of the building."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lastmile_core.clock import utc_now
from lastmile_core.model import Location
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, to_json
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("settled_looks", ("deed_id", "address_key", "lat", "lon", "settled_at", "settled_by"))
_OF = "SELECT address_key, lat, lon FROM settled_looks WHERE address_key IN (SELECT value FROM json_each(:keys))"
_TAKE_BACK = "DELETE FROM settled_looks WHERE deed_id = :deed_id"


class SettledLooks:
    """Places that somebody looked at and found right."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, deed_id: str, places: Iterable[tuple[str, Location]], *, by: str) -> None:
        """Remember that the places of some addresses are right.

        Parameters
        ----------
        deed_id
            What the person did; taking that back takes these back too.
        places
            Address key (``places.keys.full_key``) and place.
        """
        now = moment_text(utc_now())
        rows = [
            {
                "deed_id": deed_id,
                "address_key": key,
                "lat": float(place.lat),
                "lon": float(place.lon),
                "settled_at": now,
                "settled_by": by,
            }
            for key, place in places
        ]
        self._db.write_many(_ADD, rows)

    def of(self, address_keys: Iterable[str]) -> dict[str, list[Location]]:
        """Return the places that were found right, by address key."""
        found: dict[str, list[Location]] = defaultdict(list)
        for row in self._db.rows(_OF, keys=to_json(sorted(set(address_keys)))):
            found[row["address_key"]].append(Location(lat=row["lat"], lon=row["lon"]))
        return dict(found)

    def take_back(self, deed_id: str) -> None:
        """Forget what a deed settled."""
        self._db.write_many(_TAKE_BACK, [{"deed_id": deed_id}])
