"""Rows of one order joined: the same row twice, one order over several lines, numbers that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.order_status import leave_out
from lastmile_core.files.raw_table import look, note, stop
from lastmile_core.model import Issue


@dataclass(slots=True)
class Joined:
    """What is left when rows of one order are one.

    Attributes
    ----------
    drafts
        One draft for each order.
    merged_rows
        Row numbers that went into another row's order.
    refused
        Row numbers that were refused, one's own issues included.
    left_out
        Rows whose order must not be planned, one for each order.
    """

    drafts: list[OrderDraft] = field(default_factory=list)
    merged_rows: list[int] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)
    left_out: list[OrderDraft] = field(default_factory=list)


ANSWERS = ("add", "apart", "first", "last")


def join_rows(
    drafts: list[OrderDraft],
    column: str,
    *,
    has_lines: bool,
    lines_of: frozenset[str] = frozenset(),
    answer: str = "",
) -> Joined:
    """Join the drafts that share number and day.

    Parameters
    ----------
    column
        Heading of the order number, for issues.
    has_lines
        True when the file names products, so that one order may fill several rows whose amounts add up.
    lines_of
        Numbers whose rows are parts of one order in any case.
    answer
        What a person said about rows of one number that contradict each other: ``add`` (they are lines, amounts add
        up), ``apart`` (they are orders of their own), ``first`` or ``last`` (that row counts).
    """
    joined = Joined()
    groups: dict[str, list[OrderDraft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.order_id].append(draft)
    for whole in groups.values():
        group = _without_left_out(joined, whole)
        if not group:
            continue
        if len(group) == 1:
            _take(joined, group[0])
        elif group[0].has_generated_id:
            _number_apart(joined, group)
        else:
            for day_group in _by_day(group):
                adds = has_lines or answer == "add" or day_group[0].order_id in lines_of
                _join(joined, day_group, column, has_lines=adds, answer=answer)
    joined.drafts.sort(key=lambda draft: draft.row)
    return joined


def _without_left_out(joined: Joined, group: list[OrderDraft]) -> list[OrderDraft]:
    """Return the rows of one number that are to be planned; what is cancelled or done is refused in its own words.

    A shop names the status on the first line of an order only: lines that say nothing go with it.
    """
    if not any(draft.left_out for draft in group):
        return group
    staying: list[OrderDraft] = []
    for day_group in _by_day(group):
        said = next((draft for draft in day_group if draft.left_out), None)
        if said:
            joined.left_out.append(said)
        for draft in day_group:
            own = draft if draft.left_out or said is None or draft.is_going else said
            if not own.left_out:
                staying.append(draft)
                continue
            joined.refused.add(draft.row)
            joined.issues.append(leave_out(draft, own.left_out, is_held=own.is_held, column=own.left_column))
    return staying


def _by_day(group: list[OrderDraft]) -> list[list[OrderDraft]]:
    """Split rows that name different days: the same order may come again on another day."""
    days: dict[str, list[OrderDraft]] = defaultdict(list)
    for draft in group:
        days[draft.core.get("date", "")].append(draft)
    if "" in days and len(days) == 2:  # later lines of an order often leave the day empty
        named = next(key for key in days if key)
        days[named] = sorted(days[named] + days.pop(""), key=lambda draft: draft.row)
    return list(days.values())


def _take(joined: Joined, draft: OrderDraft) -> None:
    if not draft.needs_shipping:
        message = "Nothing to deliver: the file says that this item is not shipped."
        draft.issues.append(note("NOT_SHIPPED", message, "Nothing to do.", row=draft.row))
        joined.refused.add(draft.row)
    elif draft.is_refused:
        joined.refused.add(draft.row)
    else:
        joined.drafts.append(draft)
    joined.issues += draft.issues


def _number_apart(joined: Joined, group: list[OrderDraft]) -> None:
    """Keep rows without order number apart: the same place may get two orders; the very same row is one."""
    seen: dict[tuple[str, ...], OrderDraft] = {}
    for draft in group:
        if draft.cells in seen:
            _merged(joined, draft, seen[draft.cells])
            continue
        seen[draft.cells] = draft
        if len(seen) > 1:
            draft.order_id = f"{draft.order_id}-{len(seen)}"
        _take(joined, draft)


def _merged(joined: Joined, draft: OrderDraft, first: OrderDraft) -> None:
    joined.merged_rows.append(draft.row)
    joined.issues.append(
        note(
            "DUPLICATE_ROW",
            f"The row is the same as row {first.row}; it was taken once.",
            "Nothing to do.",
            row=draft.row,
        )
    )


def _join(joined: Joined, group: list[OrderDraft], column: str, *, has_lines: bool, answer: str = "") -> None:
    first = group[0]
    if len(group) == 1:
        _take(joined, first)
        return
    if not has_lines and all(draft.cells == first.cells for draft in group):
        _take(joined, first)
        for draft in group[1:]:
            if first.is_refused:
                joined.refused.add(draft.row)
                joined.issues += draft.issues
            else:
                _merged(joined, draft, first)
        return
    differing = _differences(group, has_lines=has_lines)
    if differing and answer in ("apart", "first", "last"):
        _settle(joined, group, answer)
        return
    if differing:
        _refuse_all(joined, group, column, differing)
        return
    if any(draft.is_refused for draft in group):
        _refuse_lines(joined, group)
        return
    _merge_lines(joined, group, add_up=has_lines)


def _settle(joined: Joined, group: list[OrderDraft], answer: str) -> None:
    """Do as a person said with rows of one number that contradict each other."""
    if answer == "apart":
        _number_apart(joined, group)
        return
    chosen = group[0] if answer == "first" else group[-1]
    _take(joined, chosen)
    for draft in group:
        if draft is not chosen:
            joined.merged_rows.append(draft.row)
            message = f"Row {chosen.row} counts for order {chosen.order_id}, as you said; this one does not."
            joined.issues.append(note("MERGED_LINES", message, "Nothing to do.", row=draft.row))


def _differences(group: list[OrderDraft], *, has_lines: bool) -> list[str]:
    """Return the fields in which rows of one number contradict each other (an empty cell contradicts nothing)."""
    names = dict.fromkeys(name for draft in group for name in draft.core)
    differing = [name for name in names if len({draft.core.get(name) for draft in group} - {"", None}) > 1]
    if not has_lines:
        loads = {name for draft in group for name in draft.load}
        differing += [name for name in sorted(loads) if len({d.load[name] for d in group if name in d.load}) > 1]
    return differing


def _refuse_all(joined: Joined, group: list[OrderDraft], column: str, differing: list[str]) -> None:
    rows = ", ".join(str(draft.row) for draft in group)
    for draft in group:
        joined.refused.add(draft.row)
        joined.issues += draft.issues
        joined.issues.append(
            stop(
                "DUPLICATE_ID",
                f"Order {draft.order_id} stands in rows {rows} with different {', '.join(differing[:4])}.",
                "Keep the right row, give each order its own number, or say that the rows are lines of one order.",
                row=draft.row,
                column=column,
                value=draft.order_id,
            )
        )


def _refuse_lines(joined: Joined, group: list[OrderDraft]) -> None:
    bad = ", ".join(str(draft.row) for draft in group if draft.is_refused)
    for draft in group:
        joined.refused.add(draft.row)
        joined.issues += draft.issues
        if not draft.is_refused:
            message = f"Another line of order {draft.order_id} is refused (row {bad}); it is not taken in part."
            joined.issues.append(stop("LINE_REFUSED", message, f"Mend row {bad}.", row=draft.row))


def _merge_lines(joined: Joined, group: list[OrderDraft], *, add_up: bool) -> None:
    shipped = [draft for draft in group if draft.needs_shipping]
    if not shipped:
        for draft in group:
            _take(joined, draft)
        return
    first = group[0]
    first.needs_shipping = True
    totals: dict[str, float] = {}
    for draft in shipped:
        for name, amount in draft.load.items():
            totals[name] = totals.get(name, 0.0) + amount if add_up else amount
    first.load = totals
    for draft in group[1:]:
        _fill(first, draft)
        joined.merged_rows.append(draft.row)
    joined.drafts.append(first)
    for draft in group:
        joined.issues += draft.issues
    message = f"Order {first.order_id} stands in {len(group)} rows; they were joined into one."
    joined.issues.append((note if add_up else look)("MERGED_LINES", message, row=first.row, mend="Nothing to do."))


def _fill(first: OrderDraft, other: OrderDraft) -> None:
    for name, text in other.texts.items():
        if name in ("notes", "item"):
            if text and text not in first.texts.get(name, ""):
                first.texts[name] = ", ".join(filter(None, (first.texts.get(name, ""), text)))
        elif not first.texts.get(name):
            first.texts[name] = text
    first.pair = first.pair or other.pair
    first.kind = first.kind or other.kind
    first.windows = first.windows or other.windows
    first.service_s = first.service_s if first.service_s is not None else other.service_s
    first.priority = first.priority or other.priority
    first.skills |= other.skills
    known = {heading for heading, _ in first.custom}
    first.custom += [(heading, text) for heading, text in other.custom if heading not in known]
