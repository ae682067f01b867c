"""Orders that a day is planned without, by name."""

from __future__ import annotations

from collections.abc import Iterable

from lastmile_core.clock import utc_now
from lastmile_core.model.basics.day_key import DayKey
from lastmile_core.model.facts.left_out_order import LeftOutOrder
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("left_out_orders", ("service_date", "depot_id", "order_id", "said_at", "said_by"))
_OF_DAY = """
    SELECT order_id, said_by, said_at FROM left_out_orders
    WHERE service_date = :service_date AND depot_id = :depot_id ORDER BY seq"""


class LeftOutOrders:
    """What somebody said about orders that cannot be planned yet: the day goes without them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of_day(self, day: DayKey) -> list[LeftOutOrder]:
        """Return every word about a day, oldest first; an order may be named twice."""
        rows = self._db.rows(_OF_DAY, service_date=day.service_date.isoformat(), depot_id=day.depot_id)
        return [
            LeftOutOrder(
                day=day, order_id=row["order_id"], said_by=row["said_by"], said_at=read_moment_or_none(row["said_at"])
            )
            for row in rows
        ]

    def add_many(self, day: DayKey, order_ids: Iterable[str], *, by: str) -> None:
        """Say by name which orders stay out."""
        said = {"said_at": moment_text(utc_now()), "said_by": by}
        where = {"service_date": day.service_date.isoformat(), "depot_id": day.depot_id}
        self._db.write_many(_ADD, [{**where, "order_id": order_id, **said} for order_id in dict.fromkeys(order_ids)])
