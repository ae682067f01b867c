"""Values of earlier releases that nobody could read as facts; kept word for word."""

from __future__ import annotations

from lastmile_core.model.facts.unread_setting import UnreadSetting
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import read_moment


class UnreadSettings:
    """What the step to facts set aside."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[UnreadSetting]:
        """Return every value that was set aside, oldest first."""
        return [
            UnreadSetting(key=row["key"], value=row["value"], why=row["why"], kept_at=read_moment(row["kept_at"]))
            for row in self._db.rows("SELECT * FROM unread_settings ORDER BY seq")
        ]
