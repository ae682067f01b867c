"""An order file to orders: every row becomes an order, joins one, is blank, or is refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lastmile_core.files.columns.fill_cells import fill_cells, mend_rows
from lastmile_core.files.columns.map_columns import ColumnMapping
from lastmile_core.files.columns.pickup_rows import turn_pickup_rows
from lastmile_core.files.orders.duplicates import Joined, join_rows
from lastmile_core.files.orders.order_checks import (
    about_made_numbers,
    about_other_days,
    about_priorities,
    about_service_times,
    check_capacity,
    check_customers,
    check_postcodes,
    check_precision,
    find_other_rows,
)
from lastmile_core.files.orders.order_columns import ColumnDecisions, decide_columns
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.order_numbers import about_parts, check_numbers, hold_cleaned_twins, join_parts
from lastmile_core.files.orders.order_row import RowReader
from lastmile_core.files.orders.order_status import about_statuses
from lastmile_core.files.orders.orders_from_drafts import DEFAULT_SERVICE_S, as_row, build_orders
from lastmile_core.files.orders.place_checks import check_places
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.orders.shifted_rows import name_shifted
from lastmile_core.files.raw_table import RawTable, no_rows, stop
from lastmile_core.model import ImportOutcome, Issue, Order, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersRead:
    """What an order file gave.

    Attributes
    ----------
    orders
        Accepted orders; none while a question is open (``outcome`` is "ask").
    drafts
        The row behind each order, in the same sequence.
    issues
        Everything worth saying, by row; questions first.
    rejected_rows, blank_rows, merged_row_numbers
        With the orders they add up to the rows of the file (``num_rows``).
    waiting
        How many rows wait for an answer.
    left_out
        The rows (one for each order) whose status keeps them out of the plan; they are among ``rejected_rows``.
    outcome
        accept, accept_with_warnings, partial, ask or reject_file.
    """

    orders: list[Order] = field(default_factory=list)
    drafts: list[OrderDraft] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rejected_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0
    merged_row_numbers: list[int] = field(default_factory=list)
    waiting: int = 0
    left_out: list[OrderDraft] = field(default_factory=list)
    outcome: ImportOutcome = ImportOutcome.ACCEPT

    @property
    def merged_rows(self) -> int:
        """How many rows joined the order of another row."""
        return len(self.merged_row_numbers)

    @property
    def num_rows(self) -> int:
        """Rows that are accounted for: always as many as the file has."""
        return len(self.orders) + len(self.rejected_rows) + self.merged_rows + self.blank_rows + self.waiting

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The accepted orders as JSON values for the command line."""
        return [as_row(draft, order) for draft, order in zip(self.drafts, self.orders, strict=True)]


def read_orders(table: RawTable, mapping: ColumnMapping, ctx: ReadContext) -> OrdersRead:
    """Read the orders of a table.

    Parameters
    ----------
    mapping
        From :func:`lastmile_core.files.columns.map_columns.map_columns`, as corrected by a person.
    ctx
        Day, depots, region and answers.
    """
    table = mend_rows(table, ctx.answers.entries("cells"))
    table, mapping, pickup_rows = turn_pickup_rows(table, mapping)
    table, mapping, filled = fill_cells(table, mapping, ctx.answers.entries("fill"))
    made = decide_columns(table, mapping, ctx)
    made.notes += filled
    made.pickup_rows = pickup_rows
    blank = table.blank_rows
    if not table.rows or len(blank) == len(table.rows):
        return OrdersRead(
            issues=[*table.notes, no_rows("orders")], blank_rows=len(blank), outcome=ImportOutcome.REJECT_FILE
        )
    if made.questions:
        issues = [*made.questions, *table.notes, *made.notes]
        return OrdersRead(
            issues=issues, blank_rows=len(blank), waiting=len(table.rows) - len(blank), outcome=ImportOutcome.ASK
        )
    reader = RowReader(mapping, made, ctx, table.headings)
    drafts, refused, issues = _read_rows(table, mapping, reader, blank)
    issues = [*table.notes, *made.notes, *issues]
    parts = join_parts(drafts) if ctx.answers.is_yes("join_parts") else frozenset()
    joined = join_rows(
        drafts,
        mapping.heading("order_id"),
        has_lines="item" in mapping.fields,
        lines_of=parts,
        answer=ctx.answers.text("same_number"),
    )
    refused |= joined.refused
    issues += joined.issues
    orders, taken = _finish(table, mapping, ctx, joined, issues, refused, made)
    outcome = _outcome(orders, refused, issues)
    return OrdersRead(
        orders=orders,
        drafts=taken,
        issues=sorted(issues, key=lambda issue: issue.row or 0),
        rejected_rows=sorted(refused),
        blank_rows=len(blank),
        merged_row_numbers=sorted(joined.merged_rows),
        left_out=joined.left_out,
        outcome=outcome,
    )


