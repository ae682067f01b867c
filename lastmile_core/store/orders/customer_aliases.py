"""Other spellings and numbers of customers."""

from __future__ import annotations

from collections.abc import Mapping

from lastmile_core.clock import utc_now
from lastmile_core.model.facts.customer_alias import CustomerAlias
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import moment_text, read_moment_or_none
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("customer_aliases", ("alias", "customer_id", "said_at", "said_by"))
_NEWEST = """
    SELECT * FROM customer_aliases WHERE seq IN (SELECT MAX(seq) FROM customer_aliases GROUP BY alias) ORDER BY seq"""


class CustomerAliases:
    """What else customers are called: each word appended, the newest about a spelling counts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[CustomerAlias]:
        """Return the newest word about every spelling."""
        return [
            CustomerAlias(
                alias=row["alias"],
                customer_id=row["customer_id"],
                said_by=row["said_by"],
                said_at=read_moment_or_none(row["said_at"]),
            )
            for row in self._db.rows(_NEWEST)
        ]

    def by_alias(self) -> dict[str, str]:
        """Return whom each spelling means: spelling → customer id."""
        return {row["alias"]: row["customer_id"] for row in self._db.rows(_NEWEST)}

    def add_many(self, aliases: Mapping[str, str], *, by: str) -> None:
        """Say whom spellings mean from now on; what is said already is not said again."""
        known = self.by_alias()
        said = {"said_at": moment_text(utc_now()), "said_by": by}
        new = {alias: customer_id for alias, customer_id in aliases.items() if known.get(alias) != customer_id}
        rows = [{"alias": alias, "customer_id": customer_id, **said} for alias, customer_id in new.items()]
        if rows:
            self._db.write_many(_ADD, rows)
