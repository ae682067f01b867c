"""Something in a file that a person should know about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """STOPS: the row (or file) is not taken. LOOK: taken, but a person must look. NOTE: for information."""

    STOPS = "stops"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem in one place of a file, with its mend.

    Attributes
    ----------
    code
        Upper-case word documented in ``docs/issues.md``.
    row
        1-based number of the data row (the first row below the heading is 1); None for the whole file or column.
    column
        The file's own heading, or the field name when the file has none; "" for the whole row.
    value
        The text that was found, shortened to 80 characters.
    """

    code: str
    severity: Severity
    message: str
    mend: str
    row: int | None = None
    column: str = ""
    value: str = ""
