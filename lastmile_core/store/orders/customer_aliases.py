"""Other spellings and numbers of customers."""

from __future__ import annotations

from collections.abc import Iterable

from lastmile_core.clock import utc_now
from lastmile_core.model.facts.customer_alias import CustomerAlias
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("customer_aliases", ("alias", "customer_id", "said_at", "said_by"))
# All of them, the oldest first: putting a later one over an earlier one is quicker here than in SQL.
_ALL = "SELECT alias, customer_id FROM customer_aliases ORDER BY seq"


class CustomerAliases:
    """What else customers are called: each word appended, the newest about a spelling counts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def by_alias(self) -> dict[str, str]:
        """Return whom each spelling means: spelling → customer id."""
        return {row["alias"]: row["customer_id"] for row in self._db.rows(_ALL)}

    def add_many(self, aliases: Iterable[CustomerAlias]) -> None:
        """Say whom spellings mean from now on; the moment is now unless they have one."""
        now = utc_now()
        rows = [
            {
                "alias": one.alias,
                "customer_id": one.customer_id,
                "said_at": moment_text(one.said_at or now),
                "said_by": one.said_by,
            }
            for one in aliases
        ]
        if rows:
            self._db.write_many(_ADD, rows)
