"""Imports and bulk changes can be taken back whole: what rows were before."""

from __future__ import annotations

from typing import Any

_TABLE = """CREATE TABLE undo (
    undo_id TEXT NOT NULL UNIQUE, what TEXT NOT NULL, subject TEXT NOT NULL, made_at TEXT NOT NULL,
    made_by TEXT NOT NULL, changes TEXT NOT NULL, undone_at TEXT) STRICT"""


def apply(db: Any) -> None:
    """Create the table."""
    db.execute(_TABLE)
    db.execute("CREATE INDEX undo_by_subject ON undo (what, subject)")
