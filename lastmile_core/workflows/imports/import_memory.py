"""What people decided about one kind of file, remembered under its headings and used the next time."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from lastmile_core.files.columns.column_habits import OWN_WORDS
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable
from lastmile_core.model import ImportAnswers, ImportMemory
from lastmile_core.store.store import Store

# Answers about this one file only: whether its places are right, what to fill into its empty cells, which orders of it
# are delivered although they are called off or known.
_NOT_REMEMBERED = frozenset({"keep_latlon", "fill", "same_customer", "cells", "plan_all", "known_order"})


def signature_of(table: RawTable) -> str:
    """Return what files of one source share: their headings, or their width when they have none."""
    # The columns that our own file of refused rows adds are no part of it: mended, that file is the same source.
    words = "|".join(word for heading in table.headings if (word := normalise(heading)) not in OWN_WORDS)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def recall(store: Store, signature: str, before: ImportMemory | None = None) -> ImportMemory:
    """Return what is remembered for a kind of file, on top of what was known ``before`` it was read as chosen."""
    known = store.import_memories.find(signature) or ImportMemory(signature=signature)
    return known if before is None else replace(known, answers=known.answers.after(before.answers))


def remember(store: Store, signature: str, answers: ImportAnswers, by: str) -> None:
    """Remember the answers that hold for all such files; call it inside the transaction of the import."""
    known = recall(store, signature)
    kept = answers.without(_NOT_REMEMBERED)
    if kept or not known.is_confirmed:
        _add(store, signature, kept.after(known.answers), by)


def remember_reading(store: Store, signature: str, answers: ImportAnswers, by: str) -> None:
    """Remember only how such a file is read (its sheet, its heading row), for files that look so at first."""
    known = recall(store, signature)
    now = answers.reading.after(known.answers)
    if not known.is_confirmed or now != known.answers:
        _add(store, signature, now, by)


def _add(store: Store, signature: str, answers: ImportAnswers, by: str) -> None:
    memory = ImportMemory(signature=signature, answers=answers, is_confirmed=True, said_by=by)
    store.import_memories.add(memory)
