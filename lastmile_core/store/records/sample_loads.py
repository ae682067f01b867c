"""Whether the sample city is in this database."""

from __future__ import annotations

from datetime import date

from lastmile_core.clock import utc_now
from lastmile_core.model.facts.sample_load import SampleLoad
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("sample_loads", ("loaded_on", "said_at", "said_by"))


class SampleLoads:
    """Loadings of the sample city; there is at most one."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self) -> SampleLoad | None:
        """Return the loading, or None when there was none."""
        row = self._db.one("SELECT * FROM sample_loads ORDER BY seq LIMIT 1")
        if row is None:
            return None
        return SampleLoad(
            loaded_on=date.fromisoformat(row["loaded_on"]),
            said_by=row["said_by"],
            said_at=read_moment_or_none(row["said_at"]),
        )

    def add(self, loaded_on: date, *, by: str) -> None:
        """Write down that the city was loaded on a day."""
        row = {"loaded_on": loaded_on.isoformat(), "said_at": moment_text(utc_now()), "said_by": by}
        self._db.write(_ADD, row)
