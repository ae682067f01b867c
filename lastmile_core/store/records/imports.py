"""What each imported file brought: counts, columns, issues, and the file itself when it is kept."""

from __future__ import annotations

import gzip
import sqlite3
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, moment_text, read_moment, to_json
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql(
    "imports",
    (
        "import_id",
        "file_name",
        "file_hash",
        "depot_id",
        "service_date",
        "imported_at",
        "imported_by",
        "counts",
        "mapping",
        "issues",
    ),
)
_ADD_FILE = insert_sql("import_files", ("import_id", "content_gz"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import of one file.

    Attributes
    ----------
    file_hash
        Hash of the file's bytes; the same file has the same one.
    service_date, depot_id
        What the import was for; None when the file itself says it row by row.
    counts
        Such as accepted, rejected, blank, added, updated, unchanged; they add up to the rows of the file.
    mapping
        Field to heading, as it was used.
    issues
        One JSON object for each issue.
    """

    import_id: str
    file_name: str
    file_hash: str
    depot_id: str | None
    service_date: date | None
    imported_at: datetime
    imported_by: str = ""
    counts: dict[str, Any] = field(default_factory=dict)
    mapping: dict[str, Any] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)


class Imports:
    """Import records, newest first."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, record: ImportRecord, content: bytes | None = None) -> None:
        """Store the record and, when given, the file's bytes.

        Call it inside ``store.atomic()`` together with the rows that the file brought.
        """
        with self._db.atomic():
            self._db.write(_ADD, _row(record))
            if content is not None:
                self._db.write(_ADD_FILE, {"import_id": record.import_id, "content_gz": gzip.compress(content, 6)})

    def latest(self, n: int = 20) -> list[ImportRecord]:
        """Return the newest ``n`` records."""
        return [_read(row) for row in self._db.rows("SELECT * FROM imports ORDER BY seq DESC LIMIT :n", n=n)]

    def headlines(self, n: int = 20) -> list[ImportRecord]:
        """Return the newest ``n`` records without columns and issues, which can be long."""
        rows = self._db.rows(
            "SELECT import_id, file_name, file_hash, depot_id, service_date, imported_at, imported_by, counts, "
            "'{}' AS mapping, '[]' AS issues FROM imports ORDER BY seq DESC LIMIT :n",
            n=n,
        )
        return [_read(row) for row in rows]

    def of_file(self, file_hash: str) -> list[ImportRecord]:
        """Return every import of the same bytes, newest first."""
        found = self._db.rows(
            "SELECT * FROM imports WHERE file_hash = :file_hash ORDER BY seq DESC", file_hash=file_hash
        )
        return [_read(row) for row in found]

    def get(self, import_id: str) -> ImportRecord | None:
        """Return one record, or None."""
        row = self._db.one("SELECT * FROM imports WHERE import_id = :import_id", import_id=import_id)
        return None if row is None else _read(row)

    def content(self, import_id: str) -> bytes | None:
        """Return the file's bytes, or None when they were not kept."""
        packed = self._db.value("SELECT content_gz FROM import_files WHERE import_id = :import_id", import_id=import_id)
        return None if packed is None else gzip.decompress(packed)


def _row(record: ImportRecord) -> dict[str, object]:
    return {
        "import_id": record.import_id,
        "file_name": record.file_name,
        "file_hash": record.file_hash,
        "depot_id": record.depot_id,
        "service_date": None if record.service_date is None else record.service_date.isoformat(),
        "imported_at": moment_text(record.imported_at),
        "imported_by": record.imported_by,
        "counts": to_json(record.counts),
        "mapping": to_json(record.mapping),
        "issues": to_json(record.issues),
    }


def _read(row: sqlite3.Row) -> ImportRecord:
    return ImportRecord(
        import_id=row["import_id"],
        file_name=row["file_name"],
        file_hash=row["file_hash"],
        depot_id=row["depot_id"],
        service_date=None if row["service_date"] is None else date.fromisoformat(row["service_date"]),
        imported_at=read_moment(row["imported_at"]),
        imported_by=row["imported_by"],
        counts=from_json(row["counts"]),
        mapping=from_json(row["mapping"]),
        issues=from_json(row["issues"]),
    )
