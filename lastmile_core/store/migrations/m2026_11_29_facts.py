"""Facts leave the settings: breakdowns, orders left out, recovered jobs, import memory, names of customers and loads.

Until now they lay as JSON under keys beside the company's choices. Each becomes rows of a table of its own, with who
said it and when, as far as the old value or the audit tells. What cannot be read as the fact that it should be is set
aside word for word in ``unread_settings``; ``lastmile doctor`` names it. Nothing is lost on the way.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lastmile_core.store.migrations.m2026_11_29_facts_read import (
    NOBODY,
    NOTHING,
    Row,
    UnreadableError,
    Witness,
    read_answers,
    read_corrections,
    read_fact,
    reader_of,
    value_of,
)

_DAY = "service_date TEXT NOT NULL, depot_id TEXT NOT NULL"
_SAID = "said_at TEXT, said_by TEXT NOT NULL"
# No references to depots, vehicles or orders: a fact stays when what it was about is gone.
_TABLES = {
    # Without a moment: the vehicle goes on again.
    "breakdowns": f"{_DAY}, vehicle_id TEXT NOT NULL, since TEXT, lat REAL, lon REAL, note TEXT NOT NULL, {_SAID}",
    "left_out_orders": f"{_DAY}, order_id TEXT NOT NULL, {_SAID}",
    "recovered_jobs": f"job_id TEXT NOT NULL, version INTEGER, {_SAID}",
    "import_memory": "signature TEXT NOT NULL, corrections TEXT NOT NULL CHECK (json_valid(corrections)), "
    f"answers TEXT NOT NULL CHECK (json_valid(answers)), is_confirmed INTEGER NOT NULL, {_SAID}",
    "customer_aliases": f"alias TEXT NOT NULL, customer_id TEXT NOT NULL, {_SAID}",
    # Without a capacity: the answer was taken back.
    "load_names": f"load TEXT NOT NULL, capacity TEXT, {_SAID}",
    "sample_loads": f"loaded_on TEXT NOT NULL, {_SAID}",
    "unread_settings": "key TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL, kept_at TEXT NOT NULL",
}
_INDEXES = {
    "breakdowns": "service_date, depot_id",
    "left_out_orders": "service_date, depot_id",
    "recovered_jobs": "job_id",
    "import_memory": "signature",
    "customer_aliases": "alias",
}
_MAPPING, _ANSWERS = "import_mapping:", "import_answers:"


def apply(db: Any) -> None:
    """Make the tables and carry the old rows over; a second time finds nothing more to do."""
    for table, columns in _TABLES.items():
        db.execute(f"CREATE TABLE IF NOT EXISTS {table} (seq INTEGER PRIMARY KEY AUTOINCREMENT, {columns}) STRICT")
        _only_append(db, table)
    for table, columns in _INDEXES.items():
        db.execute(f"CREATE INDEX IF NOT EXISTS {table}_by_key ON {table} ({columns})")
    stored = dict(db.execute("SELECT key, value FROM settings ORDER BY key").fetchall())
    witness = Witness(db)
    for key, text in stored.items():
        _carry(db, key, text, witness)
    for signature in sorted({key.partition(":")[2] for key in stored if key.startswith((_MAPPING, _ANSWERS))}):
        _carry_import_memory(db, signature, stored)
    if num_unread := db.execute("SELECT COUNT(*) FROM unread_settings").fetchone()[0]:
        values, was, them = ("value", "was", "it") if num_unread == 1 else ("values", "were", "them")
        words = f"{num_unread} {values} of an earlier release could not be read and {was} set aside"
        print(f"{words}; lastmile doctor names {them}.", file=sys.stderr)


def _only_append(db: Any, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # INSERT OR REPLACE would remove the old row without asking the DELETE trigger.
    db.execute(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _carry(db: Any, key: str, text: str, witness: Witness) -> None:
    """Carry one value over, if it is a fact."""
    if (found := reader_of(key)) is None:
        return
    table, read = found
    value = value_of(text)
    rows, left, why = read_fact(read, key.partition(":")[2], value, witness)
    _insert(db, table, rows)
    if left is not NOTHING:
        _set_aside(db, key, text if left is value else json.dumps(left, ensure_ascii=False), why)
    _remove(db, key)


def _carry_import_memory(db: Any, signature: str, stored: Mapping[str, str]) -> None:
    """Join the columns and the answers of one kind of file, which lay under two keys."""
    row: Row = {"signature": signature, "corrections": "{}", "answers": "{}", "is_confirmed": 0, **NOBODY}
    is_said = False
    for key, read in ((_MAPPING + signature, read_corrections), (_ANSWERS + signature, read_answers)):
        text = stored.get(key, "null")
        try:
            found = read(value_of(text))
        except UnreadableError as error:
            _set_aside(db, key, text, str(error))
        else:
            row |= found
            is_said = is_said or bool(found)
        _remove(db, key)
    if is_said:
        _insert(db, "import_memory", [row])


def _insert(db: Any, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})", row)


def _set_aside(db: Any, key: str, value: str, why: str) -> None:
    _insert(db, "unread_settings", [{"key": key, "value": value, "why": why, "kept_at": datetime.now(UTC).isoformat()}])


def _remove(db: Any, key: str) -> None:
    db.execute("DELETE FROM settings WHERE key = :key", {"key": key})
