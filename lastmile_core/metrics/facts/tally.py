"""What one KPI counts on one day; days add up to a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

Row = dict[str, Any]
Case = tuple[float, float, Mapping[str, str]]
Entry = tuple[Row, Any, bool, str]
"""(whose row, value, whether it was counted, why): a row that is only put together when somebody looks at it."""


class Tally:
    """Running sums of one KPI.

    Not frozen like the rest of the vocabulary: it is a ledger that one function fills and nobody else
    sees before it is full.

    Attributes
    ----------
    left_out
        Cases that the definition excludes, by reason.
    missing
        Cases that belong in but lack data, by reason; never guessed, always counted.
    cases
        (numerator, denominator, labels by dimension) of every case, for :meth:`slices`.
    entries
        What :meth:`rows` are made of; a day that was kept brings them with ``load_entries`` instead.
    days
        The tallies added to this one; their cases and rows are read only when asked for.
    parts
        breakdown → label → share of the numerator (or of all cases), to be set against the whole denominator.
    notes
        Sentences for the card, with how often each applies.
    """

    __slots__ = (
        "cases",
        "counted",
        "days",
        "denominator",
        "entries",
        "keep_rows",
        "left_out",
        "load_entries",
        "missing",
        "notes",
        "numerator",
        "parts",
        "values",
    )

    def __init__(self, keep_rows: bool = True) -> None:
        self.keep_rows = keep_rows
        self.numerator = 0.0
        self.denominator = 0.0
        self.counted = 0
        self.left_out: dict[str, int] = {}
        self.missing: dict[str, int] = {}
        self.cases: list[Case] = []
        self.parts: dict[str, dict[str, float]] = {}
        self.values: list[float] = []
        self.entries: list[Entry] = []
        self.load_entries: Callable[[], list[Entry]] | None = None
        self.days: list[Tally] = []
        self.notes: dict[str, int] = {}

    def count(
        self,
        numerator: float,
        denominator: float,
        row: Row,
        slices: Mapping[str, str] | None = None,
        *,
        value: Any = None,
        why: str = "",
        cases: int = 1,
    ) -> None:
        """Take a case in; ``value`` is what its row shows (the numerator when not given)."""
        self.numerator += numerator
        self.denominator += denominator
        self.counted += cases
        if slices:
            self.cases.append((numerator, denominator, slices))
        if self.keep_rows:
            self.entries.append((row, numerator if value is None else value, True, why))

    def add_slice(self, dimension: str, label: str, numerator: float, denominator: float) -> None:
        """Add to one part of the cases only."""
        self.cases.append((numerator, denominator, {dimension: label}))

    def slices(self) -> dict[str, dict[str, list[float]]]:
        """Return dimension → label → [numerator, denominator] of that part of the cases.

        Counted on request: a trend of four weeks needs the totals only.
        """
        found: dict[str, dict[str, list[float]]] = {}
        for numerator, denominator, labels in chain(self.cases, *(day.cases for day in self.days)):
            for dimension, label in labels.items():
                table = found.get(dimension)
                if table is None:
                    table = found[dimension] = {}
                pair = table.get(label)
                if pair is None:
                    table[label] = [numerator, denominator]
                else:
                    pair[0] += numerator
                    pair[1] += denominator
        return found

    def rows(self) -> Iterator[Row]:
        """Return one dict a case, those of the days added included."""
        for part in (self, *self.days) if self.keep_rows else ():
            for row, value, is_counted, why in part.load_entries() if part.load_entries else part.entries:
                yield {**row, "value": value, "counted": is_counted, "why": why}

    def add_part(self, breakdown: str, label: str, amount: float) -> None:
        """Add to one share of the whole."""
        shares = self.parts.setdefault(breakdown, {})
        shares[label] = shares.get(label, 0.0) + amount

    def leave_out(self, why: str, row: Row) -> None:
        """Note a case that the definition excludes."""
        self.left_out[why] = self.left_out.get(why, 0) + 1
        self._exclude(why, row)

    def miss(self, why: str, row: Row, cases: int = 1) -> None:
        """Note a case that lacks data."""
        self.missing[why] = self.missing.get(why, 0) + cases
        self._exclude(why, row)

    def note(self, sentence: str) -> None:
        """Note something the card must say."""
        self.notes[sentence] = self.notes.get(sentence, 0) + 1

    def _exclude(self, why: str, row: Row) -> None:
        if self.keep_rows:
            self.entries.append((row, None, False, why))

    def add(self, other: Tally) -> None:
        """Add another day, itself no sum of days."""
        self.numerator += other.numerator
        self.denominator += other.denominator
        self.counted += other.counted
        for mine, theirs in ((self.left_out, other.left_out), (self.missing, other.missing), (self.notes, other.notes)):
            for name, number in theirs.items():
                mine[name] = mine.get(name, 0) + number
        for breakdown, shares in other.parts.items():
            for label, amount in shares.items():
                self.add_part(breakdown, label, amount)
        self.values.extend(other.values)
        self.days.append(other)


def add_up(tallies: Iterable[Tally], keep_rows: bool = True) -> Tally:
    """Return the sum of several days."""
    total = Tally(keep_rows)
    for tally in tallies:
        total.add(tally)
    return total
