"""How the columns of one file were understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lastmile_core.model import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """One column that was recognised.

    Attributes
    ----------
    confidence
        0 to 1: how sure the words and the contents make us.
    samples
        Up to five different values for a person to check.
    unit
        Unit that the heading names, or "".
    """

    heading: str
    index: int
    confidence: float
    samples: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Field → column, and what is left.

    Attributes
    ----------
    unknown
        Headings that no field takes; orders keep them as custom columns.
    unknown_idx
        Their positions.
    questions
        Issues that a person must answer before rows are taken (two columns of one name with different contents).
    notes
        What is worth knowing about the mapping.
    source
        Name of the system whose file this is; "" when it is not known.
    date_order
        How that system writes dates ("dmy", "mdy"); "" when unknown.
    minus_is_delivery
        True when that system delivers amounts below zero and collects those above.
    declined
        Fields that a person said are not in this file.
    """

    fields: dict[str, ColumnGuess] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unknown_idx: list[int] = field(default_factory=list)
    questions: list[Issue] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)
    source: str = ""
    date_order: str = ""
    minus_is_delivery: bool = False
    declined: frozenset[str] = frozenset()

    def index(self, name: str) -> int | None:
        """Return the position of a field's column; None when the file has none."""
        guess = self.fields.get(name)
        return None if guess is None else guess.index

    def heading(self, name: str) -> str:
        """Return the file's own heading of a field, or the field's name."""
        guess = self.fields.get(name)
        return name if guess is None else guess.heading

    def as_dict(self) -> dict[str, Any]:
        """Return field → heading, confidence, unit and samples as JSON values."""
        return {
            name: {
                "heading": guess.heading,
                "index": guess.index,
                "confidence": round(guess.confidence, 2),
                "unit": guess.unit,
                "samples": list(guess.samples),
            }
            for name, guess in self.fields.items()
        }
