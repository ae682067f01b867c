"""Depots in the store."""

from __future__ import annotations

import sqlite3
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lastmile_core.errors import LastmileError
from lastmile_core.model import Depot, Location
from lastmile_core.model.company.usual_prices import UsualPrices
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import clock_text, read_clock
from lastmile_core.store.database.sql import upsert_sql

_PRICES = ("cost_per_day", "cost_per_km", "cost_per_hour")
_COLUMNS = (
    *("depot_id", "name", "lat", "lon", "address", "timezone", "opens", "closes", "loading_s", "currency"),
    *_PRICES,
)
_SAVE = upsert_sql("depots", _COLUMNS, ("depot_id",))


class Depots:
    """Depots by id."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Depot]:
        """Return every depot, by name."""
        return [_read(row) for row in self._db.rows("SELECT * FROM depots ORDER BY name, depot_id")]

    def get(self, depot_id: str) -> Depot | None:
        """Return the depot, or None."""
        row = self._db.one("SELECT * FROM depots WHERE depot_id = :depot_id", depot_id=depot_id)
        return None if row is None else _read(row)

    def save(self, depot: Depot) -> None:
        """Add the depot or change the one of the same id.

        Raises
        ------
        LastmileError
            If the time zone is not one that this computer knows.
        """
        try:
            ZoneInfo(depot.timezone)
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise LastmileError(
                f"There is no time zone {depot.timezone!r}.", "Choose one such as Europe/Paris."
            ) from error
        self._db.write(_SAVE, _row(depot))
        self._db.forget_zones()


def _row(depot: Depot) -> dict[str, object]:
    return {
        "depot_id": depot.depot_id,
        "name": depot.name,
        "lat": float(depot.location.lat),
        "lon": float(depot.location.lon),
        "address": depot.address,
        "timezone": depot.timezone,
        "opens": clock_text(depot.opens),
        "closes": clock_text(depot.closes),
        "loading_s": int(depot.loading_s),
        "currency": depot.currency,
        **dict(zip(_PRICES, _amounts(depot.prices), strict=True)),
    }


def _amounts(prices: UsualPrices | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if prices is None else (prices.per_day, prices.per_km, prices.per_hour)


def _read_prices(row: sqlite3.Row) -> UsualPrices | None:
    day, km, hour = (row[name] for name in _PRICES)
    return None if day is None else UsualPrices(per_day=day, per_km=km, per_hour=hour)


def _read(row: sqlite3.Row) -> Depot:
    return Depot(
        depot_id=row["depot_id"],
        name=row["name"],
        location=Location(lat=row["lat"], lon=row["lon"]),
        address=row["address"],
        timezone=row["timezone"],
        opens=read_clock(row["opens"]),
        closes=read_clock(row["closes"]),
        loading_s=row["loading_s"],
        currency=row["currency"],
        prices=_read_prices(row),
    )
