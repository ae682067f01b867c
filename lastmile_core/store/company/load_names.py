"""What the loads of orders are called where vehicles limit them."""

from __future__ import annotations

from lastmile_core.clock import utc_now
from lastmile_core.model.facts.load_name import LoadName
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("load_names", ("load", "capacity", "said_at", "said_by"))
_NEWEST = "SELECT * FROM load_names WHERE seq IN (SELECT MAX(seq) FROM load_names GROUP BY load) ORDER BY seq"


class LoadNames:
    """Answers about loads: each appended, the newest about a load counts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[LoadName]:
        """Return the answer about every load that somebody gave and did not take back."""
        return [
            LoadName(
                load=row["load"],
                capacity=row["capacity"],
                said_by=row["said_by"],
                said_at=read_moment_or_none(row["said_at"]),
            )
            for row in self._db.rows(_NEWEST)
            if row["capacity"] is not None
        ]

    def add(self, name: LoadName) -> None:
        """Give an answer, or take it back with no capacity."""
        said_at = moment_text(name.said_at or utc_now())
        self._db.write(
            _ADD, {"load": name.load, "capacity": name.capacity, "said_at": said_at, "said_by": name.said_by}
        )
