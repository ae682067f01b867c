"""Databases as every earlier release left them: its steps alone, and rows written as its code wrote them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils.migrations import Migrations

from lastmile_core.store.database.connection import Connection, connect, use_wal
from lastmile_core.store.migrations import MIGRATIONS, migrate
from lastmile_core.store.records.audit import Audit

STEPS = [step.name for step in MIGRATIONS._migrations]
FACTS = "m2026_11_29_facts"
EARLIER = STEPS[: STEPS.index(FACTS)]
"""The steps that a released version had as its newest; each makes one earlier form of the file."""

TARGETS = {"on_time": 0.97}
CORRECTIONS = {"weight_kg": "Gewicht brutto", "phone": None}
ANSWERS = {"unit": "kg", "sheet": "Montag"}
BREAKDOWN = {"since": "2026-11-23T10:05:00+01:00", "place": [48.52, 2.31], "note": "gearbox"}
ALIASES = {"anamayer|hafenstr5|76133": "C-7", "#4711": "C-8"}

# The step after which a release wrote it for the first time, its key and its value.
SETTINGS: tuple[tuple[str, str, Any], ...] = (
    ("m2026_11_22_first", "targets", TARGETS),
    ("m2026_11_22_first", "import_mapping:5e1f0ff1ce5e1f00", CORRECTIONS),
    ("m2026_11_22_first", "sample_city", {"loaded_on": "2026-11-22"}),
    ("m2026_11_23_kept_days", "recovered:job-kept", 3),
    ("m2026_11_23_kept_days", "recovered:job-killed", "claimed"),
    ("m2026_11_23_kept_days", "recovered:job-failed", None),
    (
        "m2026_11_24_undo",
        "import_answers:5e1f0ff1ce5e1f00",
        {"answers": ANSWERS, "by": "Ana", "at": "2026-11-23T06:30:00+00:00"},
    ),
    ("m2026_11_24_places", "out_of_order:2026-11-23/harbour", {"van-1": BREAKDOWN}),
    ("m2026_11_24_places", "planned_without:2026-11-23/harbour", ["A7", "A8"]),
    ("m2026_11_24_places", "customer_aliases", ALIASES),
    ("m2026_11_24_places", "nightly_backups_kept", 30),
    ("m2026_11_29_settled_looks", "load_names", {"volumes": "parcels", "colis": ""}),
)
AUDIT: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("m2026_11_22_first", "Sample city", "load sample city", "2026-11-22", {}),
    ("m2026_11_23_kept_days", "Ana", "plan day", "2026-11-23/harbour", {"version": 4, "job": "job-killed"}),
    ("m2026_11_24_places", "Ben", "mark out of order", "2026-11-23/harbour", {"vehicle": "van-1", **BREAKDOWN}),
    ("m2026_11_24_places", "Cleo", "plan without", "2026-11-23/harbour", {"orders": ["A7"]}),
    ("m2026_11_29_settled_looks", "Ana", "name of a load", "volumes", {"is": "parcels"}),
)


def make_database(path: Path, newest: str, settings: dict[str, str] | None = None) -> None:
    """Make a database whose newest step is ``newest``, filled with what its release could have written.

    Parameters
    ----------
    settings
        JSON texts by key instead of the usual ones.
    """
    steps = Migrations("lastmile")
    known = STEPS[: STEPS.index(newest) + 1]
    for step in MIGRATIONS._migrations[: len(known)]:
        steps(name=step.name)(step.fn)
    with closing(connect(path)) as connection:
        use_wal(connection)
        migrate(path, connection, steps)
        connection.execute(
            "INSERT INTO depots (depot_id, name, lat, lon, address, timezone, opens, closes, loading_s, currency) "
            "VALUES ('harbour', 'Harbour', 48.5, 2.25, 'Quay 1', 'Europe/Paris', '04:30:00', '22:00:00', 900, 'EUR')"
        )
        texts = settings or {key: json.dumps(value) for step, key, value in SETTINGS if step in known}
        connection.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", texts.items())
        audit = Audit(Connection(path, connection))
        for step, who, what, subject, detail in AUDIT:
            if step in known:
                audit.write(who, what, subject=subject, detail=detail)


def row_counts(path: Path) -> dict[str, int]:
    """Return how many rows every table has."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        return {table: raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables}
