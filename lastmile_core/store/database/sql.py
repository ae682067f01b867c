"""Insert statements made from column names, so that a column is written down once."""

from __future__ import annotations

from collections.abc import Sequence


def insert_sql(table: str, columns: Sequence[str]) -> str:
    """Return an INSERT with one named parameter a column."""
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


def upsert_sql(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    """Return an INSERT that updates the row of the same key.

    Never INSERT OR REPLACE: that deletes the old row first, and with it whatever refers to it.
    """
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    return f"{insert_sql(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
