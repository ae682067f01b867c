"""What an import did, in numbers and in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lastmile_core.model import ImportOutcome, Issue, Order, Severity
from lastmile_core.workflows.imports.refused_words import LEFT_OUT, RefusedWords, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    Attributes
    ----------
    rows
        Rows of the file: always ``accepted + refused + merged + blank + waiting`` (see ``adds_up``).
    source
        Name of the system whose file this is; "" when it is not known.
    signature
        Under which decisions about such files are remembered.
    is_remembered
        Whether somebody imported a file with the same headings before: its columns need no confirmation.
    needs_place, needs_look
        Orders that are in but cannot be planned before somebody gave them a place, or looked at it.
    new, changed, unchanged
        Orders by what storing them does.
    refused, blank, merged
        Rows of the file that became no order of their own; ``waiting`` rows wait for an answer.
    changes
        For changed orders: ``order_id``, ``date`` and the fields that differ.
    outcome
        accept, accept_with_warnings, partial, ask or reject_file.
    sentence
        The summary for people.
    file_name, is_known
        The file, and whether this very file was imported before.
    import_id
        Empty when nothing was stored.
    mapping, headings, samples
        How columns were understood; ``samples`` are the first rows of the table.
    orders
        The orders as they are (or would be) stored.
    encoding, separator, sheet, header_row
        How the file was read: the letters and separator of a text file, the sheet of a workbook, and the line of the
        headings (1-based; 0 when there are none).
    sheets, first_lines
        What else could be chosen: the sheets with rows, and the lines at the top of the file.
    remembered
        Who confirmed such a file and when (``by``, ``at``); empty when nobody did.
    num_looked_up, num_placed
        Orders without coordinates whose address was looked up, and those whose address was found.
    notices
        What a person must know, such as that addresses were sent elsewhere.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    blank: int = 0
    merged: int = 0
    waiting: int = 0
    needs_place: int = 0
    needs_look: int = 0
    source: str = ""
    signature: str = ""
    is_remembered: bool = False
    issues: list[Issue] = field(default_factory=list)
    import_id: str = ""
    outcome: ImportOutcome = ImportOutcome.ACCEPT
    sentence: str = ""
    file_name: str = ""
    is_known: bool = False
    changes: list[dict[str, Any]] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 0
    sheets: list[str] = field(default_factory=list)
    first_lines: list[str] = field(default_factory=list)
    remembered: dict[str, str] = field(default_factory=dict)
    num_looked_up: int = 0
    num_placed: int = 0
    notices: tuple[str, ...] = ()

    @property
    def accepted(self) -> int:
        """Orders that are in."""
        return self.new + self.changed + self.unchanged

    @property
    def adds_up(self) -> bool:
        """Whether every row of the file is accounted for."""
        return self.rows == self.accepted + self.refused + self.merged + self.blank + self.waiting


def say(report: ImportReport) -> str:
    """Return the summary for people."""
    name = report.file_name
    if report.outcome is ImportOutcome.ASK:
        question = report.issues[0]
        return f"{name}: {report.waiting} rows wait for an answer. {question.message} {question.mend}"
    total = report.accepted + report.refused
    looked_up = _looked_up(report)
    after = f" {looked_up}." if looked_up else ""
    if not report.accepted:
        reasons = (one for one in report.issues if one.severity is Severity.STOPS or one.code in LEFT_OUT)
        reason = next((f" {issue.message}" for issue in reasons), "")
        none = f"none of {total} rows could be taken" if total else "nothing to take"
        return f"{name}: {none}.{reason}{after}"
    if not report.new and not report.changed and report.is_known:
        return f"{name} was imported before; nothing changed.{after}"
    parts = [f"{report.accepted} of {total} orders are in" if report.refused else f"{_orders(report.accepted)} in"]
    parts.append(f"{report.new} new, {report.changed} changed, {report.unchanged} as before")
    if report.refused:
        parts.append(f"{_counted(report.refused)} refused ({why_refused(report)})")
    if looked_up:
        parts.append(looked_up)
    elif report.needs_place:
        parts.append(_need_a_place(report))
    if report.needs_look:
        parts.append(f"{report.needs_look} {_verb('need', report.needs_look)} a look at the place")
    if report.merged:
        parts.append(f"{_counted(report.merged)} joined others")
    return f"{name}: " + "; ".join(parts) + "."


def _need_a_place(report: ImportReport) -> str:
    return f"{report.needs_place} {_verb('need', report.needs_place)} a place"


def _looked_up(report: ImportReport) -> str:
    """Return what became of the addresses that were looked up; "" when none was."""
    if not report.num_looked_up:
        return ""
    rest = f", {_need_a_place(report)}" if report.needs_place else ""
    found = f"{report.num_placed} of {report.num_looked_up} addresses without coordinates were found on the map"
    return found + rest


def why_refused(report: ImportReport) -> str:
    """Return in words why rows were refused, the most frequent reason first: "2 with a window that ends …"."""
    rows = _refused_by_reason(report)
    ranked = sorted(rows.items(), key=lambda entry: -len(entry[1]))
    return ", ".join(f"{len(found)} {words.listed}" for words, found in ranked[:3]) or "see the list"


def say_readiness(report: ImportReport) -> str:
    """Return how much of a file is ready, in one sentence: "298 of 304 orders are ready; 4 need a place"."""
    total = report.accepted + report.refused
    if report.outcome is ImportOutcome.ASK:
        return f"{_rows(report.waiting)} until a question is answered."
    waiting = report.needs_place + report.needs_look
    ready = report.accepted - waiting
    one = "The order is ready" if ready else "The order is not ready"
    first = one if total == 1 else f"{ready} of {total} orders are ready"
    parts = []
    if report.needs_place:
        parts.append(_need_a_place(report))
    if report.needs_look:
        parts.append(f"{report.needs_look} {_verb('need', report.needs_look)} a look at the place")
    counted = [(words, len(found)) for words, found in _refused_by_reason(report).items()]
    parts += [words.told(number) for words, number in sorted(counted, key=lambda entry: -entry[1])[:3]]
    return "; ".join([first, ", ".join(parts)] if parts else [first]) + "."


def _refused_by_reason(report: ImportReport) -> dict[RefusedWords, set[int]]:
    """Return the refused rows by the words for their first reason."""
    refused, seen = set(report.rejected_rows), set()
    rows: dict[RefusedWords, set[int]] = {}
    for issue in report.issues:
        is_reason = issue.severity is Severity.STOPS or issue.code in LEFT_OUT
        if is_reason and issue.row in refused and issue.row not in seen:
            seen.add(issue.row)
            rows.setdefault(words_for(issue.code), set()).add(issue.row)
    return rows


def _verb(word: str, number: int) -> str:
    return word + ("s" if number == 1 else "")


def _counted(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _rows(number: int) -> str:
    return "1 row waits" if number == 1 else f"{number} rows wait"


def _orders(count: int) -> str:
    return "1 order is" if count == 1 else f"{count} orders are"
