"""What is remembered for each kind of file: every state appended, the newest counts."""

from __future__ import annotations

from lastmile_core.clock import utc_now
from lastmile_core.model.basics.import_answers import ImportAnswers
from lastmile_core.model.facts.import_memory import ImportMemory
from lastmile_core.store.database.connection import Connection
from lastmile_core.store.database.convert import from_json, moment_text, read_moment_or_none, to_json
from lastmile_core.store.database.sql import insert_sql

_ADD = insert_sql("import_memory", ("signature", "corrections", "answers", "is_confirmed", "said_at", "said_by"))
_NEWEST = "SELECT * FROM import_memory WHERE signature = :signature ORDER BY seq DESC LIMIT 1"


class ImportMemories:
    """Memories by the signature of a kind of file."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, signature: str) -> ImportMemory | None:
        """Return what is remembered for a kind of file, or None when nobody imported one."""
        row = self._db.one(_NEWEST, signature=signature)
        if row is None:
            return None
        return ImportMemory(
            signature=signature,
            answers=ImportAnswers(columns=from_json(row["corrections"]), replies=from_json(row["answers"])),
            is_confirmed=bool(row["is_confirmed"]),
            said_by=row["said_by"],
            said_at=read_moment_or_none(row["said_at"]),
        )

    def add(self, memory: ImportMemory) -> None:
        """Remember from now on what ``memory`` says; its moment is now unless it has one."""
        self._db.write(
            _ADD,
            {
                "signature": memory.signature,
                "corrections": to_json(dict(memory.answers.columns)),
                "answers": to_json(dict(memory.answers.replies)),
                "is_confirmed": int(memory.is_confirmed),
                "said_at": moment_text(memory.said_at or utc_now()),
                "said_by": memory.said_by,
            },
        )
