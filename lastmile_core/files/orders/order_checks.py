"""Checks that need the other rows: totals at the end, coarse coordinates, shortened postcodes, one customer twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from statistics import median

from lastmile_core.files.cells.coordinates import decimals
from lastmile_core.files.orders.customers_alike import Spelling, about_alike, find_alike
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.orders.read_context import ReadContext
from lastmile_core.files.raw_table import RawTable, look, note
from lastmile_core.model import Issue, IssueFacts

_FEWEST_COLUMNS, _SENTENCE = 3, 3
_TOTAL = re.compile(
    r"(grand |sub)?(total|totals|summe|gesamt|somme|totale|totaal|sum|toplam|razem|suma|celkem|summa|i alt)"
    r"( g[eé]n[eé]ral)?\W*",
    re.IGNORECASE,
)


def find_other_rows(table: RawTable, place_columns: list[int]) -> dict[int, Issue]:
    """Return row number → note for rows that are no orders: totals, comments and footnotes."""
    found: dict[int, Issue] = {}
    for number, row in enumerate(table.rows, 1):
        first = next((cell for cell in row if cell), "")
        if not first or any(row[index] and row[index] != first for index in place_columns):
            continue
        if _TOTAL.fullmatch(first):
            message = "The row holds totals, not an order; it was left out."
            found[number] = note("TOTAL_ROW", message, "Nothing to do.", row=number)
        elif len(row) >= _FEWEST_COLUMNS and sum(map(bool, row)) == 1 and _is_remark(first, number, table):
            message = "The row holds a remark, not an order; it was left out."
            found[number] = note("REMARK_ROW", message, "Nothing to do.", row=number, value=first)
    return found


def _is_remark(text: str, number: int, table: RawTable) -> bool:
    """Return whether the only text of a row is a comment or a footnote: marked as one, or a sentence below all rows."""
    if text.startswith(("//", "--", "* ", "** ", "# ", ";")) or (text[0] == "*" and len(text.split()) > 1):
        return True
    is_last = not any(sum(map(bool, row)) > 1 for row in table.rows[number:])
    return is_last and number > 1 and len(text.split()) >= _SENTENCE and bool(table.rows[number - 1][0])


def check_precision(lat_cells: list[str], column: str) -> list[Issue]:
    """Name coordinates that are too coarse for a house door (two decimals are a kilometre)."""
    # Degrees with minutes and seconds say enough without a point.
    digits = [decimals(text) for text in lat_cells if text and not re.search(r"[°º'′\"″]|\d\s*[dm]\b", text)]
    if digits and median(digits) < 3:
        message = f"Coordinates have only {int(median(digits))} digit(s) behind the point: a kilometre or more."
        return [look("COORD_PRECISION", message, "Export them with five decimals.", column=column)]
    return []


def check_postcodes(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Name postcodes that lost their leading zero: four digits where the others have five."""
    lengths = Counter(len(text) for draft in drafts if (text := draft.texts.get("postcode", "")).isdecimal())
    if not lengths or lengths.most_common(1)[0][0] != 5:
        return []
    short = [draft for draft in drafts if len(text := draft.texts.get("postcode", "")) == 4 and text.isdecimal()]
    return [
        look(
            "POSTCODE",
            f"Postcode {draft.texts['postcode']!r} may have lost its leading zero.",
            "Export the column as text.",
            row=draft.row,
            column=column,
        )
        for draft in short
    ]


def about_made_numbers(drafts: list[OrderDraft]) -> list[Issue]:
    """Say that order numbers were made from name and address."""
    made = sum(draft.has_generated_id for draft in drafts)
    if not made:
        return []
    message = f"{made} order(s) have no number; one was made from name and address (such as {drafts[0].order_id})."
    return [note("GENERATED_ID", message, "The same name and address keep their number when the file comes again.")]


def about_other_days(drafts: list[OrderDraft], ctx: ReadContext, column: str) -> list[Issue]:
    """Say when rows are for other days than the one asked for, and when those are far off."""
    days = Counter(draft.day for draft in drafts if draft.day and draft.day != ctx.service_date)
    if not days:
        return []
    shown = ", ".join(f"{day} ({count})" for day, count in days.most_common(5)) + (" …" if len(days) > 5 else "")
    far = [day for day in days if abs((day - ctx.service_date).days) > 366]
    if far:
        message = f"Orders are for days more than a year off: {shown}."
        return [look("DATE_RANGE", message, "Check the date column.", column=column)]
    return [note("OTHER_DAY", f"Orders for other days than {ctx.service_date}: {shown}.", column=column)]


def about_priorities(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Say which priorities nobody knows; those orders count as normal."""
    unknown = Counter(draft.unknown_priority for draft in drafts if draft.unknown_priority)
    if not unknown:
        return []
    shown = ", ".join(f"{word!r} ({count})" for word, count in unknown.most_common(5))
    message = f"{unknown.total()} order(s) have a priority that is not known: {shown}; taken as normal."
    return [note("PRIORITY", message, "Write low, normal, high or must.", column=column)]


def about_service_times(drafts: list[OrderDraft], default_s: int, column: str) -> list[Issue]:
    """Say how many orders have no service time of their own, and what they got."""
    missing = [draft.row for draft in drafts if draft.service_s is None]
    if not missing:
        return []
    message = f"{len(missing)} order(s) have no service time; {default_s / 60:g} min was taken."
    mend = "Set another time for all of them at once if that is wrong."
    rows, facts = ", ".join(map(str, missing[:20])), IssueFacts(count=len(missing))
    return [note("SERVICE_DEFAULT", message, mend, column=column, value=rows, facts=facts)]


def check_capacity(drafts: list[OrderDraft], largest: Mapping[str, float]) -> list[Issue]:
    """Name orders that no vehicle can take whole.

    Parameters
    ----------
    largest
        Dimension → most that any vehicle takes; dimensions without a limit are absent.
    """
    issues = []
    for draft in drafts:
        over = [f"{amount:g} {name}" for name, amount in draft.load.items() if amount > largest.get(name, amount)]
        if over:
            message = f"No vehicle takes {', '.join(over)}."
            issues.append(look("OVER_CAPACITY", message, "Split the order, or check the unit.", row=draft.row))
    return issues


def check_customers(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Suggest rows that may be one customer under several spellings; rows with a customer number are sure."""
    spellings = [
        Spelling(str(draft.row), texts.get("customer_name", ""), texts.get("address", ""), texts.get("postcode", ""))
        for draft in drafts
        if not (texts := draft.texts).get("customer_id")
    ]
    return about_alike(find_alike(spellings), column)
