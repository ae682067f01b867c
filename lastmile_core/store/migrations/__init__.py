"""Dated steps that bring a database file to the form this program knows; a released one is never edited.

A new step is a new module with a date and a topic in its name, entered at the end of ``MIGRATIONS`` below.
Read ``migrate`` first.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils.migrations import Migrations

from lastmile_core.errors import LastmileError
from lastmile_core.store.database.backups import take_backup
from lastmile_core.store.database.library import Database
from lastmile_core.store.migrations import (
    m2026_11_22_first,
    m2026_11_23_every_rule,
    m2026_11_23_kept_days,
    m2026_11_24_places,
    m2026_11_24_undo,
    m2026_11_29_customer_vehicles,
    m2026_11_29_depot_prices,
    m2026_11_29_facts,
    m2026_11_29_kerb_side,
    m2026_11_29_one_version_a_job,
    m2026_11_29_settled_looks,
    m2026_11_29_vehicle_hours,
)

MIGRATIONS = Migrations("lastmile")
MIGRATIONS(name="m2026_11_22_first")(m2026_11_22_first.apply)
MIGRATIONS(name="m2026_11_23_kept_days")(m2026_11_23_kept_days.apply)
MIGRATIONS(name="m2026_11_23_every_rule")(m2026_11_23_every_rule.apply)
MIGRATIONS(name="m2026_11_24_undo")(m2026_11_24_undo.apply)
MIGRATIONS(name="m2026_11_24_places")(m2026_11_24_places.apply)
MIGRATIONS(name="m2026_11_29_vehicle_hours")(m2026_11_29_vehicle_hours.apply)
MIGRATIONS(name="m2026_11_29_one_version_a_job")(m2026_11_29_one_version_a_job.apply)
MIGRATIONS(name="m2026_11_29_settled_looks")(m2026_11_29_settled_looks.apply)
MIGRATIONS(name="m2026_11_29_depot_prices")(m2026_11_29_depot_prices.apply)
MIGRATIONS(name="m2026_11_29_customer_vehicles")(m2026_11_29_customer_vehicles.apply)
MIGRATIONS(name="m2026_11_29_kerb_side")(m2026_11_29_kerb_side.apply)
MIGRATIONS(name="m2026_11_29_facts")(m2026_11_29_facts.apply)


def migrate(path: Path, connection: sqlite3.Connection, migrations: Migrations = MIGRATIONS) -> list[str]:
    """Apply the steps that are missing and return their names.

    The write lock is taken before looking, so of several programs that start together one does the
    work and the others find it done. Either all missing steps are applied or none.

    Raises
    ------
    LastmileError
        If a newer program has changed the file, or the file is some other database.
    """
    known = [step.name for step in migrations._migrations]
    if applied_steps(connection, migrations.name, known) == known:
        return []
    # Rebuilding a table with foreign keys on would be refused; they are checked below instead.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = applied_steps(connection, migrations.name, known)
        missing = [name for name in known if name not in done]
        if done and missing:
            take_backup(path, f"before-{missing[0]}")
        migrations.apply(Database(connection, execute_plugins=False))
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise LastmileError(
                "The database has rows that refer to nothing.", "Restore the newest backup: lastmile restore FILE."
            )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")
    return missing


def applied_steps(connection: sqlite3.Connection, name: str, known: list[str]) -> list[str]:
    """Return the steps that a file has, in their order; none for an empty one.

    Raises
    ------
    LastmileError
        If a newer program has changed the file, or the file is some other database.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if not tables:
        return []
    if "_sqlite_migrations" not in tables or not tables & {"meta", "depots"}:
        raise LastmileError(
            "This file is a database of another program.", "Choose another file with --db or LASTMILE_DB."
        )
    found = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = :name ORDER BY id", {"name": name}
        ).fetchall()
    ]
    if unknown := [step for step in found if step not in known]:
        raise LastmileError(
            f"This database was changed by a newer version of Lastmile ({unknown[-1]}).",
            "Update the program, or restore a copy from the backups folder beside it: lastmile restore FILE.",
        )
    return found
