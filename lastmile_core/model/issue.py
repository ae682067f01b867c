"""Something in a file that a person should know about."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict


class Severity(StrEnum):
    """STOPS: the row (or file) is not taken. LOOK: taken, but a person must look. NOTE: for information."""

    STOPS = "stops"
    LOOK = "look"
    NOTE = "note"


class IssueFacts(TypedDict, total=False):
    """What happened, for programs: whoever decides something reads this and never the message, which is for people.

    ``count``: rows or orders that it is about. ``order_id``, ``customer_id``: whom it names. ``fields``: what the
    column, and those behind it, look like. ``signs``: whose minus sign is lost, "lat", "lon" or "both". ``word``: the
    word of the file, normalised, that a person may give a meaning. ``has_two_readings``: the cell can be read in two
    ways, and the decimal mark of its column would tell which.
    """

    count: int
    order_id: str
    customer_id: str
    fields: list[str]
    signs: str
    word: str
    has_two_readings: bool


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
    message, mend
        For people alone; no program reads them to know what happened.
    facts
        What happened, for programs; empty for issues kept by earlier versions.
    """

    code: str
    severity: Severity
    message: str
    mend: str
    row: int | None = None
    column: str = ""
    value: str = ""
    facts: IssueFacts = field(default_factory=IssueFacts, hash=False)
