"""Where the table begins: which row holds the headings, and whether there is one at all."""

from __future__ import annotations

import re

from lastmile_core.files.headings.heading_meaning import FIELDS_BY_KIND, understand

_LOOKED_AT = 25
_LONGEST_NUMBER = 60
_NUMBERISH = re.compile(r"[-+#(]?[\d.,:/()\s-]*\d[\d.,:/()\s-]*(kg|g|lb|am|pm|min|h)?", re.IGNORECASE)


def header_score(cells: list[str]) -> int:
    """Return how many different fields the cells of a row name, at best over all kinds of file."""
    if not cells or sum(_is_numberish(cell) for cell in cells) > len(cells) / 4:
        return 0
    best = 0
    for kind in FIELDS_BY_KIND:
        best = max(best, len({understand(cell, kind).field for cell in cells if 0 < len(cell) <= 60} - {""}))
    return best


def find_header(rows: list[list[str]]) -> int | None:
    """Return the index of the row of headings; None when the first row is already data.

    A row of unknown words counts as headings when no cell looks like a number and the next rows have some.
    """
    best_score, best_index = 0, None
    for index, row in enumerate(rows[:_LOOKED_AT]):
        filled = sum(1 for cell in row if cell.strip())
        score = header_score(row)
        if (score >= 2 or (score == 1 and filled <= 2)) and score > best_score:
            best_score, best_index = score, index
    if best_index is not None:
        return best_index
    first = next((index for index, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None or _looks_like_data(rows, first):
        return None
    return first


def _looks_like_data(rows: list[list[str]], first: int) -> bool:
    numbers = [_is_numberish(cell) for cell in rows[first]]
    if any(numbers):
        return True
    following = [row for row in rows[first + 1 : first + 20] if any(row)]
    return not any(_is_numberish(cell) for row in following for cell in row)


def _is_numberish(cell: str) -> bool:
    text = cell.strip()
    return len(text) <= _LONGEST_NUMBER and bool(_NUMBERISH.fullmatch(text))


def column_letter(index: int) -> str:
    """Return the spreadsheet's name of a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
