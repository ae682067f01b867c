"""Places that people fixed for an address, and answers of geocoders."""

from __future__ import annotations

from typing import Any

_TABLES = (
    # Appended: a correction is a newer row, and one without a place takes the older ones back.
    """CREATE TABLE place_fixes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, customer_id TEXT NOT NULL, line_key TEXT NOT NULL,
        full_key TEXT NOT NULL, address TEXT NOT NULL,
        lat REAL, lon REAL, fixed_at TEXT NOT NULL, fixed_by TEXT NOT NULL) STRICT""",
    "CREATE INDEX place_fixes_by_line ON place_fixes (line_key)",
    # A cache: anybody may delete it.
    """CREATE TABLE place_answers (
        made_by TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL CHECK (json_valid(answer)),
        found_at TEXT NOT NULL, PRIMARY KEY (made_by, key)) STRICT, WITHOUT ROWID""",
)


def apply(db: Any) -> None:
    """Create both tables; fixes can only be appended."""
    for statement in _TABLES:
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER place_fixes_no_{verb.lower()} BEFORE {verb} ON place_fixes "
            "BEGIN SELECT RAISE(ABORT, 'place_fixes is append-only'); END"
        )
    db.execute(
        "CREATE TRIGGER place_fixes_no_replace BEFORE INSERT ON place_fixes "
        "WHEN EXISTS (SELECT 1 FROM place_fixes WHERE seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'place_fixes is append-only'); END"
    )
