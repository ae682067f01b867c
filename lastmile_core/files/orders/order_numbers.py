"""Order numbers: what spreadsheets did to them, numbers that look alike, and orders that come in parts (1/3, 2/3)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from lastmile_core.files.cells.clean_cells import too_long
from lastmile_core.files.orders.order_draft import OrderDraft
from lastmile_core.files.raw_table import look, note, stop
from lastmile_core.model import Issue

_MAX_ID = 64
_MOST_EXACT = 15  # digits that a spreadsheet keeps
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_DECIMALS = re.compile(r"(\d+)[.,]0+")
_AS_DATE = re.compile(
    r"\d{1,2}[- ](?:jan|feb|m[aä]r|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?", re.IGNORECASE
)
_STRANGE = re.compile(r"[\u200c\u200d<>\"'`\\{}|^~;=\s]|\.\./|^[=+@-]")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_PART = re.compile(
    r"(?P<base>.*?[^\s_\-#(\[:.])[\s_\-#(\[:.]+(?P<part>\d{1,3})\s*(?:/|of|von|de|di|van|sur|out of)\s*"
    r"(?P<all>\d{1,3})[)\]]?",
    re.IGNORECASE,
)
# Letters of other alphabets that look like Latin ones.
_ALIKE = str.maketrans("АВЕКМНОРСТХУаеорсхуіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXYaeopcxyijABEZHIKMNOPTYXo")


def read_order_number(text: str, row: int, column: str) -> tuple[str, list[Issue]]:
    """Return a cell's order number as it is to be kept, and what a person should know about it."""
    number = " ".join(unicodedata.normalize("NFC", text).lstrip("'").split())
    if not number:
        return "", []
    if len(number) > _MAX_ID:
        return number, [too_long(len(number), _MAX_ID, row=row, column=column, value=number)]
    code, message = _suspicion(number, text)
    if not code:
        return number, []
    mend = "Export the column as text." if code != "ID_CHARS" else "Check the number; use letters, digits and - _ / #."
    return number, [look(code, message, mend, row=row, column=column, value=number)]


def _suspicion(number: str, text: str) -> tuple[str, str]:
    decimals = _DECIMALS.fullmatch(number)
    digits = decimals.group(1) if decimals else number
    if digits.isdecimal() and len(digits) > _MOST_EXACT and (decimals or digits.endswith("0")):
        return (
            "ID_PRECISION",
            f"Order number {number} is longer than a spreadsheet keeps: its last digits may be wrong.",
        )
    if _EXPONENT.fullmatch(number):
        return "ID_SUSPECT", f"Order number {number!r} was shortened by a spreadsheet, or looks like it."
    if decimals:
        return "ID_SUSPECT", f"Order number {number!r} went through a spreadsheet as an amount; it was kept as it is."
    if _AS_DATE.fullmatch(number):
        return "ID_SUSPECT", f"Order number {number!r} may have been turned into a date by a spreadsheet."
    if _STRANGE.search(number.replace(" ", "")) or "\n" in text or "\r" in text or "\t" in text.strip():
        return "ID_CHARS", f"Order number {number!r} holds characters that other programs trip over."
    if not number.isascii() and _ASCII_LETTER.search(number) and number.translate(_ALIKE) != number:
        return "ID_CHARS", f"Order number {number!r} mixes letters of two alphabets that look the same."
    return "", ""


