"""An import read back: the raw file, how it was understood, what was wrong, who decided what."""

from __future__ import annotations

from typing import Any

from lastmile_core.errors import FileError, LastmileError, NotFoundError
from lastmile_core.files.raw_table import issue_from_dict
from lastmile_core.model import ImportAnswers
from lastmile_core.store.records.imports import ImportRecord
from lastmile_core.store.store import Store
from lastmile_core.workflows.imports.correct_rows import refused_file


def show_import(store: Store, import_id: str) -> dict[str, Any]:
    """Return an import as JSON values.

    Raises
    ------
    NotFoundError
        If there is no such import.
    """
    record = _record(store, import_id)
    entry = store.undo.get(import_id)
    log = [
        {"at": line.at.isoformat(), "who": line.who, "what": line.what, "why": line.why, "detail": line.detail}
        for line in reversed(store.audit.about(import_id))
    ]
    return {
        "import_id": record.import_id,
        "file_name": record.file_name,
        "file_hash": record.file_hash,
        "depot_id": record.depot_id,
        "service_date": None if record.service_date is None else record.service_date.isoformat(),
        "imported_at": record.imported_at.isoformat(),
        "imported_by": record.imported_by,
        "counts": record.counts,
        "columns": record.mapping.get("fields", {}),
        "source": record.mapping.get("source", ""),
        "decisions": {
            name: record.mapping.get(name, {})
            for name in ("corrections", "answers", "remembered")
            if name in record.mapping
        },
        "rejected_rows": record.mapping.get("rejected_rows", []),
        "issues": record.issues,
        "has_file": store.imports.content(import_id) is not None,
        "taken_back": None if entry is None or entry.undone_at is None else entry.undone_at.isoformat(),
        "can_be_taken_back": entry is not None and entry.undone_at is None,
        "log": log,
    }


def raw_file(store: Store, import_id: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that an import read.

    Raises
    ------
    NotFoundError
        If there is no such import, or its file was not kept.
    """
    record = _record(store, import_id)
    content = store.imports.content(import_id)
    if content is None:
        raise NotFoundError(f"The file of {import_id} was not kept.", "Ask its sender for it.")
    return record.file_name, content


def refused_rows(store: Store, import_id: str) -> bytes:
    """Return the refused rows of an import as CSV with their reasons; corrected, it can be imported alone.

    Raises
    ------
    LastmileError
        If no row was refused.
    """
    record = _record(store, import_id)
    rejected = record.mapping.get("rejected_rows", [])
    if not rejected:
        raise LastmileError(f"No row of {record.file_name} was refused.", "Nothing is left to mend.")
    name, content = raw_file(store, import_id)
    remembered = ImportAnswers.from_json(record.mapping.get("remembered", {}))
    answers = ImportAnswers.from_json(record.mapping).after(remembered)
    try:
        return refused_file(content, name, rejected, [issue_from_dict(issue) for issue in record.issues], answers)
    except FileError:
        return refused_file(content, name, rejected, [issue_from_dict(issue) for issue in record.issues])


def _record(store: Store, import_id: str) -> ImportRecord:
    record = store.imports.get(import_id)
    if record is None:
        raise NotFoundError(f"There is no import {import_id!r}.", "List the imports and choose one.")
    return record
