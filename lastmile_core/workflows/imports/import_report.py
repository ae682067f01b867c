"""What an import did, in numbers and in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lastmile_core.model import ImportOutcome, Issue, Order, Severity


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
    num_placed
        Orders without coordinates whose address was found.
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


def say(report: ImportReport, file_name: str, *, is_known: bool) -> str:
    """Return the summary for people.

    Parameters
    ----------
    is_known
        Whether this very file was imported before.
    """
    if report.outcome is ImportOutcome.ASK:
        return (
            f"{file_name}: {report.waiting} rows wait for an answer. {report.issues[0].message} {report.issues[0].mend}"
        )
    total = report.accepted + report.refused
    if not report.accepted:
        reasons = (one for one in report.issues if one.severity is Severity.STOPS or one.code in _LEFT_OUT)
        reason = next((f" {issue.message}" for issue in reasons), "")
        return (
            f"{file_name}: none of {total} rows could be taken.{reason}"
            if total
            else f"{file_name}: nothing to take.{reason}"
        )
    if not report.new and not report.changed and is_known:
        return f"{file_name} was imported before; nothing changed."
    parts = [f"{report.accepted} of {total} orders are in" if report.refused else f"{_orders(report.accepted)} in"]
    parts.append(f"{report.new} new, {report.changed} changed, {report.unchanged} as before")
    if report.refused:
        parts.append(f"{_counted(report.refused)} refused ({why_refused(report)})")
    if report.needs_place:
        parts.append(f"{report.needs_place} {_verb('need', report.needs_place)} a place")
    if report.needs_look:
        parts.append(f"{report.needs_look} {_verb('need', report.needs_look)} a look at the place")
    if report.merged:
        parts.append(f"{_counted(report.merged)} joined others")
    return f"{file_name}: " + "; ".join(parts) + "."


def why_refused(report: ImportReport) -> str:
    """Return in words why rows were refused, the most frequent reason first: "2 with a window that ends …"."""
    rows = _refused_by_reason(report)
    ranked = sorted(rows.items(), key=lambda entry: -len(entry[1]))
    return ", ".join(f"{len(found)} {words}" for words, found in ranked[:3] if words) or "see the list"


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
        parts.append(f"{report.needs_place} {_verb('need', report.needs_place)} a place")
    if report.needs_look:
        parts.append(f"{report.needs_look} {_verb('need', report.needs_look)} a look at the place")
    counted = [(words, len(found)) for words, found in _refused_by_reason(report).items()]
    parts += [_has(words, number) for words, number in sorted(counted, key=lambda entry: -entry[1])[:3]]
    return "; ".join([first, ", ".join(parts)] if parts else [first]) + "."


def _refused_by_reason(report: ImportReport) -> dict[str, set[int]]:
    """Return the refused rows by the words of their first reason."""
    refused, seen = set(report.rejected_rows), set()
    rows: dict[str, set[int]] = {}
    for issue in report.issues:
        is_reason = issue.severity is Severity.STOPS or issue.code in _LEFT_OUT
        if is_reason and issue.row in refused and issue.row not in seen:
            seen.add(issue.row)
            rows.setdefault(_REASONS.get(issue.code, _OTHER), set()).add(issue.row)
    return rows


def _has(words: str, number: int) -> str:
    """Return "2 have a window that …" from "with a window that …"."""
    kind, _, rest = words.partition(" ")
    one = number == 1
    if kind == "with":
        return f"{number} {'has' if one else 'have'} {rest}"
    if kind == "without":
        return f"{number} {_verb('lack', number)} {rest}"
    if kind == "that":
        verb, _, more = rest.partition(" ")
        verb = ("is" if verb == "are" else f"{verb}s") if one else verb
        return f"{number} {verb} {more}".replace("and differ", "and differs" if one else "and differ")
    if kind == "of":
        return f"{number} {'is a row' if one else 'are rows'} {words}"
    return f"{number} {'was' if one else 'were'} refused {words}"


def _verb(word: str, number: int) -> str:
    return word + ("s" if number == 1 else "")


def _counted(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _rows(number: int) -> str:
    return "1 row waits" if number == 1 else f"{number} rows wait"


def _orders(count: int) -> str:
    return "1 order is" if count == 1 else f"{count} orders are"


_LEFT_OUT = {"NOT_SHIPPED", "TOTAL_ROW", "REMARK_ROW", "LEFT_OUT"}
_OTHER = "for another reason"
_REASONS = {
    "WINDOW_ORDER": "with a window that ends before it begins",
    "TIME_FORMAT": "with a time that no clock shows",
    "DATE_FORMAT": "with a date that does not exist",
    "DATE_RANGE": "with a date far off",
    "DUPLICATE_ID": "that share a number and differ",
    "MISSING_VALUE": "without a number",
    "FIELD_COUNT": "with cells beside their headings",
    "QUOTE": "with a quotation mark that is not closed",
    "NUMBER": "with an amount that is not one number",
    "NEGATIVE": "with an amount below zero",
    "TOO_LARGE": "with an amount that cannot be true",
    "TOO_LONG": "with a text that is too long",
    "COORD_FORMAT": "with coordinates that are none",
    "COORD_RANGE": "with coordinates that are not on the earth",
    "SWAPPED_LATLON": "with latitude and longitude exchanged",
    "CELL_ERROR": "with an error of a spreadsheet",
    "LINE_REFUSED": "because another line of the order is refused",
    "NOT_SHIPPED": "that are not shipped",
    "LEFT_OUT": "that are cancelled, done, held or fetched",
    "TOTAL_ROW": "of totals",
    "REMARK_ROW": "of remarks",
    "FORMULA_NO_VALUE": "with a formula that has no result",
}