def hold_cleaned_twins(drafts: list[OrderDraft], notes: list[Issue], column: str) -> None:
    """Refuse rows whose number is that of another row only because invisible characters were taken out, in place.

    ``A␀1`` and ``A1`` may be two orders, and nobody can see which; rows that were written alike are one order.
    """
    raw = {note.row: note.value for note in notes if note.code == "CONTROL_CHAR" and note.column == column}
    if not raw:
        return
    spelled: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        if not draft.has_generated_id:
            spelled[draft.order_id].add(raw.get(draft.row, draft.order_id))
    for draft in drafts:
        if draft.row in raw and not draft.has_generated_id and len(spelled[draft.order_id]) > 1:
            message = f"Without its invisible characters the number is {draft.order_id!r}, as in another row."
            mend = "Type the number again; keep the row out if it is the same order."
            draft.issues.append(stop("ID_CHARS", message, mend, row=draft.row, column=column, value=raw[draft.row]))
            # Refused under its own name, so that the other row is not held for contradicting it.
            draft.order_id = raw[draft.row]


def check_numbers(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Name order numbers that differ only in leading zeros, spaces, case, or letters of another alphabet."""
    alike: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, int] = {}
    for draft in drafts:
        if not draft.has_generated_id:
            alike[_skeleton(draft.order_id)].add(draft.order_id)
            rows.setdefault(draft.order_id, draft.row)
    issues = [
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
    other = [number for number in rows if not number.isascii() and number.translate(_ALIKE).isascii()]
    latin = sum(bool(_ASCII_LETTER.search(number)) for number in rows)
    if other and latin > len(rows) / 2:
        message = f"Order number {other[0]!r} is written with letters of another alphabet that look like Latin ones."
        mend = "Write it again with the letters of your keyboard."
        issues += [look("ID_CHARS", message, mend, row=rows[number], column=column, value=number) for number in other]
    return issues


def _skeleton(number: str) -> str:
    if number.isascii():
        return number.lower().replace(" ", "").lstrip("0")
    plain = unicodedata.normalize("NFKC", number).translate(_ALIKE).casefold()
    return plain.replace(" ", "").lstrip("0")


def part_of(number: str) -> tuple[str, int, int] | None:
    """Return base, part and number of parts of ``4711_1/3`` or ``4711 (2 of 3)``; None when the number has no parts."""
    match = _PART.fullmatch(number)
    if not match:
        return None
    part, total = int(match.group("part")), int(match.group("all"))
    return (match.group("base"), part, total) if 1 <= part <= total and total > 1 else None


def join_parts(drafts: list[OrderDraft]) -> frozenset[str]:
    """Give the parts of an order its number, in place, and return these numbers: their amounts add up."""
    joined = set()
    for draft in drafts:
        found = None if draft.has_generated_id else part_of(draft.order_id)
        if not found:
            continue
        base = found[0]
        for texts in (draft.texts, draft.core):
            if texts.get("customer_name") == draft.order_id:
                texts["customer_name"] = base
        draft.order_id = base
        joined.add(base)
    return frozenset(joined)


def about_parts(drafts: list[OrderDraft], column: str) -> list[Issue]:
    """Say that orders come in parts, and which parts are missing."""
    groups: dict[tuple[str, int], set[int]] = defaultdict(set)
    for draft in drafts:
        found = None if draft.has_generated_id else part_of(draft.order_id)
        if found:
            groups[found[0], found[2]].add(found[1])
    if not any(len(found) > 1 for found in groups.values()):
        return []
    parts = sum(map(len, groups.values()))
    (example, total), _ = next(iter(groups.items()))
    message = f"{len(groups)} order(s) come in {parts} parts (such as {example} in {total}); each counts as an order."
    mend = "Join the parts if one visit brings them all."
    issues = [note("SPLIT_PARCELS", message, mend, column=column, value=example)]
    short = {base: set(range(1, all_parts + 1)) - found for (base, all_parts), found in groups.items()}
    lacking = {base: missing for base, missing in short.items() if missing}
    if lacking:
        shown = "; ".join(f"{base}: part {', '.join(map(str, sorted(m)))}" for base, m in list(lacking.items())[:3])
        shown += " …" if len(lacking) > 3 else ""
        message = f"{len(lacking)} order(s) lack a part ({shown})."
        issues.append(look("SPLIT_PARCELS", message, "Check that all parts are in the file.", column=column))
    return issues