def _read_rows(
    table: RawTable, mapping: ColumnMapping, reader: RowReader, blank: set[int]
) -> tuple[list[OrderDraft], set[int], list[Issue]]:
    refused = {issue.row for issue in table.notes if issue.row and issue.severity is Severity.STOPS}
    place_columns = [guess.index for name, guess in mapping.fields.items() if name in ("address", "lat", "latlon")]
    issues: list[Issue] = []
    for number, remark in find_other_rows(table, place_columns).items():
        if number not in refused:
            refused.add(number)
            issues.append(remark)
    drafts = [
        reader.read(number, row)
        for number, row in enumerate(table.rows, 1)
        if number not in blank and number not in refused
    ]
    _missing_numbers(drafts, mapping)
    name_shifted(drafts, table.headings)
    hold_cleaned_twins(drafts, table.notes, mapping.heading("order_id"))
    return drafts, refused, issues


def _missing_numbers(drafts: list[OrderDraft], mapping: ColumnMapping) -> None:
    """Refuse rows without number in a file whose other rows have one; a file without numbers gets made ones."""
    missing = [draft for draft in drafts if draft.has_generated_id]
    if "order_id" not in mapping.fields or len(missing) > len(drafts) / 2:
        return
    for draft in missing:
        draft.issues.append(
            stop(
                "MISSING_VALUE",
                "The order number is missing.",
                "Fill it in.",
                row=draft.row,
                column=mapping.heading("order_id"),
            )
        )


def _finish(
    table: RawTable,
    mapping: ColumnMapping,
    ctx: ReadContext,
    joined: Joined,
    issues: list[Issue],
    refused: set[int],
    made: ColumnDecisions,
) -> tuple[list[Order], list[OrderDraft]]:
    drafts = joined.drafts
    place_column = mapping.heading("lat" if "lat" in mapping.fields else "latlon")
    found, doubtful = check_places(drafts, ctx, place_column, made.lost_signs)
    issues += found
    lat = mapping.index("lat")
    if lat is not None and drafts:
        issues += check_precision(table.column(lat), place_column)
    issues += check_numbers(drafts, mapping.heading("order_id"))
    issues += about_parts(drafts, mapping.heading("order_id"))
    issues += check_customers(drafts, mapping.heading("customer_name"))
    issues += check_postcodes(drafts, mapping.heading("postcode"))
    issues += about_made_numbers([draft for draft in drafts if draft.has_generated_id])
    issues += about_priorities(drafts, mapping.heading("priority"))
    issues += about_statuses(drafts, mapping)
    issues += about_service_times(drafts, DEFAULT_SERVICE_S, mapping.heading("service"))
    issues += check_capacity(drafts, ctx.largest)
    issues += about_other_days(drafts, ctx, mapping.heading("date"))
    orders, taken, late = build_orders(drafts, mapping, ctx, doubtful, made)
    issues += late
    refused |= {issue.row for issue in late if issue.severity is Severity.STOPS and issue.row}
    return orders, taken


def _outcome(orders: list[Order], refused: set[int], issues: list[Issue]) -> ImportOutcome:
    if not orders:
        return ImportOutcome.REJECT_FILE
    if refused:
        return ImportOutcome.PARTIAL
    if any(issue.severity is Severity.LOOK for issue in issues):
        return ImportOutcome.ACCEPT_WITH_WARNINGS
    return ImportOutcome.ACCEPT
