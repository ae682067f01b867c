"""What an import did, in numbers and in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lastmile_core.model import Issue, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    Attributes
    ----------
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
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    blank: int = 0
    merged: int = 0
    waiting: int = 0
    needs_place: int = 0
    issues: list[Issue] = field(default_factory=list)
    import_id: str = ""
    outcome: str = "accept"
    sentence: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Orders that are in."""
        return self.new + self.changed + self.unchanged


def say(report: ImportReport, file_name: str, *, is_known: bool) -> str:
    """Return the summary for people.

    Parameters
    ----------
    is_known
        Whether this very file was imported before.
    """
    if report.outcome == "ask":
        return (
            f"{file_name}: {report.waiting} rows wait for an answer. {report.issues[0].message} {report.issues[0].mend}"
        )
    total = report.accepted + report.refused
    if not report.accepted:
        reason = next((f" {issue.message}" for issue in report.issues if issue.severity.value == "stops"), "")
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
        parts.append(f"{report.refused} rows refused")
    if report.needs_place:
        parts.append(f"{report.needs_place} need a place")
    if report.merged:
        parts.append(f"{report.merged} rows joined others")
    return f"{file_name}: " + "; ".join(parts) + "."


def _orders(count: int) -> str:
    return "1 order is" if count == 1 else f"{count} orders are"
