"""Columns of a file that nothing reads, and whether what stands in them could matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lastmile_core.files.cells import words
from lastmile_core.files.columns.column_habits import OWN_WORDS, PRIVATE_WORDS
from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.headings.heading_meaning import normalise
from lastmile_core.files.raw_table import RawTable, note, stop
from lastmile_core.model import Issue

_SHOWN = 3
_NUMBER = re.compile(r"[-+]?\d[\d.,' ]*(\s*[^\W\d]{1,6}[³%]?)?")
_CLOCK = re.compile(r"\d{1,2}[:h.]\d{2}(:\d{2})?(\s*[ap]\.?m\.?)?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedColumn:
    """A column that nothing reads.

    Attributes
    ----------
    samples
        Up to three different values.
    holds
        What stands in it in words: ``times``, ``dates``, ``numbers``, ``yes or no``, ``words``.
    """

    heading: str
    index: int
    samples: tuple[str, ...]
    holds: str

    @property
    def could_matter(self) -> bool:
        """Whether it holds amounts, times or answers, which planning may need; words alone are only told."""
        return self.holds != "words"


def unused_columns(table: RawTable, mapping: ColumnMapping) -> list[UnusedColumn]:
    """Return the columns with values that no field takes, without those that are private or our own."""
    taken = {guess.index for guess in mapping.fields.values()}
    found = []
    for index, heading in enumerate(table.headings):
        values = [text for row in table.rows if (text := row[index].strip())]
        if index in taken or not values or normalise(heading) in {*OWN_WORDS, *PRIVATE_WORDS}:
            continue
        samples = tuple(dict.fromkeys(value[:40] for value in values))[:_SHOWN]
        found.append(UnusedColumn(heading=heading, index=index, samples=samples, holds=_holds(values)))
    return found


def ask_about_unused(columns: Sequence[UnusedColumn]) -> list[Issue]:
    """Return one question about the columns that could matter, and a note about the others."""
    asked = [column for column in columns if column.could_matter]
    told = [column for column in columns if not column.could_matter]
    issues = []
    if asked:
        shown = "; ".join(f"“{column.heading}” holds {', '.join(column.samples)}" for column in asked)
        one = len(asked) == 1
        issues.append(
            stop(
                "COLUMN_UNUSED",
                f"{shown}: {'this column is' if one else 'these columns are'} not understood, so nothing would use "
                f"{'it' if one else 'them'}.",
                "Say what each holds, or that they are not needed (--map FIELD=HEADING, --answer unused=true).",
                column=asked[0].heading,
                value=", ".join(asked[0].samples),
            )
        )
    if told:
        shown = ", ".join(column.heading for column in told)
        issues.append(note("UNKNOWN_COLUMN", f"Not used: {shown}.", "Choose their meaning if they matter."))
    return issues


def _holds(values: Sequence[str]) -> str:
    for name, fits in (
        ("times", lambda text: _CLOCK.fullmatch(text) is not None),
        ("dates", lambda text: _DATE.fullmatch(text) is not None),
        ("numbers", lambda text: _NUMBER.fullmatch(text) is not None),
        ("yes or no", lambda text: words.read_yes(text) is not None),
    ):
        if sum(map(fits, values)) >= 0.6 * len(values):
            return name
    return "words"
