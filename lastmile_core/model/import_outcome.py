"""What became of a file as a whole."""

from __future__ import annotations

from enum import StrEnum


class ImportOutcome(StrEnum):
    """ASK: nothing is taken before a person answers. PARTIAL: some rows are refused. REJECT_FILE: nothing is taken."""

    ACCEPT = "accept"
    ACCEPT_WITH_WARNINGS = "accept_with_warnings"
    PARTIAL = "partial"
    ASK = "ask"
    REJECT_FILE = "reject_file"

    @property
    def is_accepted(self) -> bool:
        """Whether every row of the file went in."""
        return self in (ImportOutcome.ACCEPT, ImportOutcome.ACCEPT_WITH_WARNINGS)
