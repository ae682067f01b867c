"""What people decided about one kind of file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastmile_core.model.basics.import_answers import NO_ANSWERS, ImportAnswers


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMemory:
    """What is remembered for files with the same headings, as it stood after somebody's import.

    Attributes
    ----------
    signature
        What files of one source share: a hash of their headings.
    answers
        Which column held what in such a file, and what was answered to its questions.
    is_confirmed
        Whether somebody has seen how its columns were understood and imported it.
    """

    signature: str
    answers: ImportAnswers = NO_ANSWERS
    is_confirmed: bool = False
    said_by: str = ""
    said_at: datetime | None = None
