"""Places that a person looked at and found right, by building, so that they are not asked about again."""

from __future__ import annotations

from typing import Any

_TABLE = """CREATE TABLE settled_looks (
    seq INTEGER PRIMARY KEY, deed_id TEXT NOT NULL, address_key TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    settled_at TEXT NOT NULL, settled_by TEXT NOT NULL) STRICT"""


def apply(db: Any) -> None:
    """Add the table."""
    db.execute(_TABLE)
    db.execute("CREATE INDEX settled_looks_by_address ON settled_looks (address_key)")
    db.execute("CREATE INDEX settled_looks_by_deed ON settled_looks (deed_id)")
