"""What people decided about one kind of file, remembered under its headings and used the next time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lastmile_core.files.columns.column_habits import OWN_WORDS
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable
from lastmile_core.model import ImportMemory
from lastmile_core.store.store import Store

# Answers about this one file only: whether its places are right, what to fill into its empty cells, which orders of it
# are delivered although they are called off or known.
_NOT_REMEMBERED = {"keep_latlon", "fill", "same_customer", "cells", "plan_all", "known_order"}
READING_CHOICES = ("encoding", "separator", "sheet", "header_row", "no_header")


def signature_of(table: RawTable) -> str:
    """Return what files of one source share: their headings, or their width when they have none."""
    # The columns that our own file of refused rows adds are no part of it: mended, that file is the same source.
    words = "|".join(word for heading in table.headings if (word := normalise(heading)) not in OWN_WORDS)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def recall(store: Store, signature: str, before: ImportMemory | None = None) -> ImportMemory:
    """Return what is remembered for a kind of file, on top of what was known ``before`` it was read as chosen."""
    known = store.import_memories.find(signature) or ImportMemory(signature=signature)
    if before is None:
        return known
    return replace(
        known,
        corrections={**before.corrections, **known.corrections},
        answers={**before.answers, **known.answers},
    )


def remember(
    store: Store, signature: str, corrections: Mapping[str, Any] | None, answers: Mapping[str, Any], by: str
) -> None:
    """Remember corrections and answers; call it inside the transaction of the import."""
    known = recall(store, signature)
    kept = {name: value for name, value in answers.items() if name not in _NOT_REMEMBERED}
    if known.is_confirmed and not corrections and not kept:
        return
    store.import_memories.add(
        ImportMemory(
            signature=signature,
            corrections={**known.corrections, **(corrections or {})},
            answers={**known.answers, **kept},
            is_confirmed=True,
            said_by=by,
        )
    )


def remember_reading(store: Store, signature: str, answers: Mapping[str, Any], by: str) -> None:
    """Remember only how such a file is read (its sheet, its heading row), for files that look so at first."""
    known = recall(store, signature)
    chosen = {name: answers[name] for name in READING_CHOICES if name in answers}
    now = ImportMemory(
        signature=signature,
        corrections=known.corrections,
        answers={**known.answers, **chosen},
        is_confirmed=True,
        said_by=by,
    )
    if not known.is_confirmed or now.answers != known.answers:
        store.import_memories.add(now)
