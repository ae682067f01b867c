"""What people decided about one kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMemory:
    """What is remembered for files with the same headings, as it stood after somebody's import.

    Attributes
    ----------
    signature
        What files of one source share: a hash of their headings.
    corrections
        Field → heading (or position), None for "not in this file".
    answers
        Answers to questions that such a file asked before.
    is_confirmed
        Whether somebody has seen how its columns were understood and imported it.
    """

    signature: str
    corrections: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    is_confirmed: bool = False
    said_by: str = ""
    said_at: datetime | None = None
