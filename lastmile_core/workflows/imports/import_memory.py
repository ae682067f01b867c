"""What people decided about one kind of file, remembered under its headings and used the next time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lastmile_core.clock import utc_now
from lastmile_core.files.columns.column_habits import OWN_WORDS
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable
from lastmile_core.store.store import Store

# Answers about this one file only: whether its places are right, what to fill into its empty cells, which orders of it
# are delivered although they are called off or known.
_NOT_REMEMBERED = {"keep_latlon", "fill", "same_customer", "cells", "plan_all", "known_order"}
READING_CHOICES = ("encoding", "separator", "sheet", "header_row", "no_header")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMemory:
    """What is remembered for files with the same headings.

    Attributes
    ----------
    corrections
        Field → heading (or position), None for "not in this file".
    answers
        Answers to questions that such a file asked before.
    is_confirmed
        Whether somebody has seen how its columns were understood and imported it; ``by`` and ``at`` say who and when.
    """

    corrections: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    is_confirmed: bool = False
    by: str = ""
    at: str = ""


def signature_of(table: RawTable) -> str:
    """Return what files of one source share: their headings, or their width when they have none."""
    # The columns that our own file of refused rows adds are no part of it: mended, that file is the same source.
    words = "|".join(word for heading in table.headings if (word := normalise(heading)) not in OWN_WORDS)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def remembered_key(signature: str) -> str:
    """Return the settings key under which corrections for one kind of file are kept."""
    return f"import_mapping:{signature}"


def recall(store: Store, signature: str, before: FileMemory | None = None) -> FileMemory:
    """Return what is remembered for a kind of file, on top of what was known ``before`` it was read as chosen."""
    known = store.settings.get(f"import_answers:{signature}")
    before = before or FileMemory()
    return FileMemory(
        corrections={**before.corrections, **store.settings.get(remembered_key(signature), {})},
        answers={**before.answers, **(known or {}).get("answers", {})},
        is_confirmed=known is not None,
        by=str((known or {}).get("by", "")),
        at=str((known or {}).get("at", "")),
    )


def remember(
    store: Store, signature: str, corrections: Mapping[str, Any] | None, answers: Mapping[str, Any], by: str
) -> None:
    """Remember corrections and answers; call it inside the transaction of the import."""
    known = recall(store, signature)
    if corrections:
        store.settings.set(remembered_key(signature), {**known.corrections, **corrections})
    kept = {name: value for name, value in answers.items() if name not in _NOT_REMEMBERED}
    if not known.is_confirmed or kept:
        said = {"answers": {**known.answers, **kept}, "by": by, "at": utc_now().isoformat()}
        store.settings.set(f"import_answers:{signature}", said)


def remember_reading(store: Store, signature: str, answers: Mapping[str, Any], by: str) -> None:
    """Remember only how such a file is read (its sheet, its heading row), for files that look so at first."""
    known = store.settings.get(f"import_answers:{signature}") or {}
    chosen = {name: answers[name] for name in READING_CHOICES if name in answers}
    said = {"by": by, "at": utc_now().isoformat(), **known, "answers": {**known.get("answers", {}), **chosen}}
    store.settings.set(f"import_answers:{signature}", said)
