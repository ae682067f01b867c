"""Checks that need the other rows or the region: doubtful places, look-alike numbers, one point for many addresses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from statistics import median

from lastmile_core.files.order_draft import OrderDraft
from lastmile_core.files.places import FAR_KM, Known, decimals
from lastmile_core.files.raw_table import RawTable, look, note
from lastmile_core.files.read_context import ReadContext
from lastmile_core.model import Issue

_SAME_POINT = 5
_TOTAL = re.compile(
    r"(grand |sub)?(total|totals|summe|gesamt|somme|totale|totaal|sum)( g[eé]n[eé]ral)?\W*", re.IGNORECASE
)


def find_total_row(table: RawTable, place_columns: list[int]) -> int | None:
    """Return the number of a row of totals at the end of the table, or None."""
    for number in range(len(table.rows), max(0, len(table.rows) - 3), -1):
        row = table.rows[number - 1]
        first = next((cell for cell in row if cell), "")
        if not first:
            continue
        is_total = _TOTAL.fullmatch(first) and not any(row[index] and row[index] != first for index in place_columns)
        return number if is_total else None
    return None


def check_places(drafts: list[OrderDraft], ctx: ReadContext, column: str) -> tuple[list[Issue], set[int]]:
    """Judge the places of the orders; return issues and the rows whose place a person should look at."""
    issues: list[Issue] = []
    doubtful: set[int] = set()
    for draft in drafts:
        if draft.pair == (0.0, 0.0):
            draft.pair = None
            message = "0, 0 lies in the sea off Africa; it stands for a missing place."
            issues.append(
                look(
                    "NULL_ISLAND",
                    message,
                    "Give the true place or leave both cells empty.",
                    row=draft.row,
                    column=column,
                )
            )
    placed = [draft for draft in drafts if draft.pair is not None]
    far = [(draft, told) for draft in placed if (told := _far(draft, ctx.known))]
    doubtful |= {draft.row for draft, _ in far}
    if len(far) > 20 and len(far) > len(placed) / 2:
        draft, told = far[0]
        message = f"{len(far)} of {len(placed)} orders are out of reach; row {draft.row}: {told}"
        issues.append(look("OUT_OF_REGION", message, "Is this the right depot?", column=column))
    else:
        issues += [
            look("OUT_OF_REGION", told, "Check the place on the map.", row=draft.row, column=column)
            for draft, told in far
        ]
    issues += _same_points(placed, column)
    return issues, doubtful


def _far(draft: OrderDraft, known: Known) -> str:
    if draft.pair is None:
        return ""
    distance = known.nearest_km(draft.pair)
    if distance > FAR_KM:
        return f"the place is {distance:,.0f} km from the depot."
    if known.bbox and not known.holds(draft.pair):
        return "the place is outside the region."
    return ""


def _same_points(placed: list[OrderDraft], column: str) -> list[Issue]:
    addresses: dict[tuple[float, float], set[str]] = defaultdict(set)
    for draft in placed:
        if draft.pair:
            words = (draft.texts.get("address", ""), draft.texts.get("postcode", ""), draft.texts.get("city", ""))
            addresses[draft.pair].add(" ".join(words).strip().lower())
    return [
        look(
            "SAME_POINT",
            f"{len(known)} different addresses share the point {pair[0]:g}, {pair[1]:g}.",
            "It may stand for a whole town; place them one by one.",
            column=column,
        )
        for pair, known in addresses.items()
        if len(known) >= _SAME_POINT
    ]


def check_precision(lat_cells: list[str], column: str) -> list[Issue]:
    """Name coordinates that are too coarse for a house door (two decimals are a kilometre)."""
    digits = [decimals(text) for text in lat_cells if text]
    if digits and median(digits) < 3:
        message = f"Coordinates have only {int(median(digits))} digit(s) behind the point: a kilometre or more."
        return [look("COORD_PRECISION", message, "Export them with five decimals.", column=column)]
    return []


def check_numbers(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Name order numbers that differ only in leading zeros or in upper and lower case."""
    alike: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, int] = {}
    for draft in drafts:
        if not draft.has_generated_id:
            alike[draft.order_id.lower().lstrip("0")].add(draft.order_id)
            rows.setdefault(draft.order_id, draft.row)
    return [
        look(
            "LOOKALIKE_ID",
            f"Order numbers {', '.join(sorted(known))} look alike; they were kept apart.",
            "Mend one of them if they are the same order.",
            row=max(rows[number] for number in known),
            column=column,
        )
        for known in alike.values()
        if len(known) > 1
    ]


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
