"""The columns of a fleet file understood, with one question about those that nothing would read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lastmile_core.files.columns.column_mapping import ColumnMapping
from lastmile_core.files.columns.map_columns import map_columns
from lastmile_core.files.columns.unused_columns import UnusedColumn, ask_about_unused, unused_columns
from lastmile_core.files.fleet.google_vehicles import is_google_fleet, with_own_columns
from lastmile_core.files.raw_table import RawTable, note
from lastmile_core.model import ImportAnswers, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetFile:
    """A fleet file with its columns understood; ``unused`` are those that nothing reads."""

    table: RawTable
    mapping: ColumnMapping
    unused: tuple[UnusedColumn, ...]


def understand_fleet(
    table: RawTable,
    kind: str,
    answers: ImportAnswers,
    *,
    timezone: str = "UTC",
) -> FleetFile:
    """Understand the columns of a file of vehicles or drivers.

    Parameters
    ----------
    answers
        What a person decided; ``unused``: the columns that nothing reads are not needed.
    timezone
        Name of the depot's time zone, for files whose times are moments.
    """
    if kind == "vehicles" and is_google_fleet(table):
        table = with_own_columns(table, timezone)
    mapping = map_columns(table.headings, table.rows, kind, answers, has_header=table.has_header)
    unused = unused_columns(table, mapping)
    is_answered = answers.is_yes("unused")
    return FleetFile(table=table, mapping=_with_question(mapping, unused, is_answered), unused=tuple(unused))


def _with_question(mapping: ColumnMapping, unused: Sequence[UnusedColumn], is_answered: bool) -> ColumnMapping:
    # A vehicle has no extra columns: what the mapping says of those of orders does not hold here.
    notes = [issue for issue in mapping.notes if issue.code != "UNKNOWN_COLUMN"]
    if is_answered and unused:
        shown = ", ".join(column.heading for column in unused)
        return replace(mapping, notes=[*notes, note("UNKNOWN_COLUMN", f"Not used, as you said: {shown}.")])
    told = ask_about_unused(unused)
    questions = [issue for issue in told if issue.severity is Severity.STOPS]
    rest = [issue for issue in told if issue.severity is not Severity.STOPS]
    return replace(mapping, questions=[*mapping.questions, *questions], notes=[*notes, *rest])
